from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "masterstvo.diagnostics"
    verbose_name = "Диагностика"

    def ready(self):
        from masterstvo.diagnostics import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
