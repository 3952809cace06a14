"""Each case is one that a real report of 2025 failed, told of fictional people."""

from decimal import Decimal

import pytest

from masterstvo.reports.checks import run_checks
from masterstvo.reports.checks.texts import fits_whole
from tests.factories.indicators import IndicatorFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import TargetFactory, TargetValueFactory
from tests.factories.reports import TargetReasonFactory

OF_TEACHERS = "10 % от общей численности педагогических работников"


@pytest.fixture
def found(facts):
    return lambda key: [finding.what.replace("\u00a0", " ") for finding in run_checks(facts(), only=[key])]


@pytest.fixture
def written(district):
    """Add a target whose fact somebody wrote by hand."""

    def add(fact, *, plan=10, parent=None, target_text=OF_TEACHERS, **values):
        target = TargetFactory(
            plan=district.plan,
            parent=parent,
            indicator_code="",
            fact_text=fact,
            target_text=target_text,
            position=9,
            **values,
        )
        if plan is not None:
            TargetValueFactory(target=target, value=plan)
        return target

    return add


def test_a_missed_target_needs_a_reason(found, report, district):
    district.target.values.update(value=50)
    before = found("missed_without_reason")
    TargetReasonFactory(report=report, target=district.target)

    assert before == ["Факт 30 % (3 из 10) ниже плана не менее 20 %, причина не указана."]
    assert found("missed_without_reason") == []


def test_a_written_fact_below_its_plan_needs_a_reason_too(found, written):
    written("2,6%")

    assert len(found("missed_without_reason")) == 1


def test_a_reached_target_needs_none(found):
    assert found("missed_without_reason") == []


def test_no_data_is_not_zero(found, written):
    written("")
    assert len(found("no_fact")) == 1

    written("0")
    assert len(found("no_fact")) == 1


def test_a_promise_is_not_a_fact(found, written):
    written("Мероприятие запланировано на 28.11.2025 года")

    assert found("plan_instead_of_fact") == [
        "В столбце факта стоит намерение: «Мероприятие запланировано на 28.11.2025 года»."
    ]


def test_a_cut_cell_is_noticed(found, written):
    written("92% (в т.ч. 58")

    assert len(found("cut_fact")) == 1


def test_a_written_part_is_not_greater_than_its_whole(found, written):
    whole = written("10%")
    written("16%", parent=whole, title="на муниципальном уровне")

    assert found("parts_exceed_whole") == ["Часть (16) больше целого (10)."]


def test_a_computed_part_stands_within_its_whole(found, district):
    parent = district.indicator
    IndicatorFactory(code="A1.1", parent=parent, edition=parent.edition)
    TargetFactory(plan=district.plan, parent=district.target, indicator_code="A1.1", title="из них")

    assert found("parts_exceed_whole") == []


def test_parts_that_leave_points_to_nobody_want_a_word(found, written):
    whole = written("44,6%", plan=10)
    written("2%", plan=4, parent=whole, title="в университете")
    written("25,6%", plan=6, parent=whole, title="в институте")

    assert found("parts_short_of_whole") == [
        "По плану части складываются в целое, по факту – нет: без места осталось 17."
    ]


def test_a_share_of_ten_people_is_whole_people(found, written):
    written("11,5%")
    written("20%")

    assert found("share_is_not_whole") == ["11,5 % от 10 (педагогические работники) – не целое число."]


def test_one_headcount_fits_all_shares_of_the_same_people(found, written, district):
    for _ in range(290):
        EmploymentFactory(organization=district.school)
    for share in ("11,5", "44,6", "25,6", "2,6", "53,3", "31,2", "9,3", "64,6"):
        written(f"{share}%")

    (what,) = found("no_common_headcount")

    assert "11,5; 44,6" in what


def test_shares_that_one_headcount_gives_pass(found, written):
    written("33,3%")
    written("66,7%")

    assert found("no_common_headcount") == []


def test_the_base_of_one_category_is_one(found, district):
    IndicatorFactory(code="A2", edition=district.indicator.edition)

    assert found("several_headcounts") == []


def test_a_fact_written_in_the_plan_is_compared_with_the_counted(found, district):
    district.target.fact_text = "16%"
    district.target.save()

    assert found("written_fact_differs") == ["В плане записан факт «16%», по данным – 30 % (3 из 10)."]


def test_a_target_that_asks_for_a_part_of_a_person_is_noted(found, district):
    district.target.values.update(value=Decimal(15))

    assert found("target_is_not_whole") == ["15 % от 10 – это 1,5: план достижим только с 2."]


@pytest.mark.parametrize(
    ("share", "whole", "fits"),
    [
        ("11.5", 313, True),
        ("11.5", 300, False),
        ("2.5", 36, False),
        ("58", 36, True),
        ("4.4", 23, False),
        ("100", 7, True),
        ("5", 0, False),
    ],
)
def test_a_share_fits_when_a_whole_number_gives_it_rounded_or_cut(share, whole, fits):
    assert fits_whole(Decimal(share), whole) is fits
