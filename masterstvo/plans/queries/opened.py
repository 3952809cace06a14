"""One indicator opened: its number, its year, its places and its people."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from masterstvo.core.numbers import format_gap
from masterstvo.indicators.evaluation import (
    NEARLY,
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
from masterstvo.plans.queries.secrecy import Number, Secrecy, secrecies
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
    course: Course
    years: Years | None
    words: FormulaWords
    explanation: Explanation
    included: list[Member]
    excluded: list[Member]
    near: list[Member]
    places: list[Place]
    parts: list[tuple[Measured, Number]]

    @property
    def headline(self) -> str:
        """The state with the gap in persons: «Под угрозой: не хватает 3 человек»."""
        words = {
            "reached": "Достигнут",
            "at_risk": "Под угрозой",
            "missed": "Не достигнут",
            "unknown": "Некого считать",
        }
        word = words.get(self.measured.state, "")
        if not self.measured.gap or self.number.is_hidden:
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
    parts = [row for row in in_force if row.parent_id == indicator.pk]
    scope, period = Scope(municipality_id=municipality.pk), report_period(as_of)
    evaluation = Evaluation([indicator, *parts], scope=scope, period=period)
    targets = targets_by_code(target.plan if target else current_plan(municipality, as_of))
    if target:
        targets[indicator.code] = target
    found = measured(indicator, evaluation.value(indicator), targets, as_of)
    told = explain(indicator, scope=scope, period=period, evaluation=evaluation)
    secrecy_of = secrecies(user, municipality)
    secrecy = secrecy_of(indicator)
    kind = found.value.member_kind
    excluded = secrecy.members(told.excluded, kind)
    return Opened(
        measured=found,
        number=secrecy.number(found.value),
        course=course_of_year(found, municipality, as_of),
        years=plan_and_fact_by_years(found, municipality, as_of, secrecy),
        words=formula_words(
            evaluation.formulas[indicator.pk], titles=evaluation.dictionary.title, decimals=indicator.decimals
        ),
        explanation=told,
        included=secrecy.members(told.included, kind),
        excluded=excluded,
        near=[member for member in excluded if member.distance <= NEARLY][: max(found.gap or 0, 10)],
        places=_places(evaluation, indicator, secrecy) if kind == "person" else [],
        parts=[
            (part, secrecy_of(part.indicator).number(part.value))
            for part in (measured(row, evaluation.value(row), targets, as_of) for row in parts)
        ],
    )


def _places(evaluation: Evaluation, indicator: Indicator, secrecy: Secrecy) -> list[Place]:
    values = evaluation.by_organization(indicator)
    numbers = secrecy.breakdown(values)
    rows = Organization.objects.filter(pk__in=values).order_by("title", "pk")
    places = [Place(row, values[row.pk], numbers[row.pk]) for row in rows]
    # Sorted by what is shown, so that the order tells nothing about a hidden number.
    return sorted(places, key=lambda place: place.number.is_hidden or -(place.value.value or 0))
