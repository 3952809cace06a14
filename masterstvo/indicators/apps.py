from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "masterstvo.indicators"
    verbose_name = "Показатели"

    def ready(self):
        from masterstvo.indicators import rules  # noqa: F401, PLC0415 -- app ready
