import datetime as dt

import pytest

from masterstvo.reports.checks import run_checks
from tests.factories.documents import DocumentFactory
from tests.factories.facts import EventFactory


@pytest.fixture
def found(facts):
    return lambda key: [finding.what for finding in run_checks(facts(), only=[key])]


def say(district, text, **values):
    for name, value in {"actual_result": text, **values}.items():
        setattr(district.activity, name, value)
    district.activity.save()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("913.03.2025 года протокол № 2", "913.03.2025"),
        ("совещание 31.02.2025", "31.02.2025"),
        ("совещание 13.03.2025, п. 2.1.3, 192.168.10.2024", None),
        ("https://example.org/45.13.2025/a", None),
    ],
)
def test_an_impossible_date_is_found(found, district, text, wrong):
    say(district, text)

    assert found("impossible_date") == ([f"Такой даты нет: «{wrong}»."] if wrong else [])


def test_a_result_is_not_later_than_the_report(found, district):
    say(district, "Перенесён на 12.12.2025.")

    assert found("date_after_report") == [
        "В результате названа дата 12.12.2025, отчёт составлен на 30.11.2025."
    ]


def test_events_after_the_report_are_said_to_be_left_out(found, district):
    EventFactory(
        municipality=district.municipality, held_on=dt.date(2025, 12, 5), title="Педагогический форум"
    )

    assert found("event_after_report") == [
        "После 30.11.2025 внесены события, в отчёт они не вошли: 05.12.2025 «Педагогический форум»."
    ]


def test_an_order_does_not_approve_the_future(found, report):
    report.order_on = dt.date(2025, 11, 28)
    report.save()

    assert found("report_dates") == ["Приказ от 28.11.2025 утверждает данные на 30.11.2025, то есть будущие."]


def test_the_date_lies_in_the_year_of_the_report_and_has_come(found, report):
    report.as_of = dt.date(2999, 1, 1)
    report.order_on = None
    report.save()

    assert found("report_dates") == [
        "Отчёт за 2025 год составлен на 01.01.2999: это другой год.",
        "01.01.2999 ещё не наступило, данных на этот день нет.",
    ]


def test_an_order_has_number_date_and_signer(found, report):
    report.order_number, report.signer = "", ""
    report.save()

    assert found("requisites") == ["Не указано: номер приказа, кто подписывает."]


@pytest.mark.parametrize(
    ("day", "count"), [(dt.date(2024, 9, 3), 1), (dt.date(2025, 3, 3), 0), (dt.date(2025, 12, 1), 1)]
)
def test_a_document_of_another_year_proves_nothing(found, district, day, count):
    document = DocumentFactory(municipality=district.municipality, number="258-од", dated_on=day)
    district.activity.evidence.create(document=document)

    assert len(found("proof_of_another_time")) == count


def test_a_link_dated_half_a_year_later_is_noted(found, district):
    say(district, "Проведён https://example.org/news/2025-09-27-12")

    assert found("link_of_another_time") == ["Срок мероприятия 31.03.2025, а ссылка датирована 27.09.2025."]
