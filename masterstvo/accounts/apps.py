from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "masterstvo.accounts"
    verbose_name = "Учётные записи"

    def ready(self):
        from masterstvo.accounts import rules, tasks  # noqa: F401, PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready

        menu.add_item(
            section=menu.ACCOUNT,
            title="Мой доступ",
            url_name="accounts:my_access",
            permission="accounts.view_access",
            order=10,
        )
        menu.add_item(
            section=menu.ACCOUNT,
            title="Выйти",
            url_name="accounts:sign_out",
            permission="accounts.change_password",
            order=20,
            post=True,
        )
