from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "masterstvo.diagnostics"
    verbose_name = "Диагностика"
