from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "masterstvo.imports"
    verbose_name = "Загрузка данных"

    def ready(self):
        from masterstvo.imports import rules, tasks  # noqa: F401, PLC0415 -- app ready
