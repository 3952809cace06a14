from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "masterstvo.experts"
    verbose_name = "Эксперты"

    def ready(self):
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import keep, threshold  # noqa: PLC0415 -- app ready
        from masterstvo.documents.panels import add_follower  # noqa: PLC0415 -- app ready
        from masterstvo.experts import (  # noqa: PLC0415 -- app ready
            actions,
            personal,
            rules,
            sources,
            tables,
        )
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        history.keep_secret("experts.recusal", rules.visible_recusals)

        history.VERBS["experts.lose_order"] = "приказ об эксперте отменён"
        sources.declare()
        add_follower(actions.follow_document)
        panels.card.add(tables.person_panel, order=70)
        menu.add_item(
            section="Развитие",
            title="Эксперты",
            icon="gavel",
            url_name="experts:expertappointment_list",
            permission="experts.view_expertappointment",
            order=350,
        )
        keep(
            threshold(
                "conflict_years",
                "Связи экспертов",
                "Сколько лет бывшая связь мешает судить",
                label="Сколько лет",
                least=0,
                most=20,
            )
        )
