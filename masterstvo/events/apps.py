from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "masterstvo.events"
    verbose_name = "События"

    def ready(self):
        from masterstvo.events import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
