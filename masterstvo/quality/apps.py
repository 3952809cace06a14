from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "masterstvo.quality"
    verbose_name = "Качество"

    def ready(self):
        from masterstvo.quality import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
