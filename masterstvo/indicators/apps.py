from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    name = "masterstvo.indicators"
    verbose_name = "Показатели"

    def ready(self):
        from masterstvo.indicators import actions, rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
        post_migrate.connect(
            actions.load_shipped_catalogue, sender=self, dispatch_uid="indicators.load_shipped_catalogue"
        )
