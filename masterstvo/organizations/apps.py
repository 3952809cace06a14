from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "masterstvo.organizations"
    verbose_name = "Организации"

    def ready(self):
        from masterstvo.organizations import rules  # noqa: F401, PLC0415 -- app ready
