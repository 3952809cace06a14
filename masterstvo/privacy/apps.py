from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "masterstvo.privacy"
    verbose_name = "Персональные данные"

    def ready(self):
        from masterstvo.accounts.panels import add_access_panel  # noqa: PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.personal import Expiry, let_expire  # noqa: PLC0415 -- app ready
        from masterstvo.plans.panels import add_sheet  # noqa: PLC0415 -- app ready
        from masterstvo.privacy import (  # noqa: F401, PLC0415 -- app ready
            actions,
            personal,
            queries,
            rules,
            tables,
            tasks,
        )

        personal.declare_personal()
        let_expire(
            Expiry("consent", "закончившиеся согласия", queries.consents_before, actions.expire_consents)
        )
        add_sheet(tables.today_sheet, order=60)
        panels.card.add(tables.grounds_panel, order=85)
        panels.card.add(tables.readers_panel, order=90)
        add_access_panel(
            "privacy/_my_data.html",
            context=lambda user: {} if hasattr(user, "person") else None,
            permission="privacy.view_my_data",
            order=50,
        )
        for title, icon, name, permission, order in (
            ("Согласия", "file-text", "consent_list", "view_consent", 510),
            ("Обращения к карточкам", "eye", "reading_list", "view_cardreading", 520),
            ("Выгрузки", "file-down", "export_list", "view_export", 530),
            ("Обезличивания", "eraser", "erasure_list", "view_erasure", 540),
            ("Сроки хранения", "hourglass", "retention_list", "view_retention", 550),
        ):
            menu.add_item(
                section="Персональные данные",
                title=title,
                icon=icon,
                url_name=f"privacy:{name}",
                permission=f"privacy.{permission}",
                order=order,
            )
