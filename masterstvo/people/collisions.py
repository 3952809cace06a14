"""What a planned thing runs into, told in words: days of examinations, the same people elsewhere, a school that is left by many, full weeks.

Apps say what is held when and for whom through ``people.asked``; here it is compared by days and hours. It is told, never refused (ADR 0031).
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable

from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.dates import day_named, monday, short_date
from masterstvo.core.numbers import counted
from masterstvo.core.words import quoted
from masterstvo.organizations.models import Organization
from masterstvo.people.asked import Request, homes_of
from masterstvo.people.load import overloaded
from masterstvo.people.models import Person

NAMED_AT_MOST = 5
MANY_FROM_SCHOOL = 3  # so many people of one school away on one day are worth a word
A_DAY = dt.timedelta(days=1)


def exam_days(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Return the days of examinations between two days, both inclusive: words of the dictionary whose keys are days. Queries: one."""
    found = {day_named(key): title for key, title in terms.titles("exam_day").items()}
    return sorted((day, title) for day, title in found.items() if day and first <= day <= last)


def collisions(planned: Request, asked: Iterable[Request], *, names: bool) -> list[str]:
    """Return in words what is in the way of ``planned`` among what is ``asked`` in the same weeks.

    ``names``: whether the reader may know who it is and how many; a leader without a role is told only that there are some (ADR 0046). Queries: five at most.
    """
    others = [each for each in asked if each.key != planned.key and is_at_once(planned, each)]
    return [
        *(f"{short_date(day)} – {title}." for day, title in exam_days(planned.first, planned.last)),
        *_same_people(planned, others, names),
        *_same_schools(planned, others, names),
        *_full_weeks(planned, names),
    ]


def is_at_once(one: Request, other: Request) -> bool:
    """Tell whether two things take the time of the same hours; hours that are not known are the whole day."""
    if not other.takes_time or one.last < other.first or other.last < one.first:
        return False
    if one.first != one.last or other.first != other.last:
        return True
    return not (_is_before(one, other) or _is_before(other, one))


def _is_before(one: Request, other: Request) -> bool:
    return bool(one.ends_time and other.starts_time and one.ends_time <= other.starts_time)


def _same_people(planned: Request, others: Iterable[Request], names: bool) -> list[str]:
    both = {each: planned.people & each.people for each in others if planned.people & each.people}
    known = Person.objects.in_bulk(set().union(*both.values())) if both and names else {}
    return [
        f"В это же время – {each.kind} {quoted(each.title)}{_hour(each)}; там нужны и "
        + (_listed([known[key] for key in people]) if names else "те, кого ждут здесь.")
        for each, people in both.items()
    ]


def _hour(request: Request) -> str:
    return f", {request.starts_time:%H:%M}" if request.starts_time else ""


def _listed(people: Collection[Person]) -> str:
    """Return the names as the end of a sentence."""
    told = sorted(person.short_name for person in people)
    more = len(told) - NAMED_AT_MOST
    shown = ", ".join(told[:NAMED_AT_MOST])
    if more > 0:
        return f"{shown} и ещё {counted(more, 'человек', 'человека', 'человек')}."
    return shown if shown.endswith(".") else f"{shown}."


def _same_schools(planned: Request, others: Collection[Request], names: bool) -> list[str]:
    """Tell of schools from which many people are away at these hours, here and elsewhere together."""
    elsewhere = frozenset().union(*(each.people for each in others))
    if not planned.people or not elsewhere:
        return []
    homes = homes_of(planned.people | elsewhere, planned.first)
    away = Counter(homes.values())
    both = {homes[key] for key in planned.people & homes.keys()} & {
        homes[key] for key in elsewhere & homes.keys()
    }
    crowded = [key for key in both if away[key] >= MANY_FROM_SCHOOL]
    places = Organization.objects.filter(pk__in=crowded).order_by("title", "pk") if crowded else ()
    return [
        f"{each}: в это время заняты "
        + (counted(away[each.pk], "человек", "человека", "человек") if names else "многие")
        + "."
        for each in places
    ]


def _full_weeks(planned: Request, names: bool) -> list[str]:
    week = monday(planned.first)
    today = timezone.localdate()
    full = [each for each in overloaded(planned.people, today) if each.week == week] if planned.people else []
    if not full:
        return []
    known = Person.objects.in_bulk({each.person for each in full}) if names else {}
    told = f"На неделе с {short_date(week)} у кого-то больше {full[0].limit} ч"
    return [f"{told}: {_listed(known.values())}" if names else f"{told}."]
