from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "masterstvo.accounts"
    verbose_name = "Учётные записи"

    def ready(self):
        from masterstvo.accounts import rules  # noqa: F401, PLC0415 -- app ready
