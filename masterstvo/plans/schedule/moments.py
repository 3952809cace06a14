"""What follows from a schedule: its occurrences, its due day, since when it is overdue, the months of the year view."""

from datetime import date, datetime, time
from typing import NamedTuple

from dateutil.rrule import rrulestr

from .resolve import DAY, month_end, runs
from .schedule import Schedule


class Occurrence(NamedTuple):
    """One time a thing is to be done: from ``start`` to ``end``, due on ``end``."""

    start: date
    end: date


class MonthCell(NamedTuple):
    """One month of the year view."""

    touched: bool
    due: bool


def occurrences(schedule: Schedule) -> list[Occurrence]:
    """Return when the thing is to be done, in order; empty for a schedule without dates."""
    if schedule.end is None:
        return []
    if schedule.start is None:
        return [Occurrence(schedule.end, schedule.end)]
    if not schedule.rrule:
        return [Occurrence(schedule.start, schedule.end)]
    starts = recurrence_days(schedule)
    parts = rule_parts(schedule.rrule)
    if {"BYMONTHDAY", "BYYEARDAY", "BYDAY"} & parts.keys() or parts["FREQ"] == "DAILY":
        joined = runs(starts, by_month=False) if schedule.kind == "range" else [(day, day) for day in starts]
    elif "BYMONTH" in parts:
        firsts = [max(day.replace(day=1), schedule.start) for day in starts]
        each = [(day, month_end(day.year, day.month)) for day in firsts]
        joined = each if schedule.kind == "months" else runs(firsts, by_month=True)
    else:
        joined = list(zip(starts, [day - DAY for day in starts[1:]] + [schedule.end], strict=True))
    return [Occurrence(start, min(end, schedule.end)) for start, end in joined]


def due_on(schedule: Schedule) -> date | None:
    """Return the last day by which the thing must be done; None where no date is known."""
    if not schedule.rrule:
        return schedule.end
    times = occurrences(schedule)
    return times[-1].end if times else schedule.end


def overdue_since(schedule: Schedule, today: date, *, done: int | None = None) -> date | None:
    """Return the first day on which the thing was late, or None while it is not.

    ``done``: how many occurrences are fulfilled already; without it only the last one counts.
    """
    if done is None:
        due = due_on(schedule)
    else:
        left = occurrences(schedule)[done:]
        due = left[0].end if left else None
    return due + DAY if due and today > due else None


def month_cells(schedule: Schedule, year: int) -> tuple[MonthCell, ...]:
    """Return the twelve months of ``year``: which of them the schedule touches, in which it is due."""
    times = occurrences(schedule)
    cells = []
    for month in range(1, 13):
        first, last = date(year, month, 1), month_end(year, month)
        touched = any(each.start <= last and each.end >= first for each in times)
        cells.append(MonthCell(touched, any(first <= each.end <= last for each in times)))
    return tuple(cells)


def recurrence_days(schedule: Schedule) -> list[date]:
    """Return the days that the rule of a schedule names between its start and its end."""
    if schedule.start is None or schedule.end is None:
        return []
    first, last = (datetime.combine(day, time()) for day in (schedule.start, schedule.end))
    return [
        moment.date() for moment in rrulestr(schedule.rrule, dtstart=first).between(first, last, inc=True)
    ]


def repeats_evenly(schedule: Schedule) -> bool:
    """Tell whether the rule of a schedule says all its occurrences: a rule repeats one length, and months differ."""
    times = occurrences(schedule)
    same_length = len({each.end - each.start for each in times}) == 1
    return (
        bool(schedule.rrule) and same_length and [each.start for each in times] == recurrence_days(schedule)
    )


def rule_parts(rrule: str) -> dict[str, str]:
    """Return the parts of an RFC 5545 rule by name."""
    return dict(part.split("=", 1) for part in rrule.split(";"))
