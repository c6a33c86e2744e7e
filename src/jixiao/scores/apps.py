from django.apps import AppConfig


class ScoresConfig(AppConfig):
    name = "jixiao.scores"
    label = "scores"
    verbose_name = "得分"
