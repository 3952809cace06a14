from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "masterstvo.plans"
    verbose_name = "Планы"

    def ready(self):
        from masterstvo.plans import rules  # noqa: F401, PLC0415 -- app ready
