from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "masterstvo.experts"
    verbose_name = "Эксперты"

    def ready(self):
        from masterstvo.experts import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
