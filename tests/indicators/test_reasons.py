"""Boundary days, people with two jobs, moves and closings; and the words for whoever is not in."""

import datetime as dt
from decimal import Decimal

import pytest

from masterstvo.indicators.evaluation import (
    Evaluation,
    Scope,
    Value,
    evaluate,
    explain,
    gap,
    report_period,
)
from masterstvo.indicators.models import MethodologyEdition
from masterstvo.indicators.queries import indicators_in_force
from tests.factories.core import TermFactory
from tests.factories.documents import DocumentFactory
from tests.factories.facts import (
    DiagnosticFactory,
    EventFactory,
    MentorshipFactory,
    ParticipationFactory,
    ProgrammeFactory,
    RouteFactory,
    TrainingFactory,
)
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import OrganizationFactory, OrganizationStatusFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db

LAST = dt.date(2025, 11, 30)
PERIOD = report_period(LAST)


@pytest.fixture
def school():
    return OrganizationFactory(title="Берёзовская СОШ")


def shipped(code):
    return next(row for row in indicators_in_force(LAST) if row.code == code)


def custom(formula, **values):
    edition = MethodologyEdition.objects.get(code="irk-2025")
    return IndicatorFactory(edition=edition, formula=formula, **values)


def value(indicator, organization, period=PERIOD):
    scope = Scope(municipality_id=organization.municipality_id)
    return evaluate([indicator], scope=scope, period=period)[indicator.code]


def reason(indicator, organization):
    """The words for the only one who is not in."""
    (member,) = explain(
        indicator, scope=Scope(municipality_id=organization.municipality_id), period=PERIOD
    ).excluded
    return member.reason


# --- Days ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (dt.date(2024, 12, 31), 0),
        (dt.date(2025, 1, 1), 1),
        (dt.date(2025, 11, 30), 1),
        (dt.date(2025, 12, 1), 0),
    ],
)
def test_a_dated_fact_counts_from_new_year_to_the_date(school, day, counted):
    DiagnosticFactory(person=EmploymentFactory(organization=school).person, measured_on=day)

    assert value(shipped("A1"), school).numerator == counted


@pytest.mark.parametrize(
    ("starts", "ends", "counted"),
    [
        (dt.date(2024, 1, 1), dt.date(2025, 1, 1), 0),  # the last day was 31 December
        (dt.date(2024, 1, 1), dt.date(2025, 1, 2), 1),
        (dt.date(2025, 11, 30), None, 1),
        (dt.date(2025, 12, 1), None, 0),
    ],
)
def test_an_interval_counts_when_it_touches_the_period(school, starts, ends, counted):
    RouteFactory(person=EmploymentFactory(organization=school).person, starts_on=starts, ends_on=ends)

    assert value(shipped("A2"), school).numerator == counted


@pytest.mark.parametrize(
    ("starts", "ends", "counted"),
    [
        (dt.date(2025, 11, 30), None, 1),
        (dt.date(2025, 12, 1), None, 0),
        (dt.date(2015, 9, 1), dt.date(2025, 11, 30), 0),  # «уволен 29.11.2025»
        (dt.date(2015, 9, 1), dt.date(2025, 12, 1), 1),
    ],
)
def test_staff_are_those_employed_on_the_date(school, starts, ends, counted):
    EmploymentFactory(organization=school, starts_on=starts, ends_on=ends)

    assert value(shipped("A1"), school).denominator == counted


@pytest.mark.parametrize(
    ("born", "since", "counted"),
    [
        (dt.date(1990, 12, 1), dt.date(2022, 12, 1), 1),
        (dt.date(1990, 11, 30), dt.date(2022, 12, 1), 0),  # 35 today
        (dt.date(1990, 12, 1), dt.date(2022, 11, 30), 0),  # three full years today
        (None, dt.date(2024, 9, 1), 0),
        (dt.date(1999, 1, 1), None, 0),
    ],
)
def test_a_young_teacher_is_under_35_in_the_first_three_years(school, born, since, counted):
    person = PersonFactory(municipality=school.municipality, born_on=born, teaching_since=since)
    EmploymentFactory(organization=school, person=person)

    assert value(shipped("B1"), school).denominator == counted


def test_an_unknown_birthday_is_told_as_a_debt(school):
    person = PersonFactory(municipality=school.municipality, born_on=None, teaching_since=dt.date(2024, 9, 1))
    EmploymentFactory(organization=school, person=person)

    found = explain(shipped("B1"), scope=Scope(municipality_id=school.municipality_id), period=PERIOD)

    assert [(debt.organization, debt.field, debt.n_members) for debt in found.debts] == [
        ("Берёзовская СОШ", "возраст", 1)
    ]


# --- Whose person ----------------------------------------------------------------------------------------------------------
def test_a_person_with_two_jobs_counts_once_where_the_main_one_is(school):
    main = EmploymentFactory(organization=school)
    other = OrganizationFactory(municipality=school.municipality)
    EmploymentFactory(person=main.person, organization=other, basis="external", position="тренер")
    TrainingFactory(person=main.person)
    indicator = shipped("A3")

    evaluation = Evaluation([indicator], scope=Scope(municipality_id=school.municipality_id), period=PERIOD)

    assert (evaluation.value(indicator).numerator, evaluation.value(indicator).denominator) == (1, 1)
    assert set(evaluation.by_organization(indicator)) == {school.pk}


@pytest.mark.parametrize(("moved_person", "old", "new"), [("at_end", None, 1), ("at_fact", None, 0)])
def test_a_moved_person_belongs_where_the_definition_says(school, moved_person, old, new):
    other = OrganizationFactory(municipality=school.municipality)
    person = EmploymentFactory(organization=school, ends_on=dt.date(2025, 6, 1)).person
    EmploymentFactory(
        person=person, organization=other, starts_on=dt.date(2025, 6, 1), position="учитель физики"
    )
    TrainingFactory(person=person, finished_on=dt.date(2025, 5, 31))
    indicator = custom(
        {"of": {"population": "staff"}, "with": {"fact": "training"}}, moved_person=moved_person
    )

    evaluation = Evaluation([indicator], scope=Scope(municipality_id=school.municipality_id), period=PERIOD)
    places = {pk: found.numerator for pk, found in evaluation.by_organization(indicator).items()}

    assert (places.get(school.pk), places[other.pk]) == (old, new)
    assert evaluation.value(indicator).numerator == 1  # within the municipality nothing is lost


def test_a_closed_organization_is_no_longer_counted(school):
    OrganizationFactory(municipality=school.municipality, closed_on=LAST)
    OrganizationFactory(municipality=school.municipality, closed_on=LAST + dt.timedelta(days=1))

    assert value(shipped("B5"), school).denominator == 2


def test_an_event_of_a_neighbour_counts_for_the_organization_of_its_participant(school):
    event = EventFactory(held_on=LAST)
    event.topics.set([TermFactory(key="objectivity")])
    ParticipationFactory(person=EmploymentFactory(organization=school).person, event=event)

    assert value(shipped("B5"), school).included == {school.pk}


# --- Words of the field ------------------------------------------------------------------------------------------------------
def test_a_topic_is_found_by_title_synonym_key_and_by_what_was_merged_into_it(school):
    literacy = TermFactory(key="functional_literacy")
    own = TermFactory(key="own_word", title="читательская грамотность", merged_into=literacy)
    for term in (literacy, own):
        programme = ProgrammeFactory()
        programme.topics.set([term])
        TrainingFactory(person=EmploymentFactory(organization=school).person, programme=programme)

    found = [
        value(
            custom(
                {"of": {"population": "staff"}, "with": {"fact": "training", "where": {"topics": [word]}}}
            ),
            school,
        )
        for word in ("функциональная грамотность", "ФГ", "functional_literacy", "Читательская  грамотность")
    ]

    assert [each.numerator for each in found] == [2, 2, 2, 2]


def test_an_unknown_word_finds_nothing_and_is_told(school):
    EmploymentFactory(organization=school)
    indicator = custom(
        {"of": {"population": "staff"}, "with": {"fact": "training", "where": {"topics": ["астрология"]}}}
    )

    found = explain(indicator, scope=Scope(municipality_id=school.municipality_id), period=PERIOD)

    assert (found.included, found.unknown_words) == ([], ["астрология"])


# --- Reasons -----------------------------------------------------------------------------------------------------------------
def test_no_base_is_no_value(school):
    found = value(shipped("A13"), school)

    assert (found.value, found.numerator, found.denominator) == (None, 0, 0)
    assert gap(found, op=">=", target=5) is None


@pytest.mark.parametrize(
    ("programme", "finished_on", "told"),
    [
        ({}, dt.date(2025, 12, 12), "курс закончился 12.12.2025, после даты отчёта"),
        ({}, dt.date(2024, 12, 20), "курс закончился 20.12.2024, раньше 01.01.2025"),
        ({"in_federal_register": False}, LAST, "программы нет в Федеральном реестре"),
        ({"in_federal_register": None}, LAST, "не указано: Федеральный реестр"),
        (
            {"provider__kind": "university"},
            LAST,
            "вид организатора обучения — вуз (нужно: институт или ЦНППМ)",
        ),
    ],
)
def test_a_reason_names_the_first_thing_that_the_record_misses(school, programme, finished_on, told):
    person = EmploymentFactory(organization=school).person
    TrainingFactory(person=person, programme=ProgrammeFactory(**programme), finished_on=finished_on)

    assert reason(shipped("A3.2"), school) == told


def test_of_several_records_the_nearest_miss_is_told(school):
    person = EmploymentFactory(organization=school).person
    far = ProgrammeFactory(provider__kind="university", in_federal_register=False)
    TrainingFactory(person=person, programme=far, finished_on=LAST)
    TrainingFactory(person=person, finished_on=dt.date(2025, 12, 12))

    assert reason(shipped("A3.2"), school) == "курс закончился 12.12.2025, после даты отчёта"


def test_without_any_record_the_condition_itself_is_told(school):
    EmploymentFactory(organization=school)

    assert reason(shipped("A3.2"), school) == (
        "нет записей: законченное обучение (программа в Федеральном реестре; вид организатора обучения — институт или ЦНППМ; "
        "дата в отчётном периоде)"
    )


def test_a_name_on_the_list_without_presence_does_not_count(school):
    person = EmploymentFactory(organization=school).person
    event = EventFactory(municipality=school.municipality, within_system=True)
    ParticipationFactory(person=person, event=event, was_present=False)

    assert reason(shipped("B4.1"), school) == "записан, но не присутствовал"


def test_a_pair_without_an_order_is_told(school):
    pair = MentorshipFactory()
    EmploymentFactory(organization=school, person=pair.mentee)
    indicator = custom(
        {
            "of": {"population": "staff"},
            "with": {"fact": "mentorships", "where": {"role": "mentee", "has_act": True}},
        }
    )

    assert reason(indicator, school) == "пара без приказа"


def test_too_few_hours_are_told_with_what_there_is(school):
    TrainingFactory(person=EmploymentFactory(organization=school).person)
    indicator = custom(
        {
            "of": {"population": "staff"},
            "with": {"fact": "training", "sum": {"field": "hours", "at_least": 72}},
        }
    )

    assert reason(indicator, school) == "часы: 36 из нужных 72"


def test_a_wrong_kind_of_organization_and_a_missing_status_are_told(school):
    EmploymentFactory(organization=school)
    kind = custom(
        {"of": {"population": "staff"}, "with": {"attribute": "organization_kind", "in": ["kindergarten"]}}
    )
    status = custom(
        {"of": {"population": "organizations"}, "with": {"attribute": "status", "in": ["risk_zone"]}}
    )

    assert reason(kind, school) == "вид организации — школа (нужно: детский сад)"
    assert reason(status, school) == "нет: статус на дату отчёта — зона риска"


def test_an_organization_is_proved_by_its_act(school):
    DocumentFactory(
        municipality=school.municipality,
        organization=school,
        kind="mentoring_regulation",
        number="7",
        title="Положение",
    )
    scope = Scope(municipality_id=school.municipality_id)

    (member,) = explain(shipped("B2"), scope=scope, period=PERIOD).included

    assert (member.name, member.records) == ("Берёзовская СОШ", ["Положение № 7 от 01.03.2025"])


def test_a_count_of_events_shows_each_and_those_that_were_not_held(school):
    EventFactory(municipality=school.municipality, title="День эксперта", within_system=True)
    EventFactory(municipality=school.municipality, title="Десант", within_system=True, state="planned")

    found = explain(shipped("B4"), scope=Scope(municipality_id=school.municipality_id), period=PERIOD)

    assert [member.name for member in found.included] == ["«День эксперта», 01.03.2025"]
    assert [(member.name, member.reason) for member in found.excluded] == [
        ("«Десант», 01.03.2025", "мероприятие не состоялось")
    ]


def test_a_sum_adds_a_field_of_the_records(school):
    for hours in (36, 72):
        person = EmploymentFactory(organization=school).person
        TrainingFactory(person=person, programme=ProgrammeFactory(hours=hours))
    indicator = custom({"of": {"population": "training"}, "sum": "hours"}, measure="sum", decimals=0)

    found = value(indicator, school)

    assert (found.value, found.numerator, found.member_kind) == (108, 2, "training")


# --- Numbers -----------------------------------------------------------------------------------------------------------------
def share(numerator, denominator):
    ids = frozenset(range(denominator))
    percent = Decimal(numerator * 100) / denominator
    return Value(
        "A1", "", "share", "person", numerator, denominator, percent, 1, frozenset(range(numerator)), ids
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "op", "target", "missing"),
    [
        (22, 248, ">=", 10, 3),
        (25, 248, ">=", 10, 0),
        (25, 248, "=", Decimal("10"), 0),
        (0, 22, ">=", Decimal("4.5"), 1),
        (22, 23, ">=", 100, 1),
        (3, 10, "<=", 20, 1),
        (2, 10, "<=", 20, 0),
        (0, 10, ">=", 0, 0),
        (2, 10, ">", 20, 1),
        (3, 10, ">", 20, 0),
        (25, 248, ">", 10, 0),
        (2, 10, "<", 20, 1),
        (1, 10, "<", 20, 0),
        (24, 248, "<", 10, 0),
        (25, 248, "<", 10, 1),
    ],
)
def test_the_gap_is_in_whole_persons(numerator, denominator, op, target, missing):
    assert gap(share(numerator, denominator), op=op, target=target) == missing


def test_a_share_is_rounded_half_up(school):
    for number in range(16):
        person = EmploymentFactory(organization=school).person
        if number == 0:
            TrainingFactory(person=person)

    assert value(shipped("A3"), school).value == Decimal("6.3")  # 6.25


# --- Cost --------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_all_indicators_of_a_page_cost_a_constant_number_of_queries(school, django_assert_num_queries, count):
    for _ in range(count):
        person = EmploymentFactory(organization=school).person
        TrainingFactory(person=person)
        RouteFactory(person=person)
        OrganizationStatusFactory(organization=OrganizationFactory(municipality=school.municipality))
    indicators = indicators_in_force(LAST)

    with django_assert_num_queries(15):
        evaluate(indicators, scope=Scope(municipality_id=school.municipality_id), period=PERIOD)


@pytest.mark.parametrize("count", [1, 3])
def test_an_explanation_costs_a_constant_number_of_queries(school, django_assert_num_queries, count):
    for _ in range(count):
        person = EmploymentFactory(organization=school).person
        TrainingFactory(person=person)
        RouteFactory(person=person)
    indicator = shipped("B9")

    with django_assert_num_queries(15):
        explain(indicator, scope=Scope(municipality_id=school.municipality_id), period=PERIOD)
