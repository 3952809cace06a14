"""Numbers of few people: every place where one is shown, and what two of them together tell."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.organizations.choices import Role
from masterstvo.people.queries import smallest_group
from masterstvo.plans.queries.opened import open_indicator
from masterstvo.plans.queries.today import low_targets
from masterstvo.routes.models import Route
from tests.factories.core import TermFactory
from tests.factories.facts import DiagnosticFactory, TrainingFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import PlanFactory, TargetFactory, TargetValueFactory
from tests.factories.reports import FrozenValueFactory, ReportFactory

pytestmark = pytest.mark.django_db

AS_OF = dt.date(2025, 11, 30)
TRAINED = {"fact": "training", "when": "period"}
DEFICIT = {"fact": "diagnostics", "where": {"has_deficit": True}, "when": "period"}


@pytest.fixture
def municipality():
    return MunicipalityFactory()


@pytest.fixture
def school(municipality):
    """Return a maker of schools: so many people, so many of them trained or with a deficit."""

    def make(n_people, n_trained=0, n_deficits=0, category="teaching"):
        organization = OrganizationFactory(municipality=municipality)
        people = [
            EmploymentFactory(organization=organization, category=category).person for _ in range(n_people)
        ]
        for person in people[:n_trained]:
            TrainingFactory(person=person)
        for person in people[:n_deficits]:
            DiagnosticFactory(person=person, measured_on=dt.date(2025, 3, 1), has_deficit=True)
        organization.people = people
        return organization

    return make


@pytest.fixture
def indicator(municipality):
    """Return a maker of the municipality's own indicators."""

    def make(code, condition=TRAINED, *, category=None, **values):
        of = {"population": "staff"} | ({"where": {"category": category}} if category else {})
        formula = {"of": of, "with": condition}
        return IndicatorFactory(municipality=municipality, code=code, formula=formula, **values)

    return make


def head_of(organization):
    return GrantFactory(of_organization=True, organization=organization).user


def opened(indicator, user, as_of=AS_OF):
    return open_indicator(indicator.municipality, as_of, indicator=indicator, user=user)


def told_of(indicator, user):
    """Return (numerator, places of others, parts) as the page of ``indicator`` shows them to ``user``."""
    page = opened(indicator, user)
    places = {place.organization.title: place.number.numerator for place in page.places}
    return page.number.numerator, places, [number.numerator for _, number in page.parts]


def listed(client, user, indicator):
    """Return (numerator, fact) of the list on the page, which stands there as in its file."""
    client.force_login(user)
    file = client.get(reverse("plans:target_list"), {"on": AS_OF.isoformat(), "xlsx": 1}).content
    rows = openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
    return next((row[2], row[4]) for row in rows if row[0] == indicator.code)


def test_a_number_of_few_others_is_hidden_on_the_page_and_in_the_file_alike(client, school, indicator):
    mine, _ = school(6), school(20, n_trained=4)
    trained = indicator("T1")

    assert told_of(trained, head_of(mine))[0] == "менее 5"
    assert listed(client, head_of(mine), trained) == ("менее 5", None)


def test_a_number_that_leaves_out_few_others_tells_of_them_too(school, indicator):
    mine, _ = school(6), school(20, n_trained=17)

    assert told_of(indicator("T1"), head_of(mine))[0] == "скрыто"


def test_what_is_left_beside_ones_own_is_no_way_to_the_others(school, indicator):
    """13 of all and 10 of mine would be 3 of the neighbour."""
    mine, neighbour = school(20, n_trained=10), school(20, n_trained=3)
    trained = indicator("T1")

    assert told_of(trained, head_of(mine)) == ("скрыто", {mine.title: 10, neighbour.title: "скрыто"}, [])


def test_the_breakdown_is_no_way_around_the_total(school, indicator):
    mine, small, large = school(20, n_trained=10), school(20, n_trained=3), school(20, n_trained=9)
    trained = indicator("T1")

    number, places, _ = told_of(trained, head_of(mine))

    assert (number, places) == (22, {mine.title: 10, small.title: "скрыто", large.title: "скрыто"})


def test_the_breakdown_stands_where_it_tells_of_nobody(school, indicator):
    mine, one, other = school(20), school(20, n_trained=6), school(20, n_trained=9)

    assert told_of(indicator("T1"), head_of(mine))[1] == {mine.title: 0, one.title: 6, other.title: 9}


def test_whoever_may_open_the_persons_sees_all(school, indicator, municipality):
    mine, small = school(6), school(6, n_trained=1)
    observer = GrantFactory(municipality=municipality, role=Role.OBSERVER).user

    assert told_of(indicator("T1"), observer) == (1, {mine.title: 0, small.title: 1}, [])


def test_parts_are_no_way_around_each_other_on_any_two_pages(client, school, indicator):
    """23 = 20 teachers + 3 heads: whoever sees two of the three knows the third."""
    mine = school(6)
    school(30, n_trained=20), school(8, n_trained=3, category="managing")
    whole = indicator("T1")
    teachers, heads = (
        indicator(f"T1.{category}", category=category, parent=whole, edition=whole.edition)
        for category in ("teaching", "managing")
    )
    user = head_of(mine)

    number, _, parts = told_of(whole, user)
    assert (number, sorted(parts)) == (23, ["менее 5", "скрыто"])
    assert [told_of(part, user)[0] for part in (teachers, heads)] == ["скрыто", "менее 5"]
    assert [listed(client, user, row)[0] for row in (whole, teachers, heads)] == [23, "скрыто", "менее 5"]


@pytest.mark.parametrize(
    ("n_long", "whole_is", "parts_are"),
    [
        ([20, 10, 3], 33, {"скрыто", "менее 5"}),  # two large parts tell the third
        ([14, 14], "скрыто", {"скрыто"}),  # two parts tell the whole, which leaves out two
        ([9, 9], 18, {9}),
    ],
)
def test_a_family_is_shown_or_hidden_together(school, indicator, n_long, whole_is, parts_are):
    mine, others = school(6), school(30 if whole_is != 33 else 60)
    whole = indicator("T1")
    people = iter(others.people)
    for hours, n_people in enumerate(n_long, start=1):
        for person in [next(people) for _ in range(n_people)]:
            TrainingFactory(person=person, programme__hours=hours)
        indicator(
            f"T1.{hours}", TRAINED | {"where": {"hours": {"eq": hours}}}, parent=whole, edition=whole.edition
        )

    number, _, parts = told_of(whole, head_of(mine))

    assert (number, set(parts)) == (whole_is, parts_are)


def test_a_past_year_of_one_part_is_no_way_to_the_other(school, indicator, municipality):
    mine, others = school(6), school(30, n_trained=20)
    whole = indicator("T1")
    teachers, heads = (indicator(f"T1.{n}", parent=whole, edition=whole.edition) for n in (1, 2))
    report = ReportFactory(
        plan=PlanFactory(municipality=municipality, year_from=2024, year_to=2024), year=2024,
        as_of=dt.date(2024, 12, 31), state="approved", approved_at=timezone.now(), sha256="0" * 64,
    )  # fmt: skip
    base = [person.pk for person in others.people]
    for row, n_inside in ((whole, 13), (teachers, 10), (heads, 3)):
        FrozenValueFactory(
            report=report,
            code=row.code,
            numerator=n_inside,
            value=n_inside,
            included=base[:n_inside],
            base=base,
        )

    assert opened(whole, head_of(mine)).years.fact[0] == Decimal(13)
    assert [opened(part, head_of(mine)).years for part in (teachers, heads)] == [None, None]
    assert opened(heads, GrantFactory(municipality=municipality).user).years.fact[0] == Decimal(3)


def test_the_year_by_months_begins_where_it_may_be_told(school, indicator, municipality):
    mine, others = school(6), school(30)
    for day, people in ((dt.date(2025, 2, 1), others.people[:3]), (dt.date(2025, 4, 1), others.people[3:12])):
        for person in people:
            TrainingFactory(person=person, finished_on=day)
    trained = indicator("T1")

    seen, whole = (
        opened(trained, user).course for user in (head_of(mine), GrantFactory(municipality=municipality).user)
    )

    assert (seen.months[0], seen.values[0], whole.values[:4]) == ("апрель", 12, [0, 3, 3, 12])


def test_a_state_beside_the_plan_tells_no_hidden_number(client, school, indicator, municipality):
    """«Достигнут» beside «нужно 4» and «менее 5» is 4."""
    mine, _ = school(6), school(34, n_trained=4)
    indicator("T1")
    plan = PlanFactory(municipality=municipality)
    target = TargetFactory(plan=plan, indicator_code="T1")
    TargetValueFactory(target=target, value=20)
    user = head_of(mine)
    client.force_login(user)

    page = client.get(
        reverse("plans:target_detail", args=[target.pk]), {"on": AS_OF.isoformat()}
    ).content.decode()
    below = client.get(reverse("plans:target_list"), {"on": AS_OF.isoformat(), "below": 1})

    assert "Число скрыто" in page
    assert "Под угрозой" not in page
    assert below.context["rows"] == []
    assert low_targets(plan, AS_OF, user) == []
    assert len(low_targets(plan, AS_OF, GrantFactory(municipality=municipality).user)) == 1


def test_what_is_not_filled_in_is_told_of_ones_own_school_alone(school, indicator, municipality):
    mine, other = school(6), school(6)
    young = {"of": {"population": "staff", "where": {"age": {"lt": 35}}}, "with": TRAINED}
    row = IndicatorFactory(municipality=municipality, formula=young)
    for organization in (mine, other):
        for person in organization.people:
            person.born_on = None
            person.save()

    debts = {
        user: {debt.organization for debt, _ in opened(row, reader).debts}
        for user, reader in (
            ("school", head_of(mine)),
            ("methodist", GrantFactory(municipality=municipality).user),
        )
    }

    assert debts == {"school": {str(mine)}, "methodist": {str(mine), str(other)}}


def test_records_of_people_are_counted_by_the_people_behind_them(school, municipality):
    """Six courses of one person are one person."""
    mine, other = school(6, n_trained=1), school(6)
    for _ in range(6):
        TrainingFactory(person=other.people[0])
    row = IndicatorFactory(municipality=municipality, measure="count", formula={"of": {"population": "training", "when": "period"}})  # fmt: skip

    page = opened(row, head_of(mine))

    assert page.number.is_hidden
    assert len(page.included) == 1
    assert opened(row, GrantFactory(municipality=municipality).user).number.numerator == 7


# --- What measurements showed ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("n_deficits", "shown"),
    [(0, "менее 5"), (4, "менее 5"), (5, 5), (15, 15), (16, "скрыто"), (20, "скрыто")],
)
def test_a_secret_number_needs_many_on_both_sides(school, indicator, municipality, n_deficits, shown):
    school(20, n_deficits=n_deficits)
    secret = indicator("S1", DEFICIT)

    seen = [
        opened(secret, GrantFactory(municipality=municipality, role=role).user).number.numerator
        for role in (Role.METHODIST, Role.HEAD, Role.OBSERVER)
    ]

    assert seen == [shown] * 3


def test_a_secret_number_is_told_neither_by_months_nor_by_names(school, indicator, municipality):
    school(20, n_deficits=8)
    page = opened(indicator("S1", DEFICIT), GrantFactory(municipality=municipality).user)

    assert (page.number.numerator, page.course, page.included, page.near) == (8, None, [], [])


def test_who_accompanies_all_of_them_reads_the_secret_number(school, indicator, municipality):
    people = school(6, n_deficits=2).people
    methodist = GrantFactory(municipality=municipality).user
    for person in people:
        Route.objects.create(person=person, accompanied_by=methodist, starts_on=dt.date(2025, 1, 1))

    assert opened(indicator("S1", DEFICIT), methodist).number.numerator == 2


# --- The threshold -------------------------------------------------------------------------------------------------------
def test_the_threshold_is_a_word_with_its_days(school, indicator):
    TermFactory(
        vocabulary="smallest_group", key="10", valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2027, 1, 1)
    )

    assert [smallest_group(dt.date(year, 6, 1)) for year in (2025, 2026, 2027)] == [5, 10, 5]


def test_a_threshold_that_hides_nothing_or_is_no_number_is_not_followed():
    TermFactory(vocabulary="smallest_group", key="5", valid_to=dt.date(2020, 1, 1)).save()
    for key in ("0", "2", "мало"):
        TermFactory(vocabulary="smallest_group", key=key)

    assert smallest_group(AS_OF) == 5


def test_another_threshold_is_followed_everywhere(client, school, indicator):
    TermFactory(vocabulary="smallest_group", key="10")
    mine, _ = school(6), school(30, n_trained=7)

    assert told_of(indicator("T1"), head_of(mine))[0] == "менее 10"
