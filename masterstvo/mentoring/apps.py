from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "masterstvo.mentoring"
    verbose_name = "Наставничество"

    def ready(self):
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.experts.panels import add_ties  # noqa: PLC0415 -- app ready
        from masterstvo.mentoring import (  # noqa: PLC0415 -- app ready
            personal,
            queries,
            rules,
            sources,
            tables,
        )
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready

        personal.declare_personal()

        sources.declare()
        add_ties("mentoring", queries.ties_of_pairs)
        panels.add_accompanied(rules.mentees_of)
        panels.card.add(tables.person_panel, order=30)
        menu.add_item(
            section="Развитие",
            title="Наставничество",
            icon="heart-handshake",
            url_name="mentoring:mentorship_list",
            permission="mentoring.view_mentorship",
            order=330,
        )
