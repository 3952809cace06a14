"""What is known of each target on the report's date: its plan, the computed or written fact, and what is missing."""

import operator
from dataclasses import dataclass
from decimal import Decimal

from masterstvo.core.numbers import format_decimal, format_percent, format_share
from masterstvo.indicators.evaluation import Value, gap
from masterstvo.plans.choices import Op, Unit
from masterstvo.plans.models import Target, TargetValue
from masterstvo.plans.queries.written import written_number
from masterstvo.reports.queries import ReportFacts

NO_FACT = "нет данных"
_COMPARE = {
    Op.AT_MOST: operator.le,
    Op.LESS: operator.lt,
    Op.MORE: operator.gt,
}  # a bare number means «at least»


@dataclass(frozen=True)
class TargetState:
    """A target with its facts. ``fact`` is the computed value, or the one somebody wrote where nothing computes it.

    ``hidden``: the words in place of a number that a report must not tell; then nothing else is known of it here either.
    """

    target: Target
    plan: TargetValue | None
    value: Value | None
    fact: Decimal | None
    gap: int | None
    is_below: bool
    hidden: str = ""

    @property
    def fact_text(self) -> str:
        """The cell of Table 1: «12,5 % (31 из 248)», or «менее 5»."""
        if self.hidden:
            return self.hidden
        if self.value is None:
            return self.target.fact_text or NO_FACT
        return value_text(self.value)

    @property
    def has_fact(self) -> bool:
        return self.fact is not None


def value_text(value: Value) -> str:
    """Return «12,5 % (31 из 248)» for a share, «4» for a count."""
    if value.value is None:
        return NO_FACT
    if value.measure != "share":
        return format_decimal(value.value, value.decimals)
    shown = format_percent(value.value, value.decimals)
    if value.numerator is None or value.denominator is None:
        return shown
    return f"{shown} ({format_share(int(value.numerator), int(value.denominator))})"


def target_states(facts: ReportFacts) -> list[TargetState]:
    """Return the plan's targets in order, each part after its whole."""
    parts: dict[int | None, list[Target]] = {}
    for target in facts.targets:
        parts.setdefault(target.parent_id, []).append(target)
    ordered: list[TargetState] = []

    def add(target: Target) -> None:
        ordered.append(_state(target, facts))
        for part in parts.get(target.pk, ()):
            add(part)

    for target in parts.get(None, ()):
        add(target)
    return ordered


def _state(target: Target, facts: ReportFacts) -> TargetState:
    plan = planned(target, facts.report.year)
    value = facts.values.get(target.indicator_code) if target.indicator_code else None
    if target.indicator_code in facts.hidden:
        return TargetState(target, plan, None, None, None, False, facts.hidden[target.indicator_code])
    if value is None or value.value is None:  # what nothing could compute may still have been written
        fact = written_number(target.fact_text)
        below = plan is not None and fact is not None and not _reached(fact, plan)
        return TargetState(target, plan, None, fact, None, below)
    missing = gap(value, op=plan.op, target=plan.value) if plan else None
    return TargetState(target, plan, value, value.value, missing, bool(missing))


def planned(target: Target, year: int) -> TargetValue | None:
    """Return the number that ``year`` is held to: its own, else the one without a year."""
    values = list(target.values.all())
    of_year = [value for value in values if value.year == year] or [
        value for value in values if value.year is None
    ]
    return of_year[0] if of_year else None


def unit_of(state: TargetState) -> str:
    if state.value is not None:
        return Unit.PERCENT if state.value.measure == "share" else Unit.COUNT
    return state.plan.unit if state.plan else Unit.PERCENT


def _reached(fact: Decimal, plan: TargetValue) -> bool:
    return _COMPARE.get(Op(plan.op), operator.ge)(fact, plan.value)
