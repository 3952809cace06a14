"""The least teacher and the least option that are valid; what a test relies on, it writes."""

import datetime as dt

from masterstvo.routes.building import Deficit, Level, Option, Problem, Solution, Traveller

START = dt.date(2026, 9, 7)  # a Monday
WEEK = dt.timedelta(weeks=1)


def week(number: int) -> dt.date:
    """Return the Monday of the week ``number`` of the route, the first being 0."""
    return START + WEEK * number


def teacher(
    key="anna", *, gaps=None, weights=None, hours=72, free_hours=8, n_weeks=12, **values
) -> Traveller:
    gaps = {"ict": 1} if gaps is None else gaps
    deficits = tuple(
        Deficit(name, name.upper(), level=0, target=gap, weight=(weights or {}).get(name, 1))
        for name, gap in gaps.items()
    )
    values = {"starts_on": START, "ends_on": week(n_weeks), **values}
    return Traveller(key, deficits, hours, free_hours, **values)


def option(key, *, gains=None, hours=8, first=0, n_weeks=12, **values) -> Option:
    """Return self-study that may be put into ``n_weeks`` weeks from the week ``first`` on."""
    gains = tuple(Level(name, levels) for name, levels in (gains or {"ict": 1}).items())
    return Option(
        key, values.pop("kind", "self_study"), key.capitalize(), hours, week(first), week(first + n_weeks), gains, **values
    )  # fmt: skip


def course(key, *, first, n_weeks=1, **values) -> Option:
    """Return a course that happens in ``n_weeks`` weeks from the week ``first`` on."""
    return option(key, kind="course", is_dated=True, first=first, n_weeks=n_weeks, **values)


def problem(travellers, options, **values) -> Problem:
    travellers = (travellers,) if isinstance(travellers, Traveller) else tuple(travellers)
    return Problem(travellers, tuple(options), **values)


def told(solution: Solution, key="anna") -> list[tuple]:
    """Return the steps of a route as (kind, option or competence, number of the first week, number of weeks)."""
    return [
        (step.kind, step.option or step.competences[0], (step.weeks[0] - START) // WEEK, len(step.weeks))
        for step in solution.route[key].steps
    ]
