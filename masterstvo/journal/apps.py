from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "masterstvo.journal"
    verbose_name = "Журнал"

    def ready(self):
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.journal import rules  # noqa: F401, PLC0415 -- app ready

        history.set_whole_page("journal:object_history", permission="journal.view_record")
        menu.add_item(
            section="Люди и школы",
            title="Журнал",
            icon="history",
            url_name="journal:record_list",
            permission="journal.view_record",
            order=290,
        )
