"""A contest with a jury, ready to be marked."""

import datetime as dt

from django.utils import timezone

from masterstvo.contests.actions.marking import keep_marks
from masterstvo.contests.models import Assignment
from tests.factories.accounts import UserFactory
from tests.factories.assessments import VersionFactory
from tests.factories.contests import (
    ContestFactory,
    CriteriaFactory,
    EntryFactory,
    JuryMemberFactory,
    JuryRulesFactory,
    PhaseFactory,
)
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory

NOW = timezone.now()
POINTS = {"kind": "points", "maximum": 100}
CONTENT = {
    "levels": [],
    "sections": [
        {"key": "idea", "title": "Замысел", "criteria": [{"key": "q1", "text": "Новизна", "scale": POINTS}]},
        {
            "key": "work",
            "title": "Исполнение",
            "criteria": [{"key": "q2", "text": "Качество", "scale": POINTS}],
        },
    ],
}


def contest_with_jury(n_entries=4, n_jurors=3, *, municipality=None, **rules):
    """Return a running contest in its marking, with entries and jurors who share no school."""
    values = {"municipality": municipality} if municipality else {}
    contest = ContestFactory(own=True, **values)
    for kind in ("marking", "decision"):
        PhaseFactory(contest=contest, kind=kind)
    version = VersionFactory(content=CONTENT, instrument__subject="entry")
    CriteriaFactory(contest=contest, version=version)
    JuryRulesFactory(contest=contest, **{"jurors_per_entry": 2, **rules})
    for number in range(n_entries):
        job = EmploymentFactory(organization=OrganizationFactory(municipality=contest.municipality))
        EntryFactory(
            sent=True, contest=contest, state="admitted", code=f"К{number:02}", person=job.person,
            organization=job.organization, title_for_jury=f"Урок {number}",
        )  # fmt: skip
    for _ in range(n_jurors):
        add_juror(contest)
    return contest


def add_juror(contest, **values):
    job = EmploymentFactory(
        organization=OrganizationFactory(municipality=contest.municipality), person__user=UserFactory()
    )
    return JuryMemberFactory(contest=contest, appointment__person=job.person, **values)


def mark(assignment, percent, *, other=None, now=None):
    """Fill all sheets of ``assignment``: so many percent of each of the two criteria."""
    for sheet in assignment.sheets.order_by("pk"):
        sent = {"q1": [str(percent)], "q2": [str(percent if other is None else other)]}
        keep_marks(sheet, sent=sent, by=None, now=now or timezone.localtime())


def mark_all(contest, percent_of):
    """Mark whatever is given. ``percent_of``: callable(assignment) -> percent."""
    for each in Assignment.objects.filter(entry__contest=contest, state="given").order_by("pk"):
        mark(each, percent_of(each))


def end_phase(contest, kind="marking"):
    contest.phases.filter(kind=kind).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
