import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from masterstvo.accounts.models import User
from masterstvo.core.models import AuditRecord
from masterstvo.diagnostics.actions import add_diagnostic
from masterstvo.diagnostics.models import Share
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.facts import DiagnosticFactory, MentorshipFactory, RouteFactory, ShareFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
WARD_QUERIES = 7
LIST = "diagnostics:diagnostic_list"


@pytest.fixture
def job():
    job = EmploymentFactory()
    DiagnosticFactory(
        person=job.person, competency="предметная", score=41, maximum=77, threshold=60, has_deficit=True
    )
    return job


SECRETS = ["предметная", "41", "77"]


def signed_in(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def told(response):
    """Return which of the results the tables of a page tell."""
    panels = response.context.get("panels")
    tables = [response.context["table"]] if panels is None else [table for panel, table in panels]
    texts = {cell.text for table in tables for cells, _ in table.lines for cell in cells}
    return [secret for secret in SECRETS if secret in texts]


@pytest.mark.parametrize(
    ("actor", "seen"), [("methodist", []), ("head", []), ("observer", []), ("school", [])]
)
def test_a_role_alone_tells_only_that_a_measurement_took_place(as_actor, job, actor, seen):
    client = as_actor(actor, job.organization.municipality, job.organization)

    listed, card = client.get(reverse(LIST)), client.get(job.person.get_absolute_url())

    assert (told(listed), told(card)) == (seen, seen)
    assert "01.03.2025" in listed.content.decode()


def test_results_are_hidden_in_excel_as_on_the_screen(as_actor, job):
    client = as_actor("school", job.organization.municipality, job.organization)

    sheet = load_workbook(BytesIO(client.get(reverse(LIST), {"as": "xlsx"}).content)).active

    values = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert values.isdisjoint(SECRETS)
    assert "не показано" in values


def test_a_filter_does_not_tell_hidden_deficits(as_actor, job):
    client = as_actor("school", job.organization.municipality, job.organization)

    counts = [
        client.get(reverse(LIST), {"deficit": answer}).context["page"].n_rows for answer in ("1", "0", "")
    ]

    assert counts == [0, 0, 1]


def test_the_methodist_narrows_to_deficits(as_actor, job):
    client = as_actor("methodist", job.organization.municipality)
    RouteFactory(person=job.person, accompanied_by=signed_in(client))

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


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ({}, SECRETS),
        ({"state": "completed", "approved_on": dt.date(2025, 1, 1)}, []),
        ({"state": "draft", "ends_on": dt.date(2025, 6, 1)}, []),
    ],
)
def test_the_methodist_of_a_route_reads_results_while_it_goes_on(as_actor, job, values, seen):
    client = as_actor("methodist", job.organization.municipality)
    RouteFactory(person=job.person, accompanied_by=signed_in(client), **({"state": "draft"} | values))

    assert told(client.get(job.person.get_absolute_url())) == seen


@pytest.mark.parametrize("actor", ["head", "school"])
def test_an_employer_named_on_a_route_or_in_a_pair_reads_nothing(as_actor, job, actor):
    client = as_actor(actor, job.organization.municipality, job.organization)
    RouteFactory(person=job.person, accompanied_by=signed_in(client))
    MentorshipFactory(mentor=PersonFactory(user=signed_in(client)), mentee=job.person)

    assert told(client.get(job.person.get_absolute_url())) == []
    assert "предметная" not in client.get(reverse("diagnostics:ward_list")).content.decode()


def test_a_methodist_reads_and_corrects_what_they_entered_and_no_more(as_actor, job):
    client = as_actor("methodist", job.organization.municipality)
    entered = add_diagnostic(
        person=job.person,
        measured_on=dt.date(2025, 5, 1),
        procedure="Итоговая",
        competency="методическая",
        by=signed_in(client),
    )
    other = job.person.diagnostics.exclude(pk=entered.pk).get()

    statuses = [
        client.get(reverse("diagnostics:diagnostic_edit", args=[each.pk])).status_code
        for each in (entered, other)
    ]

    assert statuses == [200, 403]
    assert told(client.get(job.person.get_absolute_url())) == []
    assert "методическая" in client.get(job.person.get_absolute_url()).content.decode()


# --- Shares ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def teacher(job):
    """The account of the teacher of ``job``."""
    job.person.user = UserFactory()
    job.person.save()
    return job.person.user


def test_a_teacher_opens_results_to_the_head_who_reads_them_until_the_teacher_closes(client, job, teacher):
    head = GrantFactory(of_organization=True, organization=job.organization, role=Role.ORGANIZATION).user
    client.force_login(teacher)
    last_day = timezone.localdate() + dt.timedelta(days=30)
    create, access = reverse("diagnostics:share_create"), reverse("accounts:my_access")

    response = client.post(create, {"organization": job.organization.pk, "ends_on": f"{last_day:%d.%m.%Y}"})

    assert response.status_code == 302
    assert f"руководитель: {job.organization}" in client.get(access).content.decode()
    client.force_login(head)
    assert told(client.get(job.person.get_absolute_url())) == SECRETS
    client.force_login(teacher)
    client.post(reverse("diagnostics:share_delete", args=[Share.objects.get().pk]))
    client.force_login(head)
    assert told(client.get(job.person.get_absolute_url())) == []
    assert set(AuditRecord.objects.values_list("action", flat=True)) >= {
        "diagnostics.share_results",
        "diagnostics.revoke_share",
    }


def test_a_curator_reads_nothing_of_what_was_opened_to_the_head(client, job):
    curator = GrantFactory(of_organization=True, organization=job.organization, role=Role.CURATOR).user
    ShareFactory(person=job.person, user=None, organization=job.organization)
    client.force_login(curator)

    assert told(client.get(job.person.get_absolute_url())) == []


def test_a_colleague_without_a_role_reads_the_one_result_opened_to_them(client, job):
    DiagnosticFactory(person=job.person, procedure="Другая", competency="цифровая")
    share = ShareFactory(person=job.person, diagnostic=job.person.diagnostics.get(competency="предметная"))
    client.force_login(share.user)

    text = client.get(reverse("diagnostics:ward_list")).content.decode()

    assert ("предметная" in text, "цифровая" in text) == (True, False)


def test_a_share_that_is_over_opens_nothing(client, job):
    share = ShareFactory(person=job.person, ends_on=timezone.localdate())
    client.force_login(share.user)

    assert "предметная" not in client.get(reverse("diagnostics:ward_list")).content.decode()


@pytest.mark.parametrize(
    ("days", "field", "sent"),
    [
        (-1, "ends_on", {}),
        (400, "ends_on", {}),
        (30, "email", {"organization": "", "email": "stranger@example.org"}),
        (30, "__all__", {"email": "stranger@example.org"}),
    ],
)
def test_a_share_without_term_or_reader_is_refused(client, job, teacher, days, field, sent):
    UserFactory(email="stranger@example.org")
    client.force_login(teacher)
    last_day = timezone.localdate() + dt.timedelta(days=days)
    posted = {"organization": job.organization.pk, "ends_on": f"{last_day:%d.%m.%Y}"} | sent

    response = client.post(reverse("diagnostics:share_create"), posted)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Share.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_ward_list_queries_do_not_grow(client, django_assert_num_queries, count):
    user = UserFactory()
    for _ in range(count):
        DiagnosticFactory(person=ShareFactory(user=user).person)
    client.force_login(user)
    with django_assert_num_queries(WARD_QUERIES):
        response = client.get(reverse("diagnostics:ward_list"))
    assert len(response.context["sheets"]) == count
