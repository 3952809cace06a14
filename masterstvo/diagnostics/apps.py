from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DiagnosticsConfig(AppConfig):
    name = "masterstvo.diagnostics"
    verbose_name = "Диагностика"

    def ready(self):
        from masterstvo.accounts import panels as access  # noqa: PLC0415 -- app ready
        from masterstvo.assessments.panels import add_taker  # noqa: PLC0415 -- app ready
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.diagnostics import (  # noqa: PLC0415 -- app ready
            actions,
            personal,
            rules,
            sources,
            tables,
        )
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready

        personal.declare_personal()

        sources.declare()
        add_taker(actions.take_sheet)
        post_migrate.connect(
            actions.load_shipped_framework, sender=self, dispatch_uid="diagnostics.load_shipped_framework"
        )
        history.keep_secret("diagnostics.deficit", rules.open_deficits)
        history.keep_secret("diagnostics.diagnostic", rules.open_diagnostics)
        history.keep_secret("diagnostics.share", rules.own_shares)
        access.add_access_panel(
            "diagnostics/_wards.html",
            context=tables.wards_panel,
            permission="diagnostics.view_ward",
            order=30,
        )
        access.add_access_panel(
            "diagnostics/_shares.html",
            context=tables.shares_panel,
            permission="diagnostics.view_share",
            order=40,
        )
        panels.card.add(tables.person_panel, order=50)
        menu.add_item(
            section="Развитие",
            title="Диагностика",
            icon="clipboard-list",
            url_name="diagnostics:diagnostic_list",
            permission="diagnostics.view_diagnostic",
            order=300,
        )
