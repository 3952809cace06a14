"""One ledger of the hours that learning takes beside lessons: apps say what they add, week by week. Units: academic hours."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.audit import record
from masterstvo.core.dates import monday
from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.people.models import Person

Row = tuple[int, dt.date, dt.date, int]  # person, first day, first day after, hours


@dataclass(frozen=True)
class Source:
    """What one app adds. ``rows``: of the people with these keys, all that is still to be done, goes on or was done since Monday. Queries: one."""

    title: str
    rows: Callable[[Collection[int]], Iterable[Row]]


@dataclass(frozen=True)
class Overload:
    """A week of a person that holds more than the limit."""

    person: int
    week: dt.date
    hours: int
    limit: int


@dataclass(frozen=True)
class Week:
    """What one person has planned in the week from ``monday`` on. ``parts``: (title of a source, hours), never what exactly."""

    monday: dt.date
    hours: int
    limit: int
    parts: tuple[tuple[str, int], ...]

    @property
    def is_too_full(self) -> bool:
        return self.hours > self.limit


class TooMuchAtOnce(DomainError):
    field = "reason"


_sources: dict[str, Source] = {}


def add_source(name: str, title: str, rows: Callable[[Collection[int]], Iterable[Row]]) -> None:
    """Say what an app adds to the ledger; registered in ``apps.py: ready()``."""
    _sources[name] = Source(title, rows)


def sources() -> dict[str, Source]:
    return dict(_sources)


def planned_hours(
    people: Collection[int], *, leaving_out: Collection[str] = ()
) -> dict[int, dict[dt.date, int]]:
    """Return {person: {Monday: hours}} of all sources but those left out. Queries: one a source.

    Hours of what lasts several weeks are spread over them, rounded up.
    """
    found: dict[int, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
    for source in (each for name, each in _sources.items() if name not in leaving_out):
        for person, week, hours in _spread(source, people):
            found[person][week] += hours
    return {person: dict(weeks) for person, weeks in found.items()}


def weeks_ahead(person: int, day: dt.date) -> list[Week]:
    """Return the weeks from ``day`` on in which a person has something planned, the nearest first. Queries: one a source and one at most."""
    parts: dict[dt.date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for source in _sources.values():
        for _, week, hours in _spread(source, [person]):
            if week >= monday(day):
                parts[week][source.title] += hours
    limit = weekly_limit(day) if parts else 0
    return [
        Week(week, sum(found.values()), limit, tuple(found.items())) for week, found in sorted(parts.items())
    ]


def _spread(source: Source, people: Collection[int]) -> Iterator[tuple[int, dt.date, int]]:
    """Tell the hours of each person's weeks: what lasts several is spread over them, rounded up."""
    for person, starts_on, ends_on, hours in source.rows(people):
        for week, part in hours_by_week(starts_on, ends_on, hours).items():
            yield person, week, part


def hours_by_week(starts_on: dt.date, ends_on: dt.date, hours: int) -> dict[dt.date, int]:
    """Return {Monday: hours} of what lasts from ``starts_on`` to the day before ``ends_on``, rounded up."""
    weeks = _weeks(starts_on, ends_on)
    return dict.fromkeys(weeks, -(-hours // len(weeks)))


def _weeks(starts_on: dt.date, ends_on: dt.date) -> list[dt.date]:
    first = monday(starts_on)
    last = max(first, monday(ends_on - dt.timedelta(days=1)))
    return [first + dt.timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]


def weekly_limit(day: dt.date) -> int:
    """Return how many hours a week may be planned without a word of reason. Queries: one.

    It is a word of the dictionary with its term of validity; where none is in force the shipped one holds.
    """
    return min(terms.numbers_in_force("weekly_load", day))


def overloaded(people: Collection[int], day: dt.date) -> list[Overload]:
    """Return the weeks from ``day`` on that hold more than the limit, drafts included, the nearest first. Queries: one a source and one."""
    limit = weekly_limit(day)
    found = [
        Overload(person, week, hours, limit)
        for person, weeks in planned_hours(people).items()
        for week, hours in weeks.items()
        if hours > limit and week >= monday(day)
    ]
    return sorted(found, key=lambda each: (each.week, each.person))


def check_load(
    people: Collection[int],
    *,
    by: Any,
    about: Any,
    within: tuple[dt.date | None, dt.date | None] = (None, None),
    reason: str = "",
) -> None:
    """Refuse, and with it the transaction, when a week of somebody becomes too full and nobody says why.

    Called after the write that adds hours, inside its transaction; ``about``: what was written; ``within``: its first day and the first
    day after: other weeks were full before. Raises: TooMuchAtOnce.
    """
    first, end = within
    weeks = [
        each
        for each in overloaded(people, timezone.localdate())
        if (first is None or each.week >= monday(first)) and (end is None or each.week < end)
    ]
    if not weeks:
        return
    if not reason.strip():
        raise TooMuchAtOnce(_too_much(weeks))
    fullest = max(weeks, key=lambda each: each.hours)
    record(
        by, "people.overload", about, changes={"weekly_load": (fullest.limit, fullest.hours)}, reason=reason
    )


def _too_much(weeks: list[Overload]) -> str:
    first = weeks[0]
    hours = counted(first.hours, "час", "часа", "часов")
    busy = {each.person for each in weeks}
    if len(busy) == 1:
        return (
            f"На неделе с {first.week:%d.%m.%Y} выйдет {hours} при пороге {first.limit}. "
            "Выберите другие дни или напишите, почему так нужно."
        )
    who = counted(len(busy), "человека", "человек", "человек")
    named = Person.objects.filter(pk=first.person).first()
    return (
        f"У {who} выйдет больше {first.limit} ч в неделю, например {named} на неделе с {first.week:%d.%m.%Y} – {hours}. "
        "Выберите другие дни или напишите, почему так нужно."
    )
