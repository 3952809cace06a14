from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "masterstvo.core"
    verbose_name = "Ядро"
