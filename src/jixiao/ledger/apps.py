from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jixiao.ledger"
    label = "ledger"
    verbose_name = "台账"
