"""An indicator by years: what plans set and what was told of each year at its end. The past is never computed anew."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from masterstvo.indicators.evaluation import Value
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.models import Municipality
from masterstvo.plans.choices import PlanKind
from masterstvo.plans.models import Target
from masterstvo.plans.panels import reported_values
from masterstvo.plans.queries.measured import Measured, goal_of
from masterstvo.plans.queries.secrecy import SecrecyOf, shown_numbers
from masterstvo.plans.queries.written import written_fact

YEARS_AT_MOST = 6
NO_FACT = "нет данных"


@dataclass(frozen=True)
class Years:
    """Plan and fact of the last years, the one of the as-of date last; None where nobody told.

    ``former``: «2022–2024», the years that an earlier edition of the methodology counted.
    """

    labels: list[int]
    plan: list[Decimal | None]
    fact: list[Decimal | None]
    former: str

    @property
    def fact_words(self) -> list[Decimal | str]:
        return [NO_FACT if value is None else value for value in self.fact]

    @property
    def last(self) -> int:
        return self.labels[-1]


def plan_and_fact_by_years(
    found: Measured,
    municipality: Municipality,
    as_of: dt.date,
    family: list[Indicator],
    secrecy_of: SecrecyOf,
) -> Years | None:
    """Return the years known of ``found``; None without any before this one, or when a number of theirs is not the user's to see.

    A past fact is what an approved report keeps, else what the report of that year says in words. ``family``: the whole and its parts.
    Queries: five at most, and one for each of the family where the user sees only some of the persons.
    """
    code, measure = found.indicator.code, found.value.measure
    rows = Target.objects.filter(plan__municipality=municipality, indicator_code=code)
    targets = list(rows.select_related("plan").prefetch_related("values").order_by("position", "pk"))
    reported = reported_values(municipality, code)
    span = range(as_of.year - YEARS_AT_MOST + 1, as_of.year + 1)
    if _hides_a_year(
        found.indicator,
        municipality,
        {year: reported[year] for year in span if year in reported},
        family,
        secrecy_of,
    ):
        return None
    facts = _written(targets, measure) | {year: value.value for year, value in reported.items()}
    facts[as_of.year] = found.value.value
    plans = {year: _planned(targets, measure, year) for year in span}
    plans[as_of.year] = found.goal.value if found.goal else None
    known = [year for year in span if plans[year] is not None or facts.get(year) is not None]
    if not known or known[0] == as_of.year:
        return None
    labels = list(range(known[0], as_of.year + 1))
    return Years(
        labels=labels,
        plan=[plans[year] for year in labels],
        fact=[facts.get(year) for year in labels],
        former=_former(found.indicator, municipality, labels),
    )


def _hides_a_year(
    indicator: Indicator,
    municipality: Municipality,
    reported: dict[int, Value],
    family: list[Indicator],
    secrecy_of: SecrecyOf,
) -> bool:
    if not reported or all(secrecy_of(row).sees_all for row in family):
        return False
    told = [(row, reported_values(municipality, row.code)) for row in family if row.pk != indicator.pk]
    for year, value in reported.items():
        of_year = [(row, values[year]) for row, values in told if year in values]
        if shown_numbers([(indicator, value), *of_year], secrecy_of)[indicator.pk].is_hidden:
            return True
    return False


def _planned(targets: Iterable[Target], measure: str, year: int) -> Decimal | None:
    """Return the number that ``year`` was held to, by its yearly plan before a longer one."""
    holding = [row for row in targets if row.plan.year_from <= year <= row.plan.year_to]
    holding.sort(key=lambda row: (row.plan.kind != PlanKind.ANNUAL, -row.plan.year_from))
    goals = (goal_of(row, measure, year) for row in holding)
    return next((goal.value for goal in goals if goal is not None), None)


def _written(targets: Iterable[Target], measure: str) -> dict[int, Decimal | None]:
    """Return {year: fact} of the documents that report on one year."""
    told: dict[int, Decimal | None] = {}
    for row in targets:
        fact = written_fact(row.fact_text, measure)
        if fact is not None and row.plan.year_from == row.plan.year_to:
            told.setdefault(row.plan.year_from, fact)
    return told


def _former(indicator: Indicator, municipality: Municipality, years: list[int]) -> str:
    own = Q(municipality=None) | Q(municipality=municipality)
    rows = Indicator.objects.filter(own, code=indicator.code).values_list("edition__valid_from", "edition_id")
    editions = sorted(set(rows))
    former = []
    for year in years[:-1]:
        in_force = [edition for since, edition in editions if since <= dt.date(year, 12, 31)]
        if not in_force or in_force[-1] != indicator.edition_id:
            former.append(year)
    if len(former) < 2:
        return "".join(map(str, former))
    return f"{former[0]}–{former[-1]}"
