from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "masterstvo.contests"
    verbose_name = "Конкурсы"

    def ready(self):
        from masterstvo.contests import (  # noqa: F401, PLC0415 -- app ready
            personal,
            rules,
            sources,
            tables,
        )
        from masterstvo.contests.actions.erasing import erase_files  # noqa: PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.personal import erase_with  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        erase_with("contests.EntryFile", erase_files)

        sources.declare()
        panels.card.add(tables.person_panel, order=40)
        menu.add_item(
            section="Развитие",
            title="Конкурсы",
            icon="award",
            url_name="contests:entry_list",
            permission="contests.view_entry",
            order=340,
        )
