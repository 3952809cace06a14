from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "masterstvo.quality"
    verbose_name = "Качество"
