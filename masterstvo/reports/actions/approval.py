"""The agreement sheet of a report: who writes, checks and signs it. An approved report keeps the sheet it had."""

import datetime as dt
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.core.words import clean
from masterstvo.reports.actions.report import open_draft
from masterstvo.reports.models import Report, ReportApproval

TEXTS = ("name", "task", "position")


@transaction.atomic
def add_approval(*, report: Report, by: Any, **values: Any) -> ReportApproval:
    """Add a line to the agreement sheet. Raises: ReportIsApproved."""
    report = open_draft(report)
    return add(ReportApproval(report=report, **_cleaned(values)), by=by, action="reports.add_approval")


@transaction.atomic
def edit_approval(*, approval: ReportApproval, by: Any, **values: Any) -> ReportApproval:
    """Change a line of the agreement sheet. Raises: ReportIsApproved."""
    open_draft(approval.report)
    return change(approval, _cleaned(values), by=by, action="reports.edit_approval")


@transaction.atomic
def agree(*, approval: ReportApproval, on: dt.date, by: Any) -> ReportApproval:
    """Note that the one of this line agreed. Raises: ReportIsApproved."""
    open_draft(approval.report)
    return change(approval, {"agreed_on": on}, by=by, action="reports.agree")


@transaction.atomic
def remove_approval(*, approval: ReportApproval, by: Any) -> None:
    """Take a line off the agreement sheet; the log keeps what it said. Raises: ReportIsApproved."""
    open_draft(approval.report)
    remove(approval, by=by, action="reports.remove_approval", reason="")


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {name: clean(value) if name in TEXTS else value for name, value in values.items()}
