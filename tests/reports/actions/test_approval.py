import datetime as dt

import pytest

from masterstvo.core.models import AuditRecord
from masterstvo.reports.actions.approval import add_approval, agree, edit_approval, remove_approval
from masterstvo.reports.actions.report import ReportIsApproved, approve_report, create_report
from masterstvo.reports.composition import compose
from masterstvo.reports.models import ReportApproval
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportApprovalFactory
from tests.reports.conftest import AS_OF


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def user(db):
    return UserFactory()


def last_record():
    return AuditRecord.objects.order_by("-pk").first()


def test_a_line_says_who_does_what_until_when(report, user):
    add_approval(
        report=report, name=" Тюрина  О. С.", task="проверяет", due_on=dt.date(2025, 11, 25), by=user
    )

    line = report.approvals.get()
    assert (line.name, line.task, line.due_on, line.agreed_on) == (
        "Тюрина О. С.",
        "проверяет",
        dt.date(2025, 11, 25),
        None,
    )
    assert last_record().action == "reports.add_approval"


def test_a_change_is_recorded_with_what_was_before(report, user):
    line = ReportApprovalFactory(report=report, task="проверяет")

    edit_approval(approval=line, by=user, task="подписывает приказ")

    assert last_record().changes == {"task": ["проверяет", "подписывает приказ"]}


def test_agreement_is_a_day(report, user):
    line = ReportApprovalFactory(report=report)

    agree(approval=line, on=AS_OF, by=user)

    assert report.approvals.get().agreed_on == AS_OF
    assert last_record().action == "reports.agree"


def test_the_log_keeps_a_line_that_was_taken_off(report, user):
    remove_approval(approval=ReportApprovalFactory(report=report), by=user)

    assert not report.approvals.exists()
    assert last_record().changes["name"] == ["Тюрина О. С.", None]


def test_the_sheet_of_an_approved_report_stays_as_it_was_printed(report, user):
    line = ReportApprovalFactory(report=report)
    approved = approve_report(report, by=user)

    for refused in (
        lambda: add_approval(report=approved, name="Громов А. П.", by=user),
        lambda: edit_approval(approval=line, name="Громов А. П.", by=user),
        lambda: agree(approval=line, on=AS_OF, by=user),
        lambda: remove_approval(approval=line, by=user),
    ):
        with pytest.raises(ReportIsApproved):
            refused()
    assert [row.name for row in compose(approved).approvals] == ["Тюрина О. С."]


def test_in_the_next_edition_the_same_people_agree_anew(report, user, district):
    ReportApprovalFactory(report=report, task="проверяет", agreed_on=AS_OF)
    approve_report(report, by=user)

    following = create_report(plan=district.plan, as_of=AS_OF, by=user)

    assert list(following.approvals.values_list("name", "task", "agreed_on")) == [
        ("Тюрина О. С.", "проверяет", None)
    ]
    assert ReportApproval.objects.count() == 2
