from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "masterstvo.communities"
    verbose_name = "Сообщества"

    def ready(self):
        from masterstvo.communities import (  # noqa: F401, PLC0415 -- app ready
            personal,
            queries,
            rules,
            sources,
            tables,
            tasks,
        )
        from masterstvo.communities.agenda import SOURCES  # noqa: PLC0415 -- app ready
        from masterstvo.communities.counting import is_same_measure  # noqa: PLC0415 -- app ready
        from masterstvo.communities.forms import rule_field  # noqa: PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import Kept, keep  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_due, add_line  # noqa: PLC0415 -- app ready
        from masterstvo.people import asked, load, panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.people.rules import has_only_a_card  # noqa: PLC0415 -- app ready
        from masterstvo.plans.panels import add_doings  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_source(*SOURCES)
        add_kind(tables.FOUND)
        add_doings(tables.DOINGS)

        sources.declare()
        add_due(queries.due_decisions)
        add_line(queries.overdue_line, order=30)
        panels.add_groups(
            "communities", panels.Groups("Сообщества", rules.groups_to_choose, queries.keys_of_members)
        )
        asked.add_source("communities", queries.asked_by_meetings)
        load.add_source("communities", "заседания сообществ", queries.hours_of_meetings)
        panels.card.add(tables.person_panel, order=35)
        panels.card.add(tables.decision_panel, order=36)
        menu.add_item(
            section="Развитие",
            title="Сообщества",
            icon="users-round",
            url_name="communities:community_list",
            permission="communities.view_community",
            order=335,
        )
        menu.add_item(
            section="",
            title="Мои сообщества",
            icon="users-round",
            url_name="communities:my_communities",
            permission="communities.view_my_communities",
            only_for=has_only_a_card,
            order=17,
        )
        keep(
            Kept("community_kind", "Виды объединений"),
            Kept(
                "community_score",
                "Баллы объединений",
                "По ним считают активность и «Лучшее РМО»",
                key=rule_field,
                follows=is_same_measure,
                is_rule=True,
            ),
        )
