"""A plan for Excel and for a calendar."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from masterstvo.core.ical import Entry
from masterstvo.plans.choices import OPEN_STATES, Status
from masterstvo.plans.models import Activity, Plan
from masterstvo.plans.queries.activity import Outline
from masterstvo.plans.queries.written import schedule_of
from masterstvo.plans.schedule import occurrences, repeats_evenly

COLUMNS = [
    ("Направление", 40),
    ("№", 8),
    ("Мероприятие", 60),
    ("Период реализации", 24),
    ("Начало", 12),
    ("Срок", 12),
    ("Ответственные", 36),
    ("Прогнозируемый результат", 40),
    ("Состояние", 18),
    ("Фактический результат", 50),
    ("Причина или пояснение", 40),
    ("Перенесено на", 14),
    ("Подтверждения", 50),
    ("Показатели", 16),
]


def sheet_rows(activities: QuerySet[Any], outline: Outline) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of ``COLUMNS``; activities come with their status and details."""
    for activity in activities:
        yield (
            " / ".join(map(str, outline.path(activity.direction_id))),
            activity.number,
            activity.title,
            activity.period_text,
            activity.starts_on,
            activity.due_on,
            activity.responsible_text,
            activity.expected_result,
            Status(activity.status).label,
            activity.actual_result,
            activity.reason,
            activity.postponed_to,
            "\n".join(each.url or str(each) for each in activity.evidence.all()),
            ", ".join(target.indicator_code or target.number for target in activity.targets.all()),
        )


def calendar_entries(plan: Plan) -> Iterator[Entry]:
    """Yield the open activities of ``plan`` for a calendar file. Queries: one."""
    rows: Iterable[Activity] = plan.activities.filter(state__in=OPEN_STATES).order_by("position", "pk")
    for row in rows:
        yield from _entries(row)


def _entries(row: Activity) -> Iterator[Entry]:
    """Yield one entry that repeats, or one for each occurrence where their lengths differ; none without dates."""
    schedule = schedule_of(row)
    times = occurrences(schedule)
    rule = f"{schedule.rrule};UNTIL={schedule.end:%Y%m%d}" if repeats_evenly(schedule) else ""
    for number, each in enumerate(times[:1] if rule else times, start=1):
        yield Entry(
            key=f"plans.activity-{row.pk}" + (f"-{number}" if number > 1 else ""),
            title=f"{row.number} {row.title}".strip(),
            starts_on=each.start,
            ends_on=each.end + dt.timedelta(days=1),
            url=row.get_absolute_url(),
            note="\n".join(filter(None, (schedule.text.strip(), schedule.note))),
            changed_at=row.updated_at,
            rrule=rule,
        )
