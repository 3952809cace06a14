from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "masterstvo.reports"
    verbose_name = "Отчёты"
