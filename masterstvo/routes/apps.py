from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "masterstvo.routes"
    verbose_name = "Маршруты"
