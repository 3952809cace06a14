import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.actions.fact import AlreadyThere, add_entry, edit_entry
from masterstvo.contests.models import Contest, Entry
from masterstvo.contests.rules import visible_entries
from masterstvo.indicators.evaluation.lookups import records
from masterstvo.indicators.registry import facts
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.contests import ContestFactory, EntryFactory, JuryMemberFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_a_new_contest_can_be_chosen_at_once(sign_in):
    job = EmploymentFactory(person__last_name="Семёнова")
    client = sign_in(municipality=job.organization.municipality)

    answer = client.post(reverse("contests:outside_create"), {"title": "Учитель года", "level": "municipal"})
    client.post(
        answer.url,
        {"person_text": "семенова", "contest_text": "учитель", "held_on": "2025-03-01", "result": "winner"},
    )

    entry = Entry.objects.get()
    assert (entry.contest, entry.person) == (Contest.objects.get(), job.person)


@pytest.mark.parametrize(
    ("actor", "status"), [("methodist", 200), ("observer", 403), ("plain", 403), ("nobody", 302)]
)
def test_outside_create_access(as_actor, actor, status):
    job = EmploymentFactory()
    client = as_actor(actor, job.organization.municipality, job.organization)

    assert client.get(reverse("contests:outside_create")).status_code == status


def test_a_school_enters_its_own_result_and_finds_it_in_the_list_and_on_its_page(sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    school, contest = OrganizationFactory(), ContestFactory(title="Школа года")
    head = GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=school).user
    client, create = sign_in(head), reverse("contests:entry_create") + f"?organization={school.pk}"
    sent = {
        "organization_text": school.title, "contest_text": contest.title,
        "held_on": "2026-03-01", "result": "winner",
        "file": SimpleUploadedFile("диплом.pdf", b"%PDF-1.4 ... %%EOF"),
    }  # fmt: skip

    empty = client.get(reverse("contests:entry_create") + "?organization=").content.decode()
    assert "Диплом или сертификат" in empty
    assert client.post(create, sent).status_code == 302

    entry = Entry.objects.get()
    assert (entry.person, entry.organization, entry.files.count()) == (None, school, 1)
    assert client.get(reverse("contests:entry_edit", args=[entry.pk])).status_code == 200
    for url in (reverse("contests:entry_list"), school.get_absolute_url()):
        assert "Школа года" in client.get(url).content.decode()
    again = client.post(create, {**sent, "file": ""})
    assert "уже внесён" in again.content.decode()


@pytest.mark.parametrize("nomination_title", ["", "Музей школы"])
def test_a_result_is_not_corrected_into_one_that_stands_already(nomination_title):
    school, contest = OrganizationFactory(), ContestFactory()
    values = {"contest": contest, "organization": school, "held_on": dt.date(2026, 3, 1), "result": "winner"}
    add_entry(**values, nomination_title=nomination_title, by=None)
    other = add_entry(**values, nomination_title="Двор школы", by=None)

    with pytest.raises(AlreadyThere, match="уже внесён"):
        edit_entry(other, nomination_title=nomination_title, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():  # two who correct at once
        Entry.objects.filter(pk=other.pk).update(
            nomination=Entry.objects.exclude(pk=other.pk).get().nomination
        )


def test_an_organization_may_send_two_works_to_one_contest_of_ours():
    school, contest = OrganizationFactory(), ContestFactory(own=True, entrant="organization")
    for _ in range(2):
        EntryFactory(
            contest=contest,
            person=None,
            organization=school,
            sent_at=timezone.now(),
            held_on=dt.date(2026, 3, 1),
        )

    assert contest.entries.count() == 2


def test_the_result_of_an_organization_is_seen_where_the_organization_is_and_counts_for_nobody():
    entry = EntryFactory(person=None, organization=OrganizationFactory())
    insider = GrantFactory(role=Role.HEAD, municipality=entry.organization.municipality).user
    outsider = GrantFactory(role=Role.HEAD).user

    assert list(visible_entries(insider)) == [entry]
    assert not visible_entries(outsider).exists()
    assert not records(facts()["contests"]).exists()


@pytest.mark.parametrize("way", ["entrant", "juror", "nobody"])
def test_a_head_who_takes_part_or_judges_finds_the_own_contests_in_the_menu(client, way):
    user = GrantFactory(of_organization=True).user
    own = PersonFactory(user=user)
    if way == "entrant":
        EntryFactory(person=own)
    elif way == "juror":
        JuryMemberFactory(appointment__person=own)
    client.force_login(user)

    page = client.get(reverse("contests:entry_list")).content.decode()

    assert ("Мои конкурсы" in page) == (way != "nobody")


def test_who_only_judges_comes_from_the_first_page_to_one_of_their_own_and_sees_the_jury_in_the_menu(client):
    own = PersonFactory(user=UserFactory())
    JuryMemberFactory(appointment__person=own, contest__state="running")
    client.force_login(own.user)

    opened = client.get("/", follow=True)

    assert (opened.status_code, opened.redirect_chain[0]) == (200, (reverse("people:my_card"), 302))
    assert f'href="{reverse("contests:my_jury")}"' in opened.content.decode()


def test_whose_juries_are_over_has_none_in_the_menu(client):
    own = PersonFactory(user=UserFactory())
    JuryMemberFactory(appointment__person=own, contest__state="finished")
    client.force_login(own.user)

    assert "Моё жюри" not in client.get("/", follow=True).content.decode()
