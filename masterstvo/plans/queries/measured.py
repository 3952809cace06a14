"""Indicators beside their targets: the fact, the plan, and how far it is from one to the other."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from masterstvo.core.dates import MONTHS
from masterstvo.indicators.choices import Measure
from masterstvo.indicators.evaluation import Evaluation, Period, Scope, Value, gap, report_period
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.organizations.models import Municipality
from masterstvo.plans.choices import Op, Unit
from masterstvo.plans.models import Plan, Target, TargetValue
from masterstvo.plans.queries.plan import current_plan


@dataclass(frozen=True)
class Measured:
    """An indicator on a date. ``goal`` is None when the plan sets none; ``gap`` None when there is nothing to compare."""

    indicator: Indicator
    value: Value
    target: Target | None
    goal: TargetValue | None
    gap: int | None
    state: str  # a key of the state component: reached, at_risk, missed, unknown, or "" without a target

    @property
    def is_part(self) -> bool:
        return self.indicator.parent_id is not None


def measured_indicators(municipality: Municipality, as_of: dt.date) -> list[Measured]:
    """Return every definition in force with its value and the target of the plan of that year. Queries: constant."""
    indicators = indicators_in_force(as_of, municipality)
    evaluation = Evaluation(
        indicators, scope=Scope(municipality_id=municipality.pk), period=report_period(as_of)
    )
    targets = targets_by_code(current_plan(municipality, as_of))
    return [measured(indicator, evaluation.value(indicator), targets, as_of) for indicator in indicators]


def measured(indicator: Indicator, value: Value, targets: dict[str, Target], as_of: dt.date) -> Measured:
    """Put ``value`` beside the target that the plan sets for it."""
    target = targets.get(indicator.code)
    goal = goal_of(target, value.measure, as_of.year) if target else None
    short = gap(value, op=goal.op, target=goal.value) if goal else None
    return Measured(indicator, value, target, goal, short, _state(goal, short, as_of))


def targets_by_code(plan: Plan | None) -> dict[str, Target]:
    """Return {code: target} of ``plan``; the first one wins where two name one code. Queries: two."""
    if plan is None:
        return {}
    found: dict[str, Target] = {}
    rows = plan.targets.exclude(indicator_code="").prefetch_related("values").order_by("position", "pk")
    for target in rows:
        found.setdefault(target.indicator_code, target)
    return found


def goal_of(target: Target, measure: str, year: int) -> TargetValue | None:
    """Return the number of ``target`` that speaks of this ``year`` in the unit of the ``measure``."""
    unit = Unit.PERCENT if measure == Measure.SHARE else Unit.COUNT
    fitting = [value for value in target.values.all() if value.unit == unit and value.year in (None, year)]
    # «10 %, из них 3 %; 1 %»: the number of the whole comes first or is called so.
    return min(
        fitting,
        key=lambda value: (value.year is None, value.label not in ("", "всего"), value.position),
        default=None,
    )


def _state(goal: TargetValue | None, short: int | None, as_of: dt.date) -> str:
    if goal is None:
        return ""
    if short is None:
        return "unknown"
    if short == 0:
        return "reached"
    return "missed" if (as_of.month, as_of.day) == (12, 31) else "at_risk"


@dataclass(frozen=True)
class Course:
    """A year by months: the numerator at the end of each, where it leads at the pace of the last three, and the plan.

    ``start``: how many months are not told, from January on.
    """

    values: list[int]
    forecast: list[Decimal]
    plan: Decimal | None
    start: int = 0

    @property
    def months(self) -> tuple[str, ...]:
        return MONTHS[self.start : self.start + len(self.values)]


def course_of_year(
    found: Measured, municipality: Municipality, as_of: dt.date, *, is_told: Callable[[Value], bool]
) -> Course:
    """Evaluate ``found`` at the end of each month up to ``as_of``; what is told begins after the last month that is not.

    Queries: some for each month, whatever the rows.
    """
    scope = Scope(municipality_id=municipality.pk)
    values, words = [], None
    for day in _month_ends(as_of)[:-1]:
        period = Period(dt.date(as_of.year, 1, 1), day)
        evaluation = Evaluation([found.indicator], scope=scope, period=period, dictionary=words)
        values.append(evaluation.value(found.indicator))
        words = evaluation.dictionary
    values.append(found.value)
    start = max((month for month, value in enumerate(values, start=1) if not is_told(value)), default=0)
    told = [value.numerator for value in values[start:]]
    return Course(told, forecast(told, start=start), needed(found), start)


def _month_ends(as_of: dt.date) -> list[dt.date]:
    firsts = [dt.date(as_of.year, month, 1) for month in range(2, as_of.month + 1)]
    return [*(first - dt.timedelta(days=1) for first in firsts), as_of]


def forecast(values: Sequence[int], *, start: int = 0) -> list[Decimal]:
    """Return the coming months at the pace of the last three; a falling line stays level: people are not lost by waiting."""
    if len(values) < 2:
        return []
    behind = min(3, len(values) - 1)
    pace = max(Decimal(values[-1] - values[-1 - behind]) / behind, Decimal(0))
    return [values[-1] + pace * month for month in range(1, 13 - start - len(values))]


def needed(found: Measured) -> Decimal | None:
    """Return the plan in whole members: 10 % of 248 is 25, «more than 10 %» of 250 is 26."""
    if found.goal is None or found.gap is None or found.goal.op in (Op.AT_MOST, Op.LESS):
        return None
    if found.value.measure == Measure.SUM:
        return found.goal.value
    exact = Fraction(found.goal.value)
    if found.value.measure == Measure.SHARE:
        exact = exact * (found.value.denominator or 0) / 100
    return Decimal(floor(exact) + 1 if found.goal.op == Op.MORE else ceil(exact))
