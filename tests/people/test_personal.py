"""No table that leads to a person is forgotten."""

import pytest
from django.apps import apps

from masterstvo.accounts.models import User
from masterstvo.people.models import Person
from masterstvo.people.personal import holdings

OWN = [model for model in apps.get_models() if model.__module__.startswith("masterstvo.")]
DECLARED = {each.table: each for each in holdings()}
CHILDREN = {Person, User, *(table for table, each in DECLARED.items() if "" in each.paths)}


def _ways(model):
    """Yield how a row of ``model`` leads to a person: directly, through an account, or through a row that is a person's own."""
    for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many):
        if field.related_model is Person:
            yield field.name
        elif field.related_model is User:
            yield f"{field.name}__person"
        elif field.related_model in DECLARED and field.related_model not in (Person, User):
            yield f"{field.name}: {field.related_model._meta.label}"


# A share, a measurement and a deficit name their person themselves; a row of a file belongs to a load, and it is not the load that makes it somebody's; a report's parts are the report's.
OF_SOMETHING_ELSE = {
    "diagnostics.Diagnostic": "sheet: assessments.Sheet",
    "diagnostics.Deficit": "opened_by: diagnostics.Diagnostic, closed_by: diagnostics.Diagnostic",
    "routes.Route": "deficits: diagnostics.Deficit",
    "routes.RouteStep": "route: routes.Route, mentor: mentoring.MentorProfile, pair: mentoring.Mentorship, sheet: assessments.Sheet, training: training.Training, participation: events.Participation, repeat: practices.Repeat",
    "diagnostics.Share": "diagnostic: diagnostics.Diagnostic",
    "training.TrainingRequest": "training: training.Training",
    "events.Certificate": "participation: events.Participation, replaces: events.Certificate",
    "mentoring.Mentorship": "need: mentoring.MenteeNeed, predecessor: mentoring.Mentorship",
    "mentoring.PairSheet": "mentorship: mentoring.Mentorship",
    "mentoring.PairTask": "mentorship: mentoring.Mentorship",
    "mentoring.Conversation": "mentorship: mentoring.Mentorship",
    "contests.Entry": "team: contests.Entry, moved_from: contests.Entry",
    "contests.EntryFile": "entry: contests.Entry",
    "contests.EntryCopy": "source: contests.EntryFile",
    "contests.Diploma": "entry: contests.Entry",
    "contests.JuryMember": "appointment: experts.ExpertAppointment, replaced_by: contests.JuryMember",
    "contests.Appeal": "entry: contests.Entry",
    "contests.Assignment": "entry: contests.Entry, member: contests.JuryMember, appeal: contests.Appeal",
    "contests.MarkSheet": "assignment: contests.Assignment",
    "awards.Nomination": "given: awards.GivenAward",
    "imports.ImportRow": "batch: imports.ImportBatch",
    "reports.FrozenValue": "report: reports.Report",
    "reports.Narrative": "report: reports.Report",
    "reports.TargetReason": "report: reports.Report",
    "reports.CheckNote": "report: reports.Report",
    "reports.ReportApproval": "report: reports.Report",
}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_table_that_leads_to_a_person_is_declared(model):
    ways = {
        way for way in _ways(model) if way not in OF_SOMETHING_ELSE.get(model._meta.label, "").split(", ")
    }
    declared = set(DECLARED[model].ways) if model in DECLARED else set()

    assert ways - {"user__person"} <= declared  # declare it in <app>/personal.py
    if model is not Person:
        assert "user__person" not in ways - declared


@pytest.mark.parametrize("holding", holdings(), ids=lambda each: each.model)
def test_every_declaration_names_columns_that_exist_and_says_why_a_row_stays(holding):
    columns = {field.name for field in holding.table._meta.get_fields()}

    assert {*holding.personal, *holding.secret, *holding.own} <= columns
    assert holding.why or holding.fate == "removed"
    assert holding.paths or holding.also or holding.made


def test_rows_about_a_person_are_told_from_rows_that_the_person_made():
    made = {(each.model, path) for each in holdings() for path in each.made}

    assert made == {
        ("assessments.Sheet", "respondent__person"),
        ("accounts.Invitation", "invited_by__person"),
        ("core.AuditRecord", "by__person"),
        ("people.CardReading", "by__person"),
        ("people.Export", "by__person"),
        ("routes.Route", "accompanied_by__person"),
        ("routes.RouteStep", "observer"),
        ("contests.Appeal", "filed_by__person"),
        ("contests.Entry", "agreed_by__person"),
        ("contests.Entry", "applicant__person"),
        ("contests.EntryCopy", "confirmed_by__person"),
        ("contests.Assignment", "member__appointment__person"),
        ("contests.MarkSheet", "assignment__member__appointment__person"),
        ("practices.FileCopy", "confirmed_by__person"),
        ("documents.DocumentFile", "added_by__person"),
        ("training.TrainingRequest", "asked_by__person"),
        ("reports.Report", "approved_by__person"),
        ("imports.ImportBatch", "by__person"),
        ("privacy.Consent", "collected_by__person"),
        ("privacy.Erasure", "by__person"),
    }
