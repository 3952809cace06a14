"""Who speaks is typed once: the programme gives a seat, and the held event offers who spoke."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.events.actions.event import (
    add_material,
    cancel_event,
    open_event,
    plan_event,
    programme_token,
    set_programme,
)
from masterstvo.events.actions.registration import cancel_registration, register_people
from masterstvo.events.models import EventSession
from masterstvo.inbox.models import Notice
from masterstvo.people.load import planned_hours
from tests.factories.accounts import UserFactory
from tests.factories.facts import (
    EventFactory,
    EventMaterialFactory,
    EventSessionFactory,
    ParticipationFactory,
)
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + dt.timedelta(days=20)


@pytest.fixture
def school():
    return OrganizationFactory()


@pytest.fixture
def event(school):
    return EventFactory(municipality=school.municipality, held_on=DAY, state="open", capacity=1)


def staff(school, number=1, **values):
    return [each.person for each in EmploymentFactory.create_batch(number, organization=school, **values)]


def speak(event, *people):
    at = timezone.now()
    token = programme_token(list(event.sessions.order_by("starts_at", "pk")))
    rows = [EventSession(starts_at=at, title="Доклад", person=each) for each in people]
    set_programme(event, sessions=rows, token=token, by=None)


def seats(event):
    rows = event.registrations.order_by("person")
    return {each.person: (each.role, each.state) for each in rows}


def test_the_programme_gives_a_seat_to_who_speaks_and_takes_it_back_from_who_does_not(event, school):
    first, second, listener = staff(school, 3)
    first.user = UserFactory()
    first.save()
    register_people(event, people=[second, listener], by=None)

    speak(event, first, second)
    given = seats(event)
    speak(event, second)

    assert given == {
        first: ("speaker", "registered"),
        second: ("speaker", "registered"),
        listener: ("listener", "registered"),  # in the seat that the second left
    }
    assert seats(event)[first] == ("speaker", "cancelled")
    assert [each.text[:10] for each in Notice.objects.filter(user=first.user).order_by("pk")] == [
        "Вы в прогр",
        "В программ",
    ]


def test_who_was_there_keeps_the_seat_and_who_declined_is_not_put_down_again(event, school):
    there, declined = staff(school, 2)
    speak(event, there, declined)
    ParticipationFactory(event=event, person=there, role="speaker")
    cancel_registration(event.registrations.get(person=declined), by=None)

    cancel_event(event, reason="карантин", by=None)
    plan_event(event, by=None)
    open_event(event, by=None)
    speak(event, declined)

    assert seats(event) == {there: ("speaker", "registered"), declined: ("speaker", "cancelled")}


def test_a_held_event_offers_who_spoke_until_they_are_entered(sign_in, event, school):
    absent, heard, known = staff(school, 3)
    for each in (absent, heard, known):
        EventSessionFactory(event=event, person=each)
    ParticipationFactory(event=event, person=heard)
    ParticipationFactory(event=event, person=known, role="expert")
    event.state, event.held_on = "held", timezone.localdate()
    event.save()
    client = sign_in(municipality=school.municipality)

    offered = client.get(event.get_absolute_url()).context["left_out"]
    client.post(reverse("events:event_move", args=[event.pk]), {"do": "speakers"})

    assert set(offered) == {absent, heard}
    assert set(event.participations.values_list("person", "role")) == {
        (absent.pk, "speaker"),
        (heard.pk, "speaker"),
        (known.pk, "expert"),
    }


def test_materials_of_a_past_event_reach_those_who_were_there_and_are_told_once(client, school):
    there, missed = staff(school, 2)
    for each in (there, missed):
        each.user = UserFactory()
        each.save()
    event = EventFactory(municipality=school.municipality, held_on=timezone.localdate(), state="held")
    ParticipationFactory(event=event, person=there)
    ParticipationFactory(event=event, person=missed, was_present=False)
    file = EventMaterialFactory(event=event, url="", file="events/2026/x.pdf", title="Презентация")
    for title in ("Запись", "Памятка"):
        add_material(event=event, title=title, url="https://example.org/record", by=None)

    told = {}
    for each in (there, missed):
        client.force_login(each.user)
        page = client.get(reverse("events:event_own")).content.decode()
        told[each] = (
            "Презентация" in page,
            client.get(reverse("events:material_file", args=[file.pk])).status_code,
        )

    assert told[missed] == (False, 404)
    assert told[there][0]
    assert list(Notice.objects.values_list("user", flat=True)) == [there.user_id]


def test_a_week_keeps_what_was_held_in_it_and_counts_nobody_twice(event, school):
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    (person,) = staff(school)
    held = EventFactory(municipality=school.municipality, held_on=monday, state="held", hours=3)
    for role in ("speaker", "listener"):
        ParticipationFactory(event=held, person=person, role=role)
    coming = EventFactory(
        municipality=school.municipality, held_on=timezone.localdate(), state="open", hours=1
    )
    register_people(coming, people=[person], by=None)
    ParticipationFactory(event=coming, person=person)
    for values in (
        {"held_on": monday - dt.timedelta(days=1)},
        {"held_on": monday, "state": "cancelled", "cancel_reason": "карантин"},
    ):
        gone = EventFactory(municipality=school.municipality, hours=9, **{"state": "held", **values})
        ParticipationFactory(event=gone, person=person)
    absent = EventFactory(municipality=school.municipality, held_on=monday, state="held", hours=9)
    ParticipationFactory(event=absent, person=person, was_present=False)

    assert planned_hours([person.pk]) == {person.pk: {monday: 4}}
