from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "masterstvo.accounts"
    verbose_name = "Учётные записи"
