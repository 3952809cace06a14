import pytest
from django.urls import reverse

from masterstvo.events.models import Event, Participation
from tests.editing import correct
from tests.factories.facts import EventFactory, ParticipationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return EmploymentFactory(person__last_name="Семёнова")


@pytest.fixture
def event(job):
    return EventFactory(municipality=job.organization.municipality)


def test_event_create_leads_to_its_page_for_the_participants(sign_in):
    client = sign_in()
    typed = {
        "title": "Семинар",
        "held_on": "2025-03-01",
        "level": "municipal",
        "hours": "1,5",
        "is_held": "on",
    }

    response = client.post(reverse("events:event_create"), typed)

    event = Event.objects.get()
    assert (response.url, str(event.hours)) == (event.get_absolute_url(), "1.5")
    assert event.municipality == client.user.grants.get().municipality


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("methodist", 200),
        ("observer", 200),
        ("school", 200),
        ("stranger", 404),
        ("plain", 404),
        ("nobody", 302),
    ],
)
def test_event_detail_access(as_actor, job, event, actor, status):
    client = as_actor(actor, job.organization.municipality, job.organization)

    assert client.get(event.get_absolute_url()).status_code == status


def test_a_school_sees_its_own_participants_and_the_number_of_all(as_actor, job, event):
    ParticipationFactory(event=event, person=job.person)
    ParticipationFactory(event=event)
    client = as_actor("school", job.organization.municipality, job.organization)

    response = client.get(event.get_absolute_url())

    assert [cells[0].text for cells, _ in response.context["table"].lines] == [str(job.person)]
    assert response.context["note"] == "2\xa0записи, ваших — 1"


def test_a_participant_is_added_once_in_one_role(sign_in, job, event):
    client = sign_in(municipality=job.organization.municipality)
    url = reverse("events:participation_create", args=[event.pk])
    typed = {"person_text": "семенова", "role": "speaker", "was_present": "on"}

    statuses = [client.post(url, typed).status_code for _ in range(2)]

    assert (statuses, Participation.objects.count()) == ([302, 422], 1)


def test_participation_is_corrected_and_removed(sign_in, job, event):
    row = ParticipationFactory(event=event, person=job.person)
    client = sign_in(municipality=job.organization.municipality)

    correct(
        client,
        reverse("events:participation_edit", args=[row.pk]),
        {"person_chosen": job.person.pk, "role": "speaker"},
    )
    row.refresh_from_db()
    corrected = (row.role, row.was_present)
    client.post(reverse("events:participation_delete", args=[row.pk]), {"reason": "Не был"})

    assert corrected == ("speaker", False)
    assert not Participation.objects.exists()


def test_an_event_with_participants_is_not_removed(sign_in, job, event):
    ParticipationFactory(event=event, person=job.person)
    client = sign_in(municipality=job.organization.municipality)

    response = client.post(reverse("events:event_delete", args=[event.pk]), {"reason": "Лишнее"})

    assert response.status_code == 422
    assert "записаны участники: 1" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_event_detail_queries_do_not_grow(sign_in, django_assert_num_queries, job, event, count):
    for _ in range(count):
        ParticipationFactory(event=event, person=EmploymentFactory(organization=job.organization).person)
    client = sign_in(municipality=job.organization.municipality)

    with django_assert_num_queries(20):
        response = client.get(event.get_absolute_url())

    assert len(response.context["table"].lines) == count
