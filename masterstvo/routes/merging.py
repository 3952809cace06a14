"""What a changed template proposes to a route that was made from it. Pure: plain values in, plain values out.

Steps of two versions are the same step when their keys are. A step of the route that is done or not needed is never touched, and
of a step that changed only what changed in the template: what was moved by hand meanwhile stays.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

FIELDS = ("kind", "title", "hours", "week", "weeks", "competences", "evidence")
WEEK = dt.timedelta(weeks=1)


class What(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Intent:
    """A step as a version of a template plans it. Units: academic hours; ``week``: 1 is the first of the route."""

    key: str
    kind: str
    title: str
    hours: int = 1
    week: int = 1
    weeks: int = 1
    competences: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True)
class Proposed:
    """One difference. ``before`` and ``after``: the step in the version known and in the new one, None where it has none."""

    key: str
    what: What
    before: Intent | None
    after: Intent | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of what changed."""
        if self.before is None or self.after is None:
            return FIELDS
        return tuple(name for name in FIELDS if getattr(self.before, name) != getattr(self.after, name))

    @property
    def title(self) -> str:
        told = self.after or self.before
        return told.title if told else ""


def differences(before: Iterable[Intent], after: Iterable[Intent]) -> list[Proposed]:
    """Return what ``after`` changes, in its order, what it lacks last."""
    known, new = ({each.key: each for each in steps} for steps in (before, after))
    found = [
        Proposed(key, What.CHANGED if key in known else What.ADDED, known.get(key), step)
        for key, step in new.items()
        if known.get(key) != step
    ]
    return found + [Proposed(key, What.REMOVED, step, None) for key, step in known.items() if key not in new]


def proposals(
    before: Iterable[Intent], after: Iterable[Intent], *, there: Collection[str], planned: Collection[str]
) -> list[Proposed]:
    """Return which of the differences a route may still take.

    ``there``: keys of all its steps; ``planned``: of those neither done nor given up. What somebody took out by hand does not come back.
    """
    return [
        each
        for each in differences(before, after)
        if (each.key not in there if each.what == What.ADDED else each.key in planned)
    ]


def days_of(
    step: Intent, starts_on: dt.date, *, not_before: dt.date | None = None
) -> tuple[dt.date, dt.date]:
    """Return the days ``[first, last)`` of a step on a route that begins on ``starts_on``.

    ``not_before``: where its weeks have passed already, it begins on this day and keeps its length.
    """
    first = starts_on + WEEK * (step.week - 1)
    if not_before and first < not_before:
        first = not_before
    return first, first + WEEK * step.weeks
