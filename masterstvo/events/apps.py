import datetime as dt

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "masterstvo.events"
    verbose_name = "События"

    def ready(self):
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.forms import DayField  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import Kept, keep  # noqa: PLC0415 -- app ready
        from masterstvo.documents.panels import Target, add_target, attached_panel  # noqa: PLC0415 -- app ready
        from masterstvo.events import panels as of_events  # noqa: PLC0415 -- app ready
        from masterstvo.events import (  # noqa: F401, PLC0415 -- app ready
            personal,
            rules,
            sources,
            tables,
            tasks,
        )
        from masterstvo.events.agenda import SOURCES  # noqa: PLC0415 -- app ready
        from masterstvo.events.queries import asking, seats  # noqa: PLC0415 -- app ready
        from masterstvo.organizations import panels as places  # noqa: PLC0415 -- app ready
        from masterstvo.people import asked, load, panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.people.rules import has_only_a_card  # noqa: PLC0415 -- app ready
        from masterstvo.plans import panels as plans  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_source(*SOURCES)

        sources.declare()
        load.add_source("events", "события", seats.hours_at_events)
        asked.add_source("events", asking.asked_by_events)
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
        of_events.detail.add(attached_panel, order=50)
        places.detail.add(tables.organization_panel, order=35)
        plans.add_doings(tables.DOINGS)
        menu.add_item(
            section="Развитие",
            title="События",
            icon="calendar",
            url_name="events:event_list",
            permission="events.view_event",
            order=320,
        )
        menu.add_item(
            section="",
            title="Мои события",
            icon="calendar",
            url_name="events:event_own",
            permission="events.register_oneself",
            only_for=has_only_a_card,
            order=16,
        )
        add_kind(tables.FOUND)
        keep(
            Kept("event_kind", "Виды событий"),
            Kept(
                "exam_day",
                "Дни экзаменов",
                "В эти дни планирование события предупредит",
                key=lambda: DayField(label="День"),
                key_of=dt.date.isoformat,
                days=lambda day: (day, day + dt.timedelta(days=1)),
            ),
        )
