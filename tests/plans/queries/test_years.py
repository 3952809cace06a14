import datetime as dt
from decimal import Decimal

import pytest

from masterstvo.indicators.models import Indicator
from masterstvo.plans.queries.opened import open_indicator
from tests.factories.facts import RouteFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import PlanFactory, TargetFactory, TargetValueFactory
from tests.factories.reports import FrozenValueFactory, ReportFactory

AS_OF = dt.date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return MunicipalityFactory()


@pytest.fixture
def years(municipality):
    """Return the chart of A2 as the methodist sees it, or another ``user``."""
    methodist = GrantFactory(municipality=municipality).user

    def read(user=methodist):
        indicator = Indicator.objects.get(code="A2", edition__code="irk-2025")
        return open_indicator(municipality, AS_OF, indicator=indicator, user=user).years

    return read


@pytest.fixture
def told(municipality):
    """Write a plan for ``years`` with a target of A2 and what its report says."""

    def write(first, last=None, *, goal=None, fact="", kind="annual", goals=()):
        plan = PlanFactory(municipality=municipality, year_from=first, year_to=last or first, kind=kind)
        target = TargetFactory(plan=plan, indicator_code="A2", fact_text=fact)
        if goal:
            TargetValueFactory(target=target, value=goal)
        for year, value in goals:
            TargetValueFactory(target=target, value=value, year=year)
        return plan

    return write


def freeze(plan, year, value, **values):
    report = ReportFactory(
        plan=plan,
        year=year,
        as_of=dt.date(year, 12, 31),
        edition=values.pop("edition", 1),
        state="approved",
        approved_at=dt.datetime(year, 12, 31, tzinfo=dt.UTC),
        sha256="0" * 64,
    )
    return FrozenValueFactory(report=report, code="A2", value=value, **values)


def rows(years):
    return list(zip(years.labels, years.plan, years.fact, strict=True))


def test_years_stand_beside_each_other_and_what_nobody_told_is_no_number(years, told):
    told(2023, goal=6, fact="5,8 % (13 из 224)")
    told(2025, goal=8)
    told(2026, goal=10)

    assert rows(years()) == [(2023, 6, Decimal("5.8")), (2024, None, None), (2025, 8, None), (2026, 10, None)]
    assert years().fact_words == [Decimal("5.8"), "нет данных", "нет данных", "нет данных"]


def test_this_year_is_what_the_data_give(years, told, municipality):
    told(2025, fact="8,4 %")
    school = OrganizationFactory(municipality=municipality)
    people = [EmploymentFactory(organization=school).person for _ in range(4)]
    RouteFactory(person=people[0], approved_on=dt.date(2026, 3, 1))

    assert rows(years()) == [(2025, None, Decimal("8.4")), (2026, None, 25)]


def test_an_approved_report_is_known_better_than_a_text_and_its_last_edition_best(years, told):
    plan = told(2025, fact="11 %")
    freeze(plan, 2025, Decimal("11.5"))
    freeze(plan, 2025, Decimal("11.9"), edition=2)

    assert rows(years())[0] == (2025, None, Decimal("11.9"))


def test_the_past_is_never_computed_with_the_formula_of_today(years, told, municipality):
    told(2025, fact="8,4 %")
    person = EmploymentFactory(organization=OrganizationFactory(municipality=municipality)).person
    RouteFactory(person=person, approved_on=dt.date(2025, 3, 1))

    assert rows(years())[0] == (2025, None, Decimal("8.4"))


def test_a_yearly_plan_sets_the_number_before_a_road_map(years, told):
    told(2024, 2026, kind="roadmap", goals=[(2024, 5), (2025, 7)])
    told(2025, goal=8)

    assert [planned for _, planned, _ in rows(years())] == [5, 8, None]


def test_a_report_on_several_years_tells_of_none_of_them(years, told):
    told(2024, 2025, kind="roadmap", fact="12 %")

    assert years() is None


def test_only_the_last_six_years_are_shown(years, told):
    for year in range(2018, 2026):
        told(year, fact="5 %")

    assert years().labels == [2021, 2022, 2023, 2024, 2025, 2026]


def test_a_change_of_methodology_is_said(years, told):
    for year in (2022, 2023, 2025):
        told(year, fact="5 %")

    assert years().former == "2022–2024"


def test_without_a_past_there_is_no_chart(years, told):
    told(2026, goal=10)

    assert years() is None


def test_a_small_number_of_a_past_year_stays_hidden_from_a_school(years, told, municipality):
    other_school, school = OrganizationFactory.create_batch(2, municipality=municipality)
    others, *_ = [EmploymentFactory(organization=other_school).person for _ in range(5)]
    head = GrantFactory(of_organization=True, organization=school).user
    row = freeze(told(2025), 2025, Decimal("2.5"), numerator=1, denominator=40, included=[others.pk])
    before = years(head)
    row.numerator, row.included = 5, [others.pk, -1, -2, -3, -4]
    row.save()

    assert (before, years(head).fact[0]) == (None, Decimal("2.5"))
    assert years().fact[0] == Decimal("2.5")


def test_another_district_tells_nothing(years, told):
    told(2026, goal=10)
    freeze(PlanFactory(year_from=2025), 2025, Decimal("50"))

    assert years() is None
