from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "masterstvo.imports"
    verbose_name = "Загрузка данных"
