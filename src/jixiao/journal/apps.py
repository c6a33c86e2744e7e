from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "jixiao.journal"
    label = "journal"
    verbose_name = "留痕"
