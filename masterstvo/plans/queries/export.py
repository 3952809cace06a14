"""A plan for Excel and for a calendar."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from masterstvo.plans.choices import OPEN_STATES, Status
from masterstvo.plans.models import Activity, Plan
from masterstvo.plans.queries.activity import Outline
from masterstvo.plans.queries.written import schedule_of
from masterstvo.plans.schedule import to_ical

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


def calendar(plan: Plan, host: str) -> str:
    """Return the open activities of ``plan`` as an iCalendar file."""
    rows: Iterable[Activity] = plan.activities.filter(state__in=OPEN_STATES).order_by("position", "pk")
    events = "".join(
        to_ical(
            schedule_of(row), f"{row.number} {row.title}".strip(), f"activity-{row.pk}@{host}", row.updated_at
        )
        for row in rows
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Masterstvo//plan//RU\r\n{events}END:VCALENDAR\r\n"
