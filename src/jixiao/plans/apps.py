from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "jixiao.plans"
    label = "plans"
    verbose_name = "绩效方案"
