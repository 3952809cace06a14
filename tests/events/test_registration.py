"""Seats: who gets one, who waits, and that thirty people at once never take more than there are."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.events.actions.event import cancel_event, edit_event
from masterstvo.events.actions.registration import (
    RegistrationIsClosed,
    cancel_registration,
    register_people,
)
from masterstvo.events.models import Event, Registration
from masterstvo.inbox.models import Notice
from masterstvo.people.load import TooMuchAtOnce
from tests.factories.accounts import UserFactory
from tests.factories.facts import EventFactory, EventQuotaFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + timezone.timedelta(days=20)


@pytest.fixture
def school():
    return OrganizationFactory()


@pytest.fixture
def near(school):
    return OrganizationFactory(municipality=school.municipality)


@pytest.fixture
def event(school):
    return EventFactory(municipality=school.municipality, held_on=DAY, state="open", capacity=3)


def staff(organization, number):
    return [each.person for each in EmploymentFactory.create_batch(number, organization=organization)]


def states(event):
    return list(event.registrations.order_by("queued_at", "pk").values_list("state", flat=True))


def test_whoever_comes_after_the_last_seat_waits_in_order_and_gets_the_freed_one(event, school):
    people = staff(school, 5)
    outcome = register_people(event, people=people, by=None)

    cancel_registration(event.registrations.get(person=people[0]), by=None)

    assert ([*outcome.registered], [*outcome.waiting]) == (people[:3], people[3:])
    assert states(event) == ["cancelled", "registered", "registered", "registered", "waiting"]
    assert AuditRecord.objects.filter(action="events.seat_waiting").count() == 1


def test_a_school_over_its_quota_waits_and_others_pass_it_by(event, school, near):
    EventQuotaFactory(event=event, organization=school, places=1)
    mine, theirs = staff(school, 2), staff(near, 1)

    register_people(event, people=[*mine, *theirs], by=None)

    assert states(event) == ["registered", "waiting", "registered"]


def test_whoever_comes_back_stands_at_the_end_of_the_queue(event, school):
    people = staff(school, 5)
    register_people(event, people=people, by=None)
    cancel_registration(event.registrations.get(person=people[3]), by=None)
    register_people(event, people=[people[3]], by=None)

    cancel_registration(event.registrations.get(person=people[0]), by=None)

    waiting = event.registrations.get(state="waiting")
    assert waiting.person == people[3]


def test_more_seats_are_given_to_those_who_wait_and_speakers_take_none(event, school):
    register_people(event, people=staff(school, 5), by=None)
    register_people(event, people=staff(school, 1), role="speaker", by=None)

    edit_event(event, capacity=4, by=None)

    assert states(event) == ["registered"] * 4 + ["waiting", "registered"]


def test_a_full_week_asks_for_a_word_of_reason_and_nobody_is_put_down_without_it(school):
    event = EventFactory(municipality=school.municipality, held_on=DAY, state="open", hours=30)
    people = staff(school, 2)

    with pytest.raises(TooMuchAtOnce):
        register_people(event, people=people, by=None)

    assert not event.registrations.exists()
    register_people(event, people=people, by=None, reason="каникулы")
    assert event.registrations.count() == 2


def test_an_event_that_gets_longer_asks_for_a_reason_and_a_freed_seat_is_told_in_the_log(event, school):
    first, second = staff(school, 2)
    edit_event(event, capacity=1, hours=2, by=None)
    register_people(event, people=[first, second], by=None)

    with pytest.raises(TooMuchAtOnce):
        edit_event(event, hours=30, by=None)
    event.refresh_from_db()
    edit_event(event, hours=30, reason="стажировка", by=None)
    cancel_registration(event.registrations.get(person=first), by=None)

    reasons = AuditRecord.objects.filter(action="people.overload").order_by("pk")
    assert list(reasons.values_list("reason", flat=True)) == [
        "стажировка",
        "Место освободилось в листе ожидания",
    ]


def test_registration_is_refused_until_it_is_open(event, school):
    Event.objects.update(state="planned")

    with pytest.raises(RegistrationIsClosed):
        register_people(event, people=staff(school, 1), by=None)


def test_those_who_are_registered_are_told_of_it_and_that_the_event_is_cancelled(event, school):
    person, himself = staff(school, 2)
    for each in (person, himself):
        each.user = UserFactory()
        each.save()
    register_people(event, people=[person], by=None)
    register_people(event, people=[himself], by=himself.user)

    cancel_event(event, reason="карантин", by=None)

    told = list(Notice.objects.order_by("pk").values_list("user", "text"))
    assert [user for user, _ in told] == [person.user_id, person.user_id, himself.user_id]
    assert (told[0][1][:11], told[1][1][-9:]) == ("Вы записаны", " карантин")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer")
def test_thirty_people_from_two_schools_never_take_more_than_ten_seats(school, near):
    event = EventFactory(
        municipality=school.municipality, held_on=DAY, state="open", capacity=10, per_organization=6
    )
    people = [*staff(school, 15), *staff(near, 15)]
    begin, broken = threading.Barrier(len(people)), []

    def come(person):
        try:
            begin.wait()
            register_people(event, people=[person], by=None)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=[person]) for person in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    seated = Registration.objects.filter(event=event, state="registered")
    by_school = [seated.filter(organization=each).count() for each in (school, near)]
    assert broken == []
    assert (seated.count(), event.registrations.count()) == (10, 30)
    assert max(by_school) <= 6

    gone = seated.first()
    cancel_registration(gone, by=None)
    queue = event.registrations.filter(state="waiting").order_by("queued_at", "pk")
    passed_by = [
        each for each in queue if each.queued_at < newest_seat(event, gone).queued_at and each.pk != gone.pk
    ]
    assert seated.count() == 10
    assert all(seated.filter(organization=each.organization).count() == 6 for each in passed_by)


def newest_seat(event, gone):
    """Return who got the seat that ``gone`` gave back."""
    return event.registrations.filter(state="registered").exclude(pk=gone.pk).order_by("updated_at").last()


# --- Pages ----------------------------------------------------------------------------------------------------------
def test_a_teacher_takes_a_seat_and_gives_it_back_on_my_events(client, event, school):
    (person,) = staff(school, 1)
    person.user = UserFactory()
    person.save()
    client.force_login(person.user)
    url = reverse("events:event_own")

    offered = client.get(url)
    client.post(url, {"event": event.pk})
    taken = client.get(url)
    client.post(url, {"event": event.pk, "cancel": "1"})

    assert (len(offered.context["offered"]), len(offered.context["taken"])) == (1, 0)
    assert "<svg" in taken.context["taken"][0][1]
    assert states(event) == ["cancelled"]


@pytest.mark.parametrize("count", [1, 3])
def test_my_events_queries_do_not_grow(client, django_assert_num_queries, school, count):
    (person,) = staff(school, 1)
    person.user = UserFactory()
    person.save()
    for state in ("open", "open", "held"):
        for each in EventFactory.create_batch(
            count, municipality=school.municipality, held_on=DAY, state=state
        ):
            if state == "open" and each.pk % 2:
                register_people(each, people=[person], by=None)
    client.force_login(person.user)

    with django_assert_num_queries(21):
        client.get(reverse("events:event_own"))


def test_a_school_ticks_its_own_people_and_no_others(as_actor, event, school, near):
    (own,), (foreign,) = staff(school, 1), staff(near, 1)
    client = as_actor("school", school.municipality, school)
    url = reverse("events:event_register", args=[event.pk])

    refused = client.post(url, {"people": [foreign.pk], "role": "listener"})
    client.post(url, {"people": [own.pk], "role": "listener"})

    assert refused.status_code == 422
    assert [each.person for each in event.registrations.all()] == [own]


def test_a_pasted_list_tells_who_is_unknown_and_asks_between_namesakes(sign_in, event, school, near):
    EmploymentFactory(organization=school, person__last_name="Дёмина", person__first_name="Анна", person__patronymic="Олеговна")  # fmt: skip
    twins = [
        EmploymentFactory(
            organization=each, person__last_name="Ким", person__first_name="Ира", person__patronymic=""
        )
        for each in (school, near)
    ]
    client = sign_in(municipality=school.municipality)
    url = reverse("events:event_register", args=[event.pk])
    typed = {"names": "1. демина а. о., школа\nКим Ира\nНикто Никита", "role": "listener"}

    shown = client.post(url, typed)
    client.post(url, typed | {"who-1": twins[1].person.pk, "anyway": "1"})

    assert [len(each.people) for each in shown.context["found"]] == [1, 2, 0]
    assert {str(each.person) for each in event.registrations.all()} == {"Дёмина Анна Олеговна", "Ким Ира"}
    assert event.registrations.filter(person=twins[1].person).exists()
