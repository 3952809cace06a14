"""Every number equals the number of rows behind it, and equals a naive count of the same definition."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from masterstvo.indicators.evaluation import Evaluation, Period, Scope, evaluate, explain
from masterstvo.indicators.models import Indicator, MethodologyEdition
from masterstvo.indicators.queries import indicators_in_force
from tests.indicators.reference import Reference
from tests.indicators.world import FIRST, LAST, World

pytestmark = pytest.mark.django_db

PERIOD = Period(FIRST, LAST)

# Shapes of the language that the catalogue does not use.
OWN = {
    "Z1": {"of": {"population": "staff"}, "with": {"fact": "training", "at_least": 2, "when": "ever"}},
    "Z2": {"of": {"population": "staff"}, "with": {"fact": "training", "sum": {"field": "hours", "at_least": 72}, "when": {"last_years": 2}}},
    "Z3": {"of": {"population": "staff"}, "with": {"not": {"any": [{"fact": "training"}, {"fact": "mentorships", "where": {"role": ["mentor"]}}]}}},
    "Z4": {"of": {"population": "organizations"}, "with": {"fact": "participations", "at_least": 2}},
    "Z5": {"of": {"population": "teams"}, "with": {"fact": "training", "where": {"member_category": ["managing"]}, "sum": {"field": "hours", "at_least": 52}}},
    "Z6": {"of": {"population": "staff"}, "with": {"fact": "statuses", "where": {"kind": ["risk_zone"]}, "when": "as_of"}},
    "Z7": {"of": {"population": "staff"}, "with": {"fact": "mentorships", "where": {"has_act": True}, "when": "school_year"}},
    "Z8": {"of": {"population": "organizations"}, "with": {"all": [{"fact": "figures", "where": {"value": {"ge": 50}}}, {"not": {"fact": "pupil_results", "where": {"looks_biased": True}}}]}},
    "Z9": {"of": {"population": "staff", "where": {"age": {"ge": 30, "lt": 60}}}, "with": {"fact": "experts", "when": "as_of"}},
}  # fmt: skip
AT_FACT = {
    "Y1": {"of": {"population": "staff"}, "with": {"fact": "training", "when": "period"}},
    "Y2": {"of": {"population": "organizations"}, "with": {"fact": "participations", "when": "period"}},
    "Y3": {"of": {"population": "staff"}, "with": {"any": [{"fact": "experts"}, {"fact": "training", "at_least": 2, "when": "ever"}]}},
    "Y4": {"of": {"population": "organizations"}, "with": {"fact": "training", "where": {"member_category": ["teaching"]}, "sum": {"field": "hours", "at_least": 50}}},
}  # fmt: skip


def own_indicators():
    edition = MethodologyEdition.objects.get(code="irk-2025")
    rows = [
        Indicator(edition=edition, code=code, title=code, formula=formula) for code, formula in OWN.items()
    ]
    rows += [
        Indicator(edition=edition, code=code, title=code, formula=formula, moved_person="at_fact")
        for code, formula in AT_FACT.items()
    ]
    return Indicator.objects.bulk_create(rows)


def raw(indicator):
    formula = dict(indicator.formula)
    return {**raw(indicator.parent), **formula} if indicator.parent else formula


def scopes(world):
    yield Scope(), {}
    yield Scope(region_id=world.regions[0].pk), {"region": world.regions[0].pk}
    yield Scope(municipality_id=world.municipalities[0].pk), {"municipality": world.municipalities[0].pk}
    yield Scope(organization_id=world.organizations[0].pk), {"organization": world.organizations[0].pk}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
@example(seed=587364)  # two main jobs in one school on the day of a course: its hours count once
def test_every_indicator_equals_a_naive_count_at_every_level(db, seed):
    with transaction.atomic():
        world = World(seed)
        indicators = [*indicators_in_force(LAST), *own_indicators()]
        for scope, keys in scopes(world):
            values = evaluate(indicators, scope=scope, period=PERIOD)
            counted = {flag: Reference(FIRST, LAST, **keys, at_fact=flag) for flag in (False, True)}
            for indicator in indicators:
                value = values[indicator.code]
                included, base = counted[indicator.moved_person == "at_fact"].sets(raw(indicator))
                assert (indicator.code, keys, value.included) == (indicator.code, keys, included)
                assert (indicator.code, keys, value.base) == (indicator.code, keys, base)
                assert value.numerator == len(value.included)
                if value.measure == "share":
                    assert value.included <= value.base
                    assert value.denominator == len(value.base)
                    assert (value.value is None) == (not base)
        transaction.set_rollback(True)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_rows_shown_are_the_number_and_each_stranger_has_a_reason(db, seed):
    with transaction.atomic():
        world = World(seed)
        scope = Scope(municipality_id=world.municipalities[0].pk)
        indicators = [*indicators_in_force(LAST), *own_indicators()]
        evaluation = Evaluation(indicators, scope=scope, period=PERIOD)
        for indicator in indicators:
            value = evaluation.value(indicator)
            found = explain(indicator, scope=scope, period=PERIOD, evaluation=evaluation)
            assert {member.id for member in found.included} == value.included, indicator.code
            assert len(found.included) == value.numerator
            assert all(member.reason for member in found.excluded), indicator.code
            assert all(member.records for member in found.included), indicator.code
            if value.measure == "share":
                assert {member.id for member in found.excluded} == value.base - value.included
        transaction.set_rollback(True)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_each_organization_of_the_breakdown_has_the_value_it_has_alone(db, seed):
    with transaction.atomic():
        world = World(seed)
        indicators = [*indicators_in_force(LAST), *own_indicators()]
        evaluation = Evaluation(
            indicators, scope=Scope(municipality_id=world.municipalities[0].pk), period=PERIOD
        )
        breakdowns = {indicator.code: evaluation.by_organization(indicator) for indicator in indicators}
        own = [row for row in world.organizations if row.municipality_id == world.municipalities[0].pk]
        for organization in own:
            alone = evaluate(indicators, scope=Scope(organization_id=organization.pk), period=PERIOD)
            for code, breakdown in breakdowns.items():
                part = breakdown.get(organization.pk)
                assert (
                    (code, part.included, part.base) == (code, alone[code].included, alone[code].base)
                    if part
                    else not alone[code].base
                )
        transaction.set_rollback(True)
