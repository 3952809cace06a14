from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "masterstvo.experts"
    verbose_name = "Эксперты"
