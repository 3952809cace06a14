import datetime as dt
import io
from functools import partial

import docx
import pytest
from django.db import transaction
from django.urls import reverse

from masterstvo.core.errors import Stale
from masterstvo.core.models import AuditRecord
from masterstvo.core.sandbox import run_limited
from masterstvo.core.versions import token_of
from masterstvo.people.models import Export
from masterstvo.reports.actions import report as actions
from masterstvo.reports.composition import compose
from masterstvo.reports.models import FrozenValue, Narrative, Report
from masterstvo.reports.word import InvalidTemplate
from tests.factories.accounts import UserFactory
from tests.factories.facts import TrainingFactory
from tests.factories.organizations import GrantFactory
from tests.factories.plans import ActivityFactory, PlanFactory
from tests.factories.reports import CheckNoteFactory, NarrativeFactory, TargetReasonFactory
from tests.reports.conftest import AS_OF
from tests.reports.test_template import GOOD, template


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def approved(report, user):
    return actions.approve_report(report, by=user)


def test_a_report_begins_as_a_draft_of_its_year(district, user):
    report = actions.create_report(plan=district.plan, as_of=AS_OF, by=user)

    assert (report.year, report.edition, report.state) == (2025, 1, "draft")
    assert AuditRecord.objects.get().action == "reports.create_report"


def test_there_is_one_draft_a_year(report, district, user):
    with pytest.raises(actions.DraftExists):
        actions.create_report(plan=district.plan, as_of=AS_OF, by=user)


def test_a_year_outside_the_plan_is_refused(user, db):
    with pytest.raises(actions.WrongYear):
        actions.create_report(plan=PlanFactory(), as_of=dt.date(2024, 5, 1), by=user)


def test_a_correction_is_a_new_edition_with_the_words_of_the_last(approved, district, user):
    TargetReasonFactory(report=approved, target=district.target, text="причина")
    CheckNoteFactory(report=approved, finding="x:y:z", text="пояснение")

    report = actions.create_report(plan=district.plan, as_of=AS_OF, by=user)

    assert (report.edition, report.state, report.signer, report.order_number) == (
        2,
        "draft",
        "А. П. Громов",
        "",
    )
    assert report.narratives.get().conclusions == "Продолжить обучение в сельских школах."
    assert (report.reasons.get().text, report.check_notes.get().text) == ("причина", "пояснение")


def test_edits_are_recorded_with_what_was_before(report, user):
    actions.edit_report(report, by=user, signer="Б. В. Седов")

    assert AuditRecord.objects.get().changes == {"signer": ["А. П. Громов", "Б. В. Седов"]}


def test_the_date_stays_in_the_year(report, user):
    with pytest.raises(actions.WrongYear):
        actions.edit_report(report, by=user, as_of=dt.date(2026, 1, 1))


def test_a_section_is_written_over_the_version_that_was_read(report, district, user):
    narrative = report.narratives.get()
    token = token_of(narrative, actions.NARRATIVE_FIELDS)

    saved = actions.write_narrative(
        report=report, direction=district.direction, token=token, by=user, problems=" Мало мест "
    )

    assert (saved.problems, saved.conclusions) == ("Мало мест", "Продолжить обучение в сельских школах.")


def test_two_people_do_not_overwrite_each_other(report, district, user):
    token = token_of(report.narratives.get(), actions.NARRATIVE_FIELDS)
    write = {"report": report, "direction": district.direction, "token": token, "by": user}
    actions.write_narrative(**write, problems="первый")

    with pytest.raises(Stale) as refusal:
        actions.write_narrative(**write, problems="второй")

    assert refusal.value.theirs.problems == "первый"
    assert report.narratives.get().problems == "первый"


def test_a_new_section_written_meanwhile_is_not_overwritten_either(report, district, user):
    Narrative.objects.all().delete()
    NarrativeFactory(report=report, direction=district.direction, problems="первый")

    with pytest.raises(Stale):
        actions.write_narrative(report=report, direction=district.direction, token="", by=user, problems="x")


def test_a_reason_is_given_changed_and_taken_back(report, district, user):
    give = {"report": report, "target": district.target, "by": user}
    actions.give_reason(**give, text="мало мест")
    actions.give_reason(**give, text="нет мест")
    assert report.reasons.get().text == "нет мест"

    actions.give_reason(**give, text=" ")
    assert not report.reasons.exists()


def test_a_finding_is_explained_by_its_key(report, user):
    actions.explain_finding(report=report, finding="same_proof:link:abc", text="одна папка", by=user)

    assert report.check_notes.get().text == "одна папка"


def test_an_own_template_is_checked_before_it_is_taken(report, user):
    with pytest.raises(InvalidTemplate):
        actions.set_template(report, name="a.docx", content=b"not a document", by=user)

    report = actions.set_template(report, name="a.docx", content=template("Наш бланк", *GOOD[1:]), by=user)
    assert docx.Document(io.BytesIO(actions.report_file(report))).paragraphs[0].text == "Наш бланк"


def test_an_own_template_is_filled_in_a_process_with_limits(report, user, settings, monkeypatch):
    settings.LIMIT_PARSERS = True
    actions.set_template(report, name="a.docx", content=template("Наш бланк", *GOOD[1:]), by=user)
    report.refresh_from_db()
    monkeypatch.setattr("masterstvo.reports.word.fill", None)  # the process of the server fills nothing

    assert docx.Document(io.BytesIO(actions.report_file(report))).paragraphs[0].text == "Наш бланк"


def test_a_template_beyond_the_limits_is_refused_in_one_sentence(report, user, settings, monkeypatch, client):
    actions.set_template(report, name="a.docx", content=template("Наш бланк", *GOOD[1:]), by=user)
    report.refresh_from_db()
    settings.LIMIT_PARSERS = True
    monkeypatch.setattr(actions, "run_limited", partial(run_limited, megabytes=25))

    with pytest.raises(InvalidTemplate, match="вернитесь к шаблону программы"):
        actions.report_file(report)
    client.force_login(GrantFactory(municipality=report.plan.municipality).user)
    page = client.get(reverse("reports:report_download", args=[report.pk]), follow=True)
    assert "вернитесь к шаблону программы" in page.content.decode()
    assert not Export.objects.exists()


def test_what_stands_against_the_report_keeps_it_from_approval(report, district, user):
    district.target.values.update(value=90)

    with pytest.raises(actions.NotReady, match="осталось 1\u00a0замечание"):
        actions.approve_report(report, by=user)

    assert Report.objects.get().state == "draft"
    assert not FrozenValue.objects.exists()


def test_what_needs_a_word_keeps_it_until_the_word_is_given(report, district, user):
    district.activity.evidence.all().delete()
    with pytest.raises(actions.NotReady) as refusal:
        actions.approve_report(report, by=user)
    (finding,) = refusal.value.findings

    actions.explain_finding(report=report, finding=finding.key, text="справка на бумаге", by=user)

    assert actions.approve_report(report, by=user).state == "approved"


def test_approval_freezes_numbers_members_and_formulas(approved, district, user):
    value = FrozenValue.objects.get(report=approved, code="A1")

    assert sorted(value.included) == sorted(person.pk for person in district.people[:3])
    assert sorted(value.base) == sorted(person.pk for person in district.people)
    assert (value.numerator, value.denominator, value.value) == (3, 10, 30)
    assert value.formula == district.indicator.formula
    assert (approved.approved_by, len(approved.sha256), approved.code_version) == (user, 64, "0.1.0")


def test_an_approved_report_says_the_same_whatever_happens_later(approved, district):
    before, file = compose(approved), actions.report_file(approved)
    TrainingFactory(person=district.people[5], finished_on=dt.date(2025, 5, 5))
    ActivityFactory(plan=district.plan, title="Внесено позже")
    district.direction.title = "Другое"
    district.direction.save()

    again = Report.objects.get(pk=approved.pk)

    assert compose(again) == before
    assert before.is_draft is False
    assert actions.report_file(again) == file


def test_the_seal_holds_after_a_trip_through_the_database(approved):
    assert actions.is_sealed(Report.objects.get(pk=approved.pk)) is True


@pytest.mark.parametrize(
    "tamper",
    [
        lambda report: FrozenValue.objects.filter(report=report, code="A1").update(value=99),
        lambda report: FrozenValue.objects.filter(report=report, code="A1").update(included=[]),
        lambda report: FrozenValue.objects.filter(report=report, code="A1").update(formula={}),
        lambda report: Report.objects.update(content=report.content | {"goal": "другая"}),
        lambda report: Report.objects.update(code_version="9"),
    ],
)
def test_the_seal_shows_any_change_made_behind_our_back(approved, tamper):
    tamper(approved)

    assert actions.is_sealed(Report.objects.get(pk=approved.pk)) is False


def test_nothing_changes_an_approved_report(approved, district, user):
    refused = [
        lambda: actions.edit_report(approved, by=user, signer="x"),
        lambda: actions.write_narrative(
            report=approved, direction=district.direction, token="", by=user, words={}
        ),
        lambda: actions.give_reason(report=approved, target=district.target, text="x", by=user),
        lambda: actions.explain_finding(report=approved, finding="x", text="x", by=user),
        lambda: actions.set_template(approved, name="x", content=b"", by=user),
        lambda: actions.approve_report(approved, by=user),
    ]
    for action in refused:
        with pytest.raises(actions.ReportIsApproved), transaction.atomic():
            action()

    assert actions.is_sealed(Report.objects.get(pk=approved.pk)) is True


def test_every_action_on_a_report_is_among_the_refused():
    """A new action must be added to the list above."""
    import inspect

    known = {
        "create_report",
        "edit_report",
        "write_narrative",
        "give_reason",
        "explain_finding",
        "set_template",
        "approve_report",
    }
    writing = {
        name
        for name, function in vars(actions).items()
        if inspect.isfunction(function)
        and function.__module__ == actions.__name__
        and "by" in inspect.signature(function).parameters
    }

    assert writing == known
