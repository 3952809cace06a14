"""What is built: the steps of each route, and what they are worth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from masterstvo.routes.building.problem import Problem, Traveller

LEARN, TRANSFER, CHECK = "learn", "transfer", "check"


@dataclass(frozen=True)
class Step:
    """One step. ``competences``: the open deficits that it serves; ``weeks``: Mondays of the working weeks that it takes.

    ``kind``: learn (then ``option`` names what), transfer, check.
    """

    kind: str
    option: str
    competences: tuple[str, ...]
    hours: int
    starts_on: date
    ends_on: date
    weeks: tuple[date, ...]


@dataclass(frozen=True)
class Route:
    """The steps of one teacher, in the order of time."""

    traveller: str
    steps: tuple[Step, ...] = ()

    @property
    def hours(self) -> int:
        """Return the hours of all steps."""
        return sum(step.hours for step in self.steps)

    @property
    def options(self) -> tuple[str, ...]:
        """Return the keys of what is taken."""
        return tuple(step.option for step in self.steps if step.kind == LEARN)

    @property
    def covered(self) -> frozenset[str]:
        """Return the competences whose learning is carried into practice and measured again."""
        kinds: dict[str, set[str]] = {}
        for step in self.steps:
            for competence in step.competences:
                kinds.setdefault(competence, set()).add(step.kind)
        return frozenset(name for name, found in kinds.items() if found >= {LEARN, TRANSFER, CHECK})


class Worth(NamedTuple):
    """What routes are compared by, in this order: teachers who get something, closed weight, fewer hours."""

    served: int
    closed: int
    saved: int

    def __add__(self, other: "Worth") -> "Worth":  # type: ignore[override]
        return Worth(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Solution:
    """A route for each teacher, in the problem's order."""

    routes: tuple[Route, ...] = field(default=())

    @cached_property
    def route(self) -> dict[str, Route]:
        """Return the routes by the teacher's key."""
        return {each.traveller: each for each in self.routes}


def closed_levels(problem: Problem, traveller: Traveller, route: Route) -> dict[str, int]:
    """Return how many levels of each open deficit ``route`` closes."""
    covered = route.covered
    return {
        each.competence: min(
            each.gap, sum(problem.option[key].gain(each.competence) for key in route.options)
        )
        if each.competence in covered
        else 0
        for each in traveller.open_deficits
    }


def worth_of_route(problem: Problem, traveller: Traveller, route: Route) -> Worth:
    """Return what one route is worth."""
    closed = closed_levels(problem, traveller, route)
    weight = sum(each.weight * closed[each.competence] for each in traveller.open_deficits)
    return Worth(int(weight > 0), weight, -route.hours)


def worth(problem: Problem, solution: Solution) -> Worth:
    """Return what all routes together are worth."""
    return sum(
        (worth_of_route(problem, problem.traveller[each.traveller], each) for each in solution.routes),
        Worth(0, 0, 0),
    )


@dataclass(frozen=True)
class Left:
    """What is left of limited seats (by option) and of mentors' hours once some routes have theirs."""

    seats: dict[str, int]
    hours: dict[str, int]


def left_over(problem: Problem, routes: Iterable[Route]) -> Left:
    """Return what ``routes`` leave of seats and of mentors' hours."""
    taken = Counter(key for route in routes for key in route.options)
    hours = {each.key: each.hours for each in problem.mentors}
    for key, times in taken.items():
        if problem.option[key].mentor:
            hours[problem.option[key].mentor] -= times * problem.option[key].hours
    return Left(
        {each.key: each.seats - taken[each.key] for each in problem.options if each.seats is not None}, hours
    )
