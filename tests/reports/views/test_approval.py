import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.editing import correct
from tests.factories.reports import ReportApprovalFactory


@pytest.fixture
def methodist(sign_in, district):
    return sign_in(municipality=district.municipality)


def page(name, *arguments):
    return reverse(f"reports:{name}", args=arguments)


def test_the_report_page_shows_who_agrees_until_when(methodist, report):
    ReportApprovalFactory(report=report, task="проверяет", due_on=dt.date(2025, 11, 25))
    ReportApprovalFactory(
        report=report, name="Соколова И. В.", task="составляет", agreed_on=dt.date(2025, 11, 20)
    )

    text = methodist.get(page("report_detail", report.pk)).content.decode().split('id="approvals"')[1]

    assert "проверяет, до 25.11.2025" in text
    assert "составляет, согласовано 20.11.2025" in text
    assert text.count("согласие сегодня") == 1


def test_a_line_is_entered_and_changed(methodist, report):
    entered = methodist.post(
        page("approval_create", report.pk),
        {"name": "Тюрина О. С.", "task": "проверяет", "due_on": "2025-11-25"},
    )
    line = report.approvals.get()
    changed = correct(
        methodist,
        page("approval_edit", line.pk),
        {"name": "Тюрина О. С.", "task": "проверяет", "agreed_on": "2025-11-24"},
    )

    assert entered["Location"] == changed["Location"] == page("report_detail", report.pk) + "#approvals"
    line.refresh_from_db()
    assert (line.due_on, line.agreed_on) == (None, dt.date(2025, 11, 24))


def test_a_line_without_a_name_is_refused(methodist, report):
    response = methodist.post(page("approval_create", report.pk), {"name": "", "task": "проверяет"})

    assert response.status_code == 422
    assert not report.approvals.exists()


def test_agreement_is_noted_by_one_button(methodist, report):
    line = ReportApprovalFactory(report=report)

    methodist.post(page("approval_agree", line.pk))

    assert report.approvals.get().agreed_on == timezone.localdate()


def test_a_line_is_taken_off(methodist, report):
    methodist.post(page("approval_delete", ReportApprovalFactory(report=report).pk))

    assert not report.approvals.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_one_query_whatever_its_length(methodist, report, django_assert_num_queries, count):
    ReportApprovalFactory.create_batch(count, report=report)
    with django_assert_num_queries(55):
        response = methodist.get(page("report_detail", report.pk))

    assert response.content.count("согласие сегодня".encode()) == count
