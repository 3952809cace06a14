"""What reports bring to calendars: until when a line of the agreement sheet waits, without the name in it."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted
from masterstvo.reports.models import ReportApproval
from masterstvo.reports.rules import visible_reports


def approval_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the terms of reports of a municipality. Queries: one."""
    if not wanted.municipality:
        return
    rows = ReportApproval.objects.filter(
        wanted.on("due_on"),
        report__in=visible_reports(wanted.user).order_by().values("pk"),
        report__plan__municipality=wanted.municipality,
    )
    today = timezone.localdate()
    for each in rows.select_related("report__plan__municipality"):
        due_on: dt.date = each.due_on  # type: ignore[assignment]  # asked for by its day
        late = EntryStatus.OVERDUE if due_on < today else EntryStatus.COMING
        yield Entry(
            key=f"reports.approval-{each.pk}",
            title=f"{each.report}: {each.task or 'согласовать'}",
            starts_on=due_on,
            url=each.report.get_absolute_url(),
            note="Последний день",
            status=EntryStatus.DONE if each.agreed_on else late,
            changed_at=each.report.updated_at,
        )


SOURCES = (Source("reports", "Отчёты", order=70, rows=approval_entries, icon="file-text"),)
