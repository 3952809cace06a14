from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "masterstvo.events"
    verbose_name = "События"

    def ready(self):
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.documents.panels import Target, add_target  # noqa: PLC0415 -- app ready
        from masterstvo.events import (  # noqa: PLC0415 -- app ready
            personal,
            rules,
            sources,
            tables,
        )
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready

        personal.declare_personal()

        sources.declare()
        panels.card.add(tables.person_panel, order=20)
        add_target(
            Target(
                "event",
                "К событию",
                "Событие",
                "events.change_event",
                rules.events_to_prove,
                ("title",),
            )
        )
        menu.add_item(
            section="Развитие",
            title="События",
            icon="calendar",
            url_name="events:event_list",
            permission="events.view_event",
            order=320,
        )
