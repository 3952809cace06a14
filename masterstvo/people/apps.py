from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "masterstvo.people"
    verbose_name = "Люди"
