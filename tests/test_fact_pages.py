"""What is true of the list, create, edit and delete pages of every kind of fact; who may open them: tests/test_access_matrix.py."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from masterstvo.accounts.models import User
from masterstvo.core import audit
from masterstvo.core.models import AuditRecord
from tests.factories import contests, facts
from tests.factories.organizations import (
    OrganizationFactory,
    OrganizationFigureFactory,
    OrganizationStatusFactory,
)
from tests.factories.people import EmploymentFactory, VacancyFactory

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Fact:
    """``n_queries``: of the list, whatever the number of rows; ``school``: what the head of the row's school gets on edit."""

    name: str
    factory: Any
    n_queries: int
    school: int = 200
    of: str = "person"


FACTS = [
    Fact("training:training", facts.TrainingFactory, 14),
    Fact("mentoring:mentorship", facts.MentorshipFactory, 15, of="mentee"),
    Fact("contests:entry", contests.EntryFactory, 13),
    Fact("experts:expertappointment", facts.ExpertAppointmentFactory, 16, school=403),
    Fact("diagnostics:diagnostic", facts.DiagnosticFactory, 13, school=403),
    Fact("routes:route", facts.RouteFactory, 14),
    Fact("quality:pupilresult", facts.PupilResultFactory, 10, of="organization"),
    Fact("events:event", facts.EventFactory, 12, school=403, of="municipality"),
    Fact("people:vacancy", VacancyFactory, 9, of="organization"),
    Fact("organizations:organizationstatus", OrganizationStatusFactory, 10, school=403, of="organization"),
    Fact("organizations:organizationfigure", OrganizationFigureFactory, 10, of="organization"),
]
each_fact = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)


def make(fact, job, number=0):
    if fact.of == "organization":
        more = (
            {"year": 2020 + number}
            if "year" in {f.name for f in fact.factory._meta.model._meta.fields}
            else {}
        )
        if fact.name in ("organizations:organizationstatus", "people:vacancy"):
            day = dt.date(2020 + number, 1, 1)
            more = {"starts_on": day} if "status" in fact.name else {"opened_on": day}
        return fact.factory(organization=job.organization, **more)
    if fact.of == "municipality":
        return fact.factory(municipality=job.organization.municipality)
    person = job.person if number == 0 else EmploymentFactory(organization=job.organization).person
    return fact.factory(**{fact.of: person})


@pytest.fixture
def job():
    return EmploymentFactory(organization=OrganizationFactory(), person__last_name="Семёнова")


def entered(client, row):
    """Say in the log that whoever is signed in entered ``row``: a measurement is corrected by those who may read it."""
    if "_auth_user_id" in client.session:
        audit.record(User.objects.get(pk=client.session["_auth_user_id"]), "tests.add", row)


def rows(response):
    return response.context["table"].lines


@each_fact
@pytest.mark.parametrize("count", [1, 3])
def test_list_queries_do_not_grow(sign_in, django_assert_num_queries, job, fact, count):
    for number in range(count):
        make(fact, job, number)
    client = sign_in(municipality=job.organization.municipality)

    with django_assert_num_queries(fact.n_queries):
        response = client.get(reverse(f"{fact.name}_list"))

    assert len(rows(response)) == count


@each_fact
def test_a_school_corrects_what_it_has_at_hand(as_actor, job, fact):
    row = make(fact, job)
    client = as_actor("school", job.organization.municipality, job.organization)
    edit = reverse(f"{fact.name}_edit", args=[row.pk])

    shown = client.get(reverse(f"{fact.name}_list"))

    assert client.get(edit).status_code == fact.school
    assert [url for _, url in rows(shown)] == [edit if fact.school == 200 else ""]


@each_fact
def test_an_empty_form_is_refused_with_422(sign_in, job, fact):
    client = sign_in(municipality=job.organization.municipality)

    assert client.post(reverse(f"{fact.name}_create"), {}).status_code == 422


@each_fact
def test_a_row_is_removed_with_a_reason_that_the_log_keeps(sign_in, job, fact):
    row = make(fact, job)
    client = sign_in(municipality=job.organization.municipality)
    entered(client, row)
    url = reverse(f"{fact.name}_delete", args=[row.pk])

    refused = client.post(url, {"reason": ""})
    removed = client.post(url, {"reason": "Внесено дважды"})

    assert (refused.status_code, removed.status_code) == (422, 302)
    assert not type(row).objects.filter(pk=row.pk).exists()
    record = AuditRecord.objects.exclude(action="tests.add").get()
    assert (record.reason, record.object_id, bool(record.changes)) == ("Внесено дважды", row.pk, True)


@each_fact
def test_a_list_goes_to_excel_whole(sign_in, job, fact):
    make(fact, job)
    make(fact, job, 1)
    client = sign_in(municipality=job.organization.municipality)

    response = client.get(reverse(f"{fact.name}_list"), {"as": "xlsx"})

    assert load_workbook(BytesIO(response.content)).active.max_row == 3


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.of in ("person", "mentee")], ids=lambda fact: fact.name
)
@pytest.mark.parametrize(("asked", "found"), [("семенова", 1), ("СЕМЁНОВА анна", 1), ("сидорова", 0)])
def test_a_list_finds_a_person_whatever_the_case_and_yo(sign_in, job, fact, asked, found):
    make(fact, job)
    client = sign_in(municipality=job.organization.municipality)

    assert len(rows(client.get(reverse(f"{fact.name}_list"), {"q": asked}))) == found


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.of != "municipality"], ids=lambda fact: fact.name
)
def test_a_list_narrows_to_an_organization(sign_in, job, fact):
    make(fact, job)
    other = OrganizationFactory(municipality=job.organization.municipality)
    client = sign_in(municipality=job.organization.municipality)
    url = reverse(f"{fact.name}_list")

    assert [len(rows(client.get(url, {"organization": each.pk}))) for each in (job.organization, other)] == [
        1,
        0,
    ]
