from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "masterstvo.plans"
    verbose_name = "Планы"
