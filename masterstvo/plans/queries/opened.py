"""One indicator opened: its number, its year, its places and its people."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from masterstvo.core.numbers import format_gap
from masterstvo.indicators.evaluation import (
    NEARLY,
    Debt,
    Evaluation,
    Explanation,
    Member,
    Scope,
    Value,
    explain,
    report_period,
)
from masterstvo.indicators.language import FormulaWords, formula_words
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.organizations.rules import visible_municipalities
from masterstvo.plans.models import Target
from masterstvo.plans.queries.measured import Course, Measured, course_of_year, measured, targets_by_code
from masterstvo.plans.queries.plan import current_plan
from masterstvo.plans.queries.secrecy import Number, Secrecy, secrecies, shown_numbers
from masterstvo.plans.queries.years import Years, plan_and_fact_by_years


def visible_definitions(user: Any) -> QuerySet[Indicator]:
    """Return the definitions that ``user`` may open: the common ones and those of their municipalities."""
    own = Q(municipality=None) | Q(municipality__in=visible_municipalities(user))
    return Indicator.objects.filter(own).select_related("edition", "parent", "municipality")


@dataclass(frozen=True)
class Place:
    organization: Organization
    value: Value
    number: Number


@dataclass(frozen=True)
class Opened:
    """Everything that the page of one indicator shows. ``included`` and ``excluded`` hold the names the reader may see."""

    measured: Measured
    number: Number
    course: Course | None
    years: Years | None
    words: FormulaWords
    explanation: Explanation
    included: list[Member]
    excluded: list[Member]
    near: list[Member]
    places: list[Place]
    parts: list[tuple[Measured, Number]]
    debts: list[tuple[Debt, int | str]]

    @property
    def state(self) -> str:
        """The key of the state; reached or not would tell a hidden number."""
        return "unknown" if self.number.is_hidden and self.measured.state else self.measured.state

    @property
    def has_hidden(self) -> bool:
        shown = [self.number, *(place.number for place in self.places), *(number for _, number in self.parts)]
        return any(number.is_hidden for number in shown)

    @property
    def headline(self) -> str:
        """The state with the gap in persons: «Под угрозой: не хватает 3 человек»."""
        words = {
            "reached": "Достигнут",
            "at_risk": "Под угрозой",
            "missed": "Не достигнут",
            "unknown": "Некого считать",
        }
        if self.number.is_hidden:
            return "Число скрыто"
        word = words.get(self.state, "")
        if not self.measured.gap:
            return word
        is_person = self.measured.value.member_kind == "person"
        return f"{word}: {format_gap(self.measured.gap) if is_person else f'не хватает {self.measured.gap}'}"

    @property
    def n_unseen(self) -> int:
        """How many of those who are in have names that the reader may not see; beside a hidden number, none: they would tell it."""
        if self.number.is_hidden:
            return 0
        return len(self.explanation.included) - len(self.included)


def open_indicator(
    municipality: Municipality,
    as_of: dt.date,
    *,
    user: Any,
    target: Target | None = None,
    indicator: Indicator | None = None,
) -> Opened | None:
    """Return the indicator that counts ``target``, or the given one; None when nothing counts the target."""
    in_force = indicators_in_force(as_of, municipality)
    if indicator is None:
        indicator = next((row for row in in_force if target and row.code == target.indicator_code), None)
    if indicator is None:
        return None
    family = _family(indicator, in_force)
    scope, period = Scope(municipality_id=municipality.pk), report_period(as_of)
    evaluation = Evaluation(family, scope=scope, period=period)
    targets = targets_by_code(target.plan if target else current_plan(municipality, as_of))
    if target:
        targets[indicator.code] = target
    found = measured(indicator, evaluation.value(indicator), targets, as_of)
    told = explain(indicator, scope=scope, period=period, evaluation=evaluation)
    secrecy_of = secrecies(user, municipality)
    secrecy, kind = secrecy_of(indicator), found.value.member_kind
    numbers = shown_numbers(((row, evaluation.value(row)) for row in family), secrecy_of)
    number, excluded = numbers[indicator.pk], secrecy.members(told.excluded, kind)
    n_near = 10 if number.is_hidden else max(found.gap or 0, 10)
    return Opened(
        measured=found,
        number=number,
        course=None if number.is_hidden else _course(found, municipality, as_of, secrecy),
        years=None
        if number.is_hidden
        else plan_and_fact_by_years(found, municipality, as_of, family, secrecy_of),
        words=formula_words(
            evaluation.formulas[indicator.pk], titles=evaluation.dictionary.title, decimals=indicator.decimals
        ),
        explanation=told,
        included=secrecy.members(told.included, kind),
        excluded=excluded,
        near=[member for member in excluded if member.distance <= NEARLY][:n_near],
        places=_places(evaluation, indicator, secrecy, number) if kind == "person" else [],
        parts=[
            (measured(row, evaluation.value(row), targets, as_of), numbers[row.pk])
            for row in family
            if row.parent_id == indicator.pk
        ],
        debts=secrecy.debts(told.debts),
    )


def _family(indicator: Indicator, in_force: list[Indicator]) -> list[Indicator]:
    """Return the whole that ``indicator`` is a part of with all its parts: they are shown or hidden together."""
    by_pk = {row.pk: row for row in in_force} | {indicator.pk: indicator}
    root = indicator
    while root.parent_id in by_pk:
        root = by_pk[root.parent_id]
    family = [root]
    for whole in family:  # grows while it is walked
        family += [row for row in by_pk.values() if row.parent_id == whole.pk]
    return family


def _course(found: Measured, municipality: Municipality, as_of: dt.date, secrecy: Secrecy) -> Course | None:
    """Return the year by months, from the first month that may be told on; None for what is secret: each step is a person."""
    if secrecy.is_secret and not secrecy.number(found.value).is_own:
        return None
    return course_of_year(
        found, municipality, as_of, is_told=lambda value: not secrecy.number(value).is_hidden
    )


def _places(evaluation: Evaluation, indicator: Indicator, secrecy: Secrecy, total: Number) -> list[Place]:
    values = evaluation.by_organization(indicator)
    numbers = secrecy.breakdown(values, total=total)
    rows = Organization.objects.filter(pk__in=values).order_by("title", "pk")
    places = [Place(row, values[row.pk], numbers[row.pk]) for row in rows]
    # Sorted by what is shown, so that the order tells nothing about a hidden number.
    return sorted(places, key=lambda place: place.number.is_hidden or -(place.value.value or 0))
