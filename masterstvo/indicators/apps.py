from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "masterstvo.indicators"
    verbose_name = "Показатели"
