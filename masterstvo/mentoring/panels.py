"""What apps above tell mentoring: competences are a neighbour's, so strengths are keys whose titles come from there (ADR 0039)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from masterstvo.people.models import Person

Strengths = Callable[[int | None, dt.date], Iterable[tuple[str, str]]]
Closed = Callable[[Any, Any, dt.date, dt.date], Iterable[str]]


@dataclass(frozen=True)
class Deficit:
    """What a person lacks. ``key``: of the competence, as strengths have it."""

    person: int
    key: str
    title: str
    since: dt.date


Deficits = Callable[[Any, QuerySet[Person]], Iterable[Deficit]]


@dataclass(frozen=True)
class Follower:
    """``over``: called when a pair is closed, or another mentor goes on, with the pair that follows or None; ``removed``: before it is gone."""

    over: Callable[[Any, Any, Any], None]
    removed: Callable[[Any, Any], None]


_followers: list[Follower] = []
_strengths: list[Strengths] = []
_deficits: list[Deficits] = []
_closed: list[Closed] = []


def add_strengths(source: Strengths) -> None:
    """``source``: callable(municipality's key, day) -> (key, title) of what a mentor may be strong in. Queries: constant."""
    if source not in _strengths:
        _strengths.append(source)


def add_deficits(source: Deficits) -> None:
    """``source``: callable(user, people) -> their open deficits, none where the user may not know them. Queries: constant."""
    if source not in _deficits:
        _deficits.append(source)


def add_closed_deficits(source: Closed) -> None:
    """``source``: callable(user, person, first, last) -> titles of deficits closed in these days, none where the user may not know them."""
    if source not in _closed:
        _closed.append(source)


def add_follower(follower: Follower) -> None:
    """Registered in ``apps.py: ready()``; called in the transaction that writes."""
    if follower not in _followers:
        _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    return tuple(_followers)


def strengths_here(municipality: int | None, day: dt.date) -> dict[str, str]:
    """Return {key: title} of all that a mentor of the municipality may be strong in."""
    return {key: title for source in _strengths for key, title in source(municipality, day)}


def known_deficits(user: Any, people: QuerySet[Person]) -> dict[int, list[Deficit]]:
    """Return {person: open deficits}, only those of which ``user`` may know. Queries: one a source, however many people."""
    found: dict[int, list[Deficit]] = defaultdict(list)
    for source in _deficits:
        for each in source(user, people):
            found[each.person].append(each)
    return found


def deficits_of(user: Any, person: Person) -> list[str]:
    """Return the keys of the competences in which ``user`` may know that ``person`` lacks something."""
    known = known_deficits(user, Person.objects.filter(pk=person.pk))
    return sorted({each.key for each in known.get(person.pk, ())})


def closed_deficits(user: Any, person: Any, first: dt.date, last: dt.date) -> list[str]:
    return [title for source in _closed for title in source(user, person, first, last)]
