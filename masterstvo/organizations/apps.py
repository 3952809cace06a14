from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "masterstvo.organizations"
    verbose_name = "Организации"
