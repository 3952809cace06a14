"""What other pages show of reports."""

import datetime as dt
from typing import Any

from masterstvo.organizations.models import Municipality
from masterstvo.plans.panels import SIDE, Sheet
from masterstvo.reports.rules import visible_reports


def today_sheet(user: Any, municipality: Municipality, day: dt.date) -> Sheet | None:
    """Show on «Сегодня» the report of the year, or how to begin it. Queries: one."""
    if not user.has_perm("reports.view_report"):
        return None
    editions = visible_reports(user).filter(plan__municipality=municipality, year=day.year)
    context = {
        "report": editions.first(),
        "year": day.year,
        "may_begin": user.has_perm("reports.change_report"),
    }
    return Sheet("reports/_today.html", context, column=SIDE)
