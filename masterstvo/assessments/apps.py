from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AssessmentsConfig(AppConfig):
    name = "masterstvo.assessments"
    verbose_name = "Диагностика и опросы"

    def ready(self):
        from masterstvo.accounts import panels as access  # noqa: PLC0415 -- app ready
        from masterstvo.assessments import (  # noqa: PLC0415 -- app ready
            personal,
            rules,
            tables,
        )
        from masterstvo.assessments.actions import instrument  # noqa: PLC0415 -- app ready
        from masterstvo.assessments.agenda import SOURCES  # noqa: PLC0415 -- app ready
        from masterstvo.assessments.queries.asking import asked_by_campaigns  # noqa: PLC0415 -- app ready
        from masterstvo.assessments.queries.due import due_sheets  # noqa: PLC0415 -- app ready
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_due  # noqa: PLC0415 -- app ready
        from masterstvo.people import asked, panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.people.rules import has_only_a_card  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_source(*SOURCES)
        add_due(due_sheets)
        asked.add_source("assessments", asked_by_campaigns)
        history.keep_secret("assessments.sheet", rules.readable_sheets)
        access.add_access_panel(
            "assessments/_asked.html",
            context=tables.asked_panel,
            permission="assessments.view_own_sheets",
            order=20,
        )
        panels.card.add(tables.person_panel, order=45)
        post_migrate.connect(
            instrument.load_shipped_instruments, sender=self, dispatch_uid="assessments.load_shipped"
        )
        menu.add_item(
            section="Развитие",
            title="Опросы и диагностика",
            icon="list-checks",
            url_name="assessments:campaign_list",
            permission="assessments.view_campaign",
            order=295,
        )
        menu.add_item(
            section="Развитие",
            title="Инструменты",
            icon="clipboard-pen",
            url_name="assessments:instrument_list",
            permission="assessments.view_instrument",
            order=296,
        )
        menu.add_item(
            section="",
            title="Мне ответить",
            icon="message-square-text",
            url_name="assessments:sheet_list",
            permission="assessments.view_own_sheets",
            only_for=has_only_a_card,
            order=20,
            count=tables.waiting_count,
        )
