from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "masterstvo.demo"
    verbose_name = "Учебный район"
