from django.apps import AppConfig
from django.urls import reverse


class ReportsConfig(AppConfig):
    name = "masterstvo.reports"
    verbose_name = "Отчёты"

    def ready(self):
        from masterstvo.core import integrity, menu  # noqa: PLC0415 -- app ready
        from masterstvo.organizations.panels import add_paper  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.people.personal import keep_ages_on  # noqa: PLC0415 -- app ready
        from masterstvo.plans import panels  # noqa: PLC0415 -- app ready
        from masterstvo.reports import (  # noqa: F401, PLC0415 -- app ready
            personal,
            queries,
            rules,
            tables,
        )
        from masterstvo.reports.agenda import SOURCES  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_source(*SOURCES)
        keep_ages_on(queries.reported_days)

        integrity.add_check("reports.seals", _broken_seals)
        panels.add_values(queries.reported_values)
        panels.add_sheet(tables.today_sheet, order=50)

        add_paper(_summary)
        menu.add_item(
            section="Развитие",
            title="Аналитическая справка",
            icon="file-chart-column",
            url_name="reports:note_detail",
            permission="reports.view_note",
            order=307,
        )
        menu.add_item(
            section="План года",
            title="Отчёт",
            icon="file-text",
            url_name="reports:report_list",
            permission="reports.view_report",
            order=130,
        )


def _summary(user, organization):
    return "Сводка для педсовета", reverse("reports:summary_download", args=[organization.pk])


def _broken_seals():
    from masterstvo.reports.actions.report import broken_seals  # noqa: PLC0415 -- brings Word: not at every start

    return broken_seals()
