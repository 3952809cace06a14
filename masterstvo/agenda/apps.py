from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "masterstvo.agenda"
    verbose_name = "Календарь"

    def ready(self):
        from masterstvo.agenda import personal, rules  # noqa: F401, PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.rules import is_told  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        menu.add_item(
            section="",
            title="Календарь",
            icon="calendar-days",
            url_name="agenda:entry_list",
            permission="agenda.view_agenda",
            order=25,
            only_for=is_told,
        )
