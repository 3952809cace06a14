"""What apps above add to practices: panels and links of the effect chain, competences, and what they do when one was repeated."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from masterstvo.core.listing import Place
from masterstvo.practices.models import Practice, Repeat

detail = Place()  # panels on the page of a practice: routes that take it, sessions where it was shown

Competences = Callable[[int | None, dt.date], Iterable[tuple[str, str]]]
_competences: list[Competences] = []


def set_competences(source: Competences) -> None:
    """Say which competences there are: callable(municipality's key, day) -> (key, title). Diagnostics is a neighbour, so an app above does."""
    _competences[:] = [source]


def competences(municipality: int | None, day: dt.date) -> dict[str, str]:
    """Return {key: title} of what a practice may name; nothing where no app knows competences."""
    return {key: title for source in _competences for key, title in source(municipality, day)}


@dataclass(frozen=True)
class Follower:
    """``told``: called in the transaction that writes or corrects a repeat; ``removed``: in the one that takes it out, before it is gone."""

    told: Callable[[Repeat, Any], None]
    removed: Callable[[Repeat, Any], None]


_followers: list[Follower] = []


def add_follower(follower: Follower) -> None:
    """Registered in ``apps.py: ready()``."""
    if follower not in _followers:
        _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    return tuple(_followers)


@dataclass(frozen=True)
class Shown:
    """How a practice was shown: on how many occasions, to how many people, and who of them was there."""

    n_times: int
    people: frozenset[int]


_showings: list[Callable[[Practice], Shown]] = []


def set_showings(source: Callable[[Practice], Shown]) -> None:
    """Say who tells where a practice was shown. Events are neighbours, so an app above does. Queries: two at most."""
    _showings[:] = [source]


def shown(practice: Practice) -> Shown:
    return next((source(practice) for source in _showings), Shown(0, frozenset()))
