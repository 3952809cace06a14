from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "masterstvo.people"
    verbose_name = "Люди"

    def ready(self):
        from masterstvo.people import rules  # noqa: F401, PLC0415 -- app ready
