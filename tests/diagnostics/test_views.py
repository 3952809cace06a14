import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.facts import DiagnosticFactory, MentorshipFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
LIST = "diagnostics:diagnostic_list"


@pytest.fixture
def job():
    job = EmploymentFactory()
    DiagnosticFactory(
        person=job.person, competency="предметная", score=41, maximum=77, threshold=60, has_deficit=True
    )
    return job


SECRETS = ["предметная", "41", "77"]


def told(response):
    """Return which of the results the tables of a page tell."""
    panels = response.context.get("panels")
    tables = [response.context["table"]] if panels is None else [table for panel, table in panels]
    texts = {cell.text for table in tables for cells, _ in table.lines for cell in cells}
    return [secret for secret in SECRETS if secret in texts]


@pytest.mark.parametrize(
    ("actor", "seen"), [("methodist", SECRETS), ("head", []), ("observer", []), ("school", [])]
)
def test_results_are_read_by_the_methodist_while_others_know_only_of_the_measurement(
    as_actor, job, actor, seen
):
    client = as_actor(actor, job.organization.municipality, job.organization)

    listed, card = client.get(reverse(LIST)), client.get(job.person.get_absolute_url())

    assert (told(listed), told(card)) == (seen, seen)
    assert "01.03.2025" in listed.content.decode()


def test_results_are_hidden_in_excel_as_on_the_screen(as_actor, job):
    client = as_actor("school", job.organization.municipality, job.organization)

    sheet = load_workbook(BytesIO(client.get(reverse(LIST), {"as": "xlsx"}).content)).active

    values = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert values.isdisjoint(SECRETS)
    assert "видит методист" in values


def test_a_filter_does_not_tell_hidden_deficits(as_actor, job):
    client = as_actor("school", job.organization.municipality, job.organization)

    counts = [
        client.get(reverse(LIST), {"deficit": answer}).context["page"].n_rows for answer in ("1", "0", "")
    ]

    assert counts == [0, 0, 1]


def test_the_methodist_narrows_to_deficits(as_actor, job):
    client = as_actor("methodist", job.organization.municipality)

    counts = [client.get(reverse(LIST), {"deficit": answer}).context["page"].n_rows for answer in ("1", "0")]

    assert counts == [1, 0]


def test_people_read_their_own_results(client, job):
    job.person.user = UserFactory()
    job.person.save()
    client.force_login(job.person.user)

    assert told(client.get(job.person.get_absolute_url())) == SECRETS


@pytest.mark.parametrize(("ends_on", "seen"), [(None, SECRETS), (dt.date(2025, 6, 1), [])])
def test_the_mentor_reads_results_while_the_pair_works(client, job, ends_on, seen):
    user = GrantFactory(of_organization=True, organization=job.organization, role=Role.CURATOR).user
    mentor = PersonFactory(user=user)
    MentorshipFactory(mentor=mentor, mentee=job.person, ends_on=ends_on)
    client.force_login(user)

    assert told(client.get(job.person.get_absolute_url())) == seen
