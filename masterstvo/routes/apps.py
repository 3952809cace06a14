from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "masterstvo.routes"
    verbose_name = "Маршруты"

    def ready(self):
        from masterstvo.routes import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
