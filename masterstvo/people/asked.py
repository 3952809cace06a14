"""What schools are asked for at once: apps say what they ask, of whom and when, so that nobody asks the same twice without knowing it."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from masterstvo.core.dates import short_date
from masterstvo.core.words import fold
from masterstvo.organizations.models import Organization
from masterstvo.people.load import monday
from masterstvo.people.models import Employment
from masterstvo.search.stemming import stems_of

AHEAD = dt.timedelta(weeks=4)  # what a school's own page looks at
A_WEEK = dt.timedelta(days=7)
ALIKE_WORDS, ALIKE_SHARE = 2, 0.6  # of the shorter title: so many stems in common make two titles one topic
TOPIC, PEOPLE, KIND = "та же тема", "те же люди", "того же вида"


@dataclass(frozen=True)
class Request:
    """One thing that is asked of schools or of their people from ``first`` to ``last``, both inclusive.

    ``organizations``: keys of those that are named themselves: they host it, have a quota, answer as a whole; ``is_for_all``: nobody is named.
    ``topics``: what it is about, in words; ``permission``: what one must hold to follow ``url``.
    ``takes_time``: whoever is asked is busy then, all day where no hours are said.
    """

    key: str
    kind: str
    title: str
    first: dt.date
    last: dt.date
    url: str = ""
    permission: str = ""
    people: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    topics: tuple[str, ...] = ()
    is_for_all: bool = False
    starts_time: dt.time | None = None
    ends_time: dt.time | None = None
    takes_time: bool = False


@dataclass(frozen=True)
class Likeness:
    """Something asked already, and in what it is the same as what is planned."""

    request: Request
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What a school is asked for: of how many of its people, and what else asks the same."""

    request: Request
    n_people: int
    double: Likeness | None


Source = Callable[[int, dt.date, dt.date], Iterable[Request]]
_sources: dict[str, Source] = {}


def add_source(name: str, rows: Source) -> None:
    """Say what an app asks of schools; registered in ``apps.py: ready()``.

    ``rows``: callable(key of a municipality, first, last) -> what it asks between those days, both inclusive. Queries: constant.
    """
    _sources[name] = rows


def homes_of(people: Collection[int], day: dt.date) -> dict[int, int]:
    """Return {person: key of the organization that sends them}: of the main job, else of the latest one. Queries: one."""
    # Of the keys "main", "internal", "external" the main one is the last in the alphabet.
    jobs = Employment.objects.on(day).filter(person__in=people).order_by("basis", "starts_on", "-pk")
    return dict(jobs.values_list("person_id", "organization_id"))


def asked_between(municipality: int, first: dt.date, last: dt.date) -> list[Request]:
    """Return all that is asked there, by kind and day. Queries: those of the sources."""
    found = [each for rows in _sources.values() for each in rows(municipality, first, last)]
    return sorted(found, key=lambda each: (each.kind, each.first, each.last, each.title, each.key))


def asked_of(organization: Organization, day: dt.date) -> list[Asked]:
    """Return what one school and its people are asked for within four weeks from ``day`` on. Queries: those of the sources and one."""
    rows = asked_between(organization.municipality_id, day, day + AHEAD)
    homes = homes_of({person for each in rows for person in each.people}, day)
    own = []
    for each in rows:
        people = frozenset(person for person in each.people if homes.get(person) == organization.pk)
        if people or organization.pk in each.organizations:
            here = frozenset({organization.pk})
            own.append(replace(each, people=people, organizations=here, is_for_all=False))
    return [Asked(each, len(each.people), next(iter(_doubles(each, own)), None)) for each in own]


def asked_already(planned: Request, municipality: int) -> list[Likeness]:
    """Return what is asked of the same schools in the same weeks and is like ``planned``, the most alike first. Queries: those of the sources and one."""
    return alike(planned, asked_in_weeks(municipality, planned.first, planned.last))


def asked_in_weeks(municipality: int, first: dt.date, last: dt.date) -> list[Request]:
    """Return all that is asked in the weeks from ``first`` to ``last``. Queries: those of the sources."""
    return asked_between(municipality, monday(first), monday(last) + A_WEEK - dt.timedelta(days=1))


def alike(planned: Request, rows: list[Request]) -> list[Likeness]:
    """Return what of ``rows``, asked in the same weeks, is like ``planned``, the most alike first. Queries: one."""
    homes = homes_of({person for each in (planned, *rows) for person in each.people}, planned.first)
    return _doubles(_placed(planned, homes), [_placed(each, homes) for each in rows], weakest=KIND)


def _placed(request: Request, homes: dict[int, int]) -> Request:
    """Name the schools of the people who are asked."""
    places = {homes[person] for person in request.people if person in homes}
    return replace(request, organizations=request.organizations | places)


def _doubles(planned: Request, rows: Iterable[Request], *, weakest: str = PEOPLE) -> list[Likeness]:
    """Return the requests of the same weeks that are like ``planned``. ``weakest``: of the reasons that are enough by themselves."""
    enough = {TOPIC, PEOPLE, weakest}
    found = [
        Likeness(each, reasons)
        for each in rows
        if each.key != planned.key
        and monday(each.first) <= monday(planned.last)
        and monday(planned.first) <= monday(each.last)
        and enough & set(reasons := _reasons(planned, each))
    ]
    return sorted(found, key=lambda each: (TOPIC not in each.reasons, PEOPLE not in each.reasons))


def _reasons(one: Request, other: Request) -> tuple[str, ...]:
    same_place = bool(one.organizations & other.organizations)
    if not same_place and not one.is_for_all and not other.is_for_all:
        return ()
    return tuple(
        reason
        for reason, holds in (
            (TOPIC, _is_one_topic(one, other)),
            (PEOPLE, one.kind == other.kind and _are_the_same_people(one, other)),
            (KIND, same_place and one.kind == other.kind),
        )
        if holds
    )


def _are_the_same_people(one: Request, other: Request) -> bool:
    """Tell whether half of the fewer are asked twice: one in common among dozens is no double."""
    common = len(one.people & other.people)
    return bool(common) and 2 * common >= min(len(one.people), len(other.people))


def _is_one_topic(one: Request, other: Request) -> bool:
    if {fold(each) for each in one.topics} & {fold(each) for each in other.topics}:
        return True
    words, others = set(stems_of([one.title])), set(stems_of([other.title]))
    common = words & others
    return len(common) >= ALIKE_WORDS and len(common) >= ALIKE_SHARE * min(len(words), len(others))


def shown(found: Iterable[Likeness], user: Any) -> list[tuple[Likeness, str]]:
    """Return the likenesses with the addresses that ``user`` may follow, "" for others."""
    return [(each, address(each.request, user)) for each in found]


def days(request: Request) -> str:
    first, last = short_date(request.first), short_date(request.last)
    return first if first == last else f"{first} – {last}"


def address(request: Request, user: Any) -> str:
    """Return where ``user`` may read of it, or ""."""
    return request.url if request.permission and user.has_perm(request.permission) else ""
