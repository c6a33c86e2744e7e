from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jixiao.site"
    label = "jixiao_site"
    verbose_name = "绩效"
