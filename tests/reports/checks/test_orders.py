import datetime as dt

import pytest

from masterstvo.reports.checks import run_checks
from tests.factories.documents import DocumentFactory
from tests.factories.plans import ActivityEvidenceFactory, ActivityFactory


@pytest.fixture
def found(facts):
    return lambda key: [finding.what for finding in run_checks(facts(), only=[key])]


@pytest.fixture
def result(district):
    def say(text, *urls):
        activity = ActivityFactory(plan=district.plan, direction=district.direction, actual_result=text)
        for url in urls:
            ActivityEvidenceFactory(activity=activity, url=url)

    return say


def test_a_later_order_has_a_greater_number(found, district, result):
    DocumentFactory(municipality=district.municipality, number="180-од", dated_on=dt.date(2025, 6, 5))
    result("Приказ об итогах от 20.06.2025 № 160-од")

    assert found("orders_out_of_order") == [
        "Приказ № 160-од от 20.06.2025 издан позже приказа № 180-од от 05.06.2025, а номер у него меньше."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Приказ №181-од от 20.06.2025 года",
        "Приказ № 160-од от 20.06.2024",  # another year counts anew
        "Приказ № 160-к от 20.06.2025",  # another series
        "протокол № 2 от 20.06.2025",
    ],
)
def test_orders_in_order_pass(found, district, result, text):
    DocumentFactory(municipality=district.municipality, number="180-од", dated_on=dt.date(2025, 6, 5))
    result(text)

    assert found("orders_out_of_order") == []


def test_schools_number_their_own_orders(found, district, result):
    result("Приказ № 180-од от 05.06.2025")
    DocumentFactory(
        municipality=district.municipality,
        organization=district.school,
        number="3-од",
        dated_on=dt.date(2025, 9, 1),
    )

    assert found("orders_out_of_order") == []


def test_one_number_has_one_date(found, result):
    result("Приказ № 180-од от 05.06.2025 года")
    result("приказ от 15.06.2025 г. № 180 - од")

    assert found("order_with_two_dates") == [
        "Под № 180-од названы приказы от разных дат: 05.06.2025, 15.06.2025."
    ]


def test_results_do_not_come_before_the_contest_is_announced(found, district):
    DocumentFactory(
        municipality=district.municipality,
        number="180-од",
        dated_on=dt.date(2025, 6, 5),
        title="О проведении конкурса «Радуга»",
    )
    DocumentFactory(
        municipality=district.municipality,
        number="160-од",
        dated_on=dt.date(2025, 5, 5),
        title="Об итогах конкурса «Радуга»",
    )

    assert found("results_before_holding") == [
        "Приказ об итогах № 160-од от 05.05.2025 раньше приказа о проведении № 180-од от 05.06.2025."
    ]


def test_file_names_tell_of_orders_too(found, result):
    result(
        "Проведён",
        "https://example.org/prikaz_180-od_o_provedenii_konkursa_raduga.pdf",
        "https://example.org/prikaz_160-od_ob_itogakh_konkursa_raduga.pdf",
    )

    assert found("results_before_holding") == [
        "Приказ об итогах № 160-од раньше приказа о проведении № 180-од."
    ]


def test_results_of_another_contest_are_another_matter(found, result):
    result(
        "Проведён",
        "https://example.org/prikaz_180-od_o_provedenii_konkursa_raduga.pdf",
        "https://example.org/prikaz_160-od_ob_itogakh_konkursa_metodist.pdf",
    )

    assert found("results_before_holding") == []


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("https://example.org/index/творческие\\_конкурсы/0-72", 1),
        ("http:/example.org/a", 1),
        ("https://localhost", 1),
        ("https://example.org/plan.pdf", 0),
    ],
)
def test_a_link_that_leads_nowhere_is_found_by_its_form(found, result, url, count):
    result(f"См. {url}.")

    assert len(found("broken_link")) == count
