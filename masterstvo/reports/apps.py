from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "masterstvo.reports"
    verbose_name = "Отчёты"

    def ready(self):
        from masterstvo.reports import rules  # noqa: F401, PLC0415 -- app ready
