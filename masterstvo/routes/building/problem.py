"""What a route is built from: teachers with deficits and hours, and the catalogue of what they may do.

Units: hours are academic hours; gains, levels and gaps are whole levels of a competence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

KINDS = (
    "course", "internship", "event", "community", "practice", "mentoring", "visit", "open_lesson", "self_study",
)  # fmt: skip


@dataclass(frozen=True)
class Deficit:
    """A competence in which a teacher stands below the level asked for. ``weight``: how much one closed level is worth."""

    competence: str
    title: str
    level: int
    target: int
    weight: int = 1

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError(f"{self.competence}: the weight of a deficit is at least 1")

    @property
    def gap(self) -> int:
        """Return how many levels are missing."""
        return max(0, self.target - self.level)


@dataclass(frozen=True)
class Level:
    """So many levels of a competence: what an option gives, or what it asks for."""

    competence: str
    levels: int


@dataclass(frozen=True)
class Option:
    """Something that a teacher may do.

    ``starts_on``, ``ends_on``: when it happens (``is_dated``), or the window in which it may be put for ``weeks`` weeks.
    ``is_distance``: it goes on over weeks without work; anything else with dates cannot be taken when they touch one.
    ``programme``: sessions of one programme share it, and nobody takes two of them.
    ``requires``: keys or programmes that come before it; ``requires_levels``: levels reached before it.
    ``is_off_the_job``: the teacher is freed from lessons; it costs no free hours of the week, but fills its days.
    ``mentor``: whose hours it takes.
    """

    key: str
    kind: str
    title: str
    hours: int
    starts_on: date
    ends_on: date
    gains: tuple[Level, ...]
    is_dated: bool = False
    weeks: int = 1
    programme: str = ""
    requires: tuple[str, ...] = ()
    requires_levels: tuple[Level, ...] = ()
    seats: int | None = None
    mentor: str = ""
    is_distance: bool = False
    is_off_the_job: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.key}: unknown kind {self.kind!r}")
        if self.hours < 1 or self.weeks < 1 or self.ends_on <= self.starts_on:
            raise ValueError(f"{self.key}: hours, weeks and the window must be positive")
        if any(each.levels < 1 for each in self.gains):
            raise ValueError(f"{self.key}: a gain is at least one level")
        if len({each.competence for each in self.gains}) < len(self.gains):
            raise ValueError(f"{self.key}: a competence is gained twice")

    @property
    def names(self) -> tuple[str, ...]:
        """Return what a prerequisite may call it."""
        return (self.key, self.programme) if self.programme else (self.key,)

    def gain(self, competence: str) -> int:
        """Return how many levels of ``competence`` it gives."""
        return self._gain.get(competence, 0)

    @cached_property
    def _gain(self) -> dict[str, int]:
        return {each.competence: each.levels for each in self.gains}


@dataclass(frozen=True)
class Mentor:
    """Somebody whose hours are limited. Options name the mentor by ``key``."""

    key: str
    title: str
    hours: int


@dataclass(frozen=True)
class Traveller:
    """A teacher who gets a route in ``[starts_on, ends_on)``.

    ``hours``: of the whole route. ``free_hours``: of an ordinary week, from which ``planned`` (by Monday) is taken.
    ``weeks_off``: Mondays of weeks without work. ``done``: keys and programmes that count as passed.
    ``barred``: options that are not for this teacher. ``levels``: of competences without a deficit.
    """

    key: str
    deficits: tuple[Deficit, ...]
    hours: int
    free_hours: int
    starts_on: date
    ends_on: date
    planned: Mapping[date, int] = field(default_factory=dict)
    weeks_off: frozenset[date] = frozenset()
    done: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    levels: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [each.competence for each in self.deficits]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.key}: a competence has two deficits")

    @cached_property
    def open_deficits(self) -> tuple[Deficit, ...]:
        """Return the deficits with something left to close."""
        return tuple(each for each in self.deficits if each.gap)

    def level(self, competence: str) -> int:
        """Return the level now; 0 where nobody knows it."""
        known = {each.competence: each.level for each in self.deficits}
        return known.get(competence, self.levels.get(competence, 0))


@dataclass(frozen=True)
class Norms:
    """What follows learning: hours of the transfer and the re-measurement, and how many working weeks later each begins."""

    transfer_hours: int = 2
    transfer_after: int = 1
    check_hours: int = 1
    check_after: int = 2

    def __post_init__(self) -> None:
        if min(self.transfer_hours, self.transfer_after, self.check_hours, self.check_after) < 1:
            raise ValueError(
                "transfer and re-measurement take at least an hour and come at least a week later"
            )

    @property
    def closing_hours(self) -> int:
        """Return what closing one deficit costs besides learning."""
        return self.transfer_hours + self.check_hours


@dataclass(frozen=True)
class Problem:
    """One teacher or a whole school, and the catalogue that they share."""

    travellers: tuple[Traveller, ...]
    options: tuple[Option, ...]
    mentors: tuple[Mentor, ...] = ()
    norms: Norms = Norms()

    def __post_init__(self) -> None:
        for rows in (self.travellers, self.options, self.mentors):
            keys = [row.key for row in rows]
            if len(set(keys)) < len(keys):
                raise ValueError("keys repeat")
        unknown = {each.mentor for each in self.options if each.mentor} - {each.key for each in self.mentors}
        if unknown:
            raise ValueError(f"unknown mentors: {', '.join(sorted(unknown))}")

    @cached_property
    def option(self) -> dict[str, Option]:
        """Return the catalogue by key."""
        return {each.key: each for each in self.options}

    @cached_property
    def traveller(self) -> dict[str, Traveller]:
        """Return the teachers by key."""
        return {each.key: each for each in self.travellers}

    @cached_property
    def mentor(self) -> dict[str, Mentor]:
        """Return the mentors by key."""
        return {each.key: each for each in self.mentors}
