from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "masterstvo.events"
    verbose_name = "События"
