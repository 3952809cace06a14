import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.documents.actions import attach_document
from masterstvo.events.models import Event
from masterstvo.search.actions import rebuild
from masterstvo.search.queries import find
from tests.factories.communities import MeetingFactory
from tests.factories.core import TermFactory
from tests.factories.documents import DocumentFactory
from tests.factories.facts import (
    EventFactory,
    EventMaterialFactory,
    EventSessionFactory,
    ParticipationFactory,
    RegistrationFactory,
)
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import ActivityFactory, PlanFactory

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
        "state": "held",
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


@pytest.mark.parametrize("count", [1, 3])
def test_event_detail_queries_do_not_grow(sign_in, django_assert_num_queries, job, count):
    here = job.organization.municipality
    event = EventFactory(municipality=here, state="open", held_on=timezone.localdate())
    plan = PlanFactory(municipality=here)
    for number in range(count):
        person = EmploymentFactory(organization=job.organization).person
        RegistrationFactory(event=event, person=person, organization=job.organization)
        EventSessionFactory(event=event)
        EventMaterialFactory(event=event)
        activity = ActivityFactory(plan=plan)
        event.activities.add(activity)
        EventFactory(municipality=here, title=f"Другой {number}").activities.add(activity)
    client = sign_in(municipality=here)

    with django_assert_num_queries(48):
        response = client.get(event.get_absolute_url())

    assert len(response.context["table"].lines) == count
    assert [bool(proposal) for _, proposal, _ in response.context["activities"]] == [True] * count


def test_the_form_of_an_event_shares_seats_between_schools_by_their_names(sign_in, event, job):
    client = sign_in(municipality=event.municipality)
    url = reverse("events:event_edit", args=[event.pk])
    typed = {
        "title": event.title,
        "held_on": "2025-03-01",
        "level": "municipal",
        "token": client.get(url).context["form"]["token"].initial,
    }

    refused = client.post(url, typed | {"quotas": "Такой нет: 5"})
    client.post(url, typed | {"quotas": f"{job.organization}: 5"})

    assert (refused.status_code, "такой не нашли" in refused.content.decode()) == (422, True)
    assert [(each.organization, each.places) for each in event.quotas.all()] == [(job.organization, 5)]


@pytest.mark.parametrize(
    ("n_others", "note", "in_list"),
    [
        (0, "1\xa0запись", 1),
        (1, "Всего записей: скрыто, ваших — 1", "скрыто"),
        (5, "6\xa0записей, ваших — 1", 6),
    ],
)
def test_a_school_sees_its_own_participants_and_the_number_of_many(
    as_actor, job, event, n_others, note, in_list
):
    ParticipationFactory(event=event, person=job.person)
    ParticipationFactory.create_batch(n_others, event=event)
    client = as_actor("school", job.organization.municipality, job.organization)

    response = client.get(event.get_absolute_url())
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("events:event_list"), {"as": "xlsx"}).content)
    )

    assert [cells[0].text for cells, _ in response.context["table"].lines] == [str(job.person)]
    assert response.context["note"] == note
    assert [row[-1] for row in book.active.iter_rows(values_only=True)][-1] == in_list


def test_an_order_laid_to_an_event_stands_on_its_page_for_those_who_may_read_it(as_actor, job, event):
    here, school = job.organization.municipality, job.organization
    attach_document(DocumentFactory(municipality=here, title="Приказ о семинаре"), target=event, by=None)

    told = [
        "Приказ о семинаре" in as_actor(actor, here, school).get(event.get_absolute_url()).content.decode()
        for actor in ("methodist", "school")
    ]

    assert told == [True, False]


def test_an_event_is_found_by_its_topic(job, event):
    event.topics.add(TermFactory(vocabulary="topic", title="Игропрактики"))
    rebuild()
    user = GrantFactory(municipality=event.municipality).user

    assert [hit.title for group in find(user, "игропрактика").groups for hit in group.hits] == [str(event)]


def test_before_an_event_is_planned_one_sees_what_is_in_the_way_without_saving_it(sign_in, event):
    municipality = event.municipality
    MeetingFactory(community__municipality=municipality, held_on="2199-03-25", title="Разбор ВПР")
    TermFactory(vocabulary="exam_day", key="2199-03-25", title="ОГЭ по химии")
    typed = {"title": "Семинар", "state": "planned", "level": "municipal", "held_on": "2199-03-25"}

    page = sign_in(municipality=municipality).post(reverse("events:event_create"), typed | {"look": "1"})

    assert page.context["in_the_way"] == ["25.03.2199 – ОГЭ по химии."]
    assert {each.title.split(": ")[-1] for each in page.context["on_that_day"]} == {
        "Разбор ВПР",
        "ОГЭ по химии",
    }
    assert not Event.objects.filter(title="Семинар", held_on="2199-03-25").exists()
