"""The code of the hall lets those who stand there say so themselves; the sheet holds the codes of those without a phone."""

import datetime as dt

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from masterstvo.events.actions.attendance import CannotMark, come_oneself
from masterstvo.events.queries import hall
from masterstvo.events.queries.hall import event_of_hall, hall_code
from tests.factories.accounts import UserFactory
from tests.factories.facts import EventFactory, ParticipationFactory, RegistrationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(state="open", held_on=timezone.localdate(), capacity=1)


@pytest.fixture
def person(event):
    return PersonFactory(municipality=event.municipality, user=UserFactory())


def here(event):
    return reverse("events:presence_own", args=[hall_code(event)])


def present(event):
    return set(event.participations.filter(was_present=True).values_list("person", flat=True))


def test_whoever_has_a_seat_looks_first_and_then_says_i_am_here(client, event, person):
    RegistrationFactory(event=event, person=person)
    client.force_login(person.user)

    looked = client.get(here(event))
    nobody = present(event)
    client.post(here(event))

    assert "Я здесь" in looked.content.decode()
    assert (nobody, present(event)) == (set(), {person.pk})
    assert "Вы отмечены" in client.get(here(event)).content.decode()


def test_a_walk_in_takes_a_free_seat_and_none_beyond_the_last(event, person):
    come_oneself(event, person=person, by=person.user)

    with pytest.raises(CannotMark, match="Свободных мест нет"):
        come_oneself(event, person=PersonFactory(), by=None)

    assert present(event) == {person.pk}
    assert [each.person_id for each in event.registrations.all()] == [person.pk]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "planned"}, "Запись закрыта"),
        ({"state": "held"}, "уже прошло"),
        ({"held_on": dt.date(2025, 3, 1)}, "уже прошло"),
        ({"state": "cancelled", "cancel_reason": "карантин"}, "отменено"),
    ],
)
def test_nobody_comes_where_nothing_takes_place(event, person, values, said):
    for name, value in values.items():
        setattr(event, name, value)
    event.save()

    with pytest.raises(CannotMark, match=said):
        come_oneself(event, person=person, by=person.user)


def test_the_word_of_the_organizer_stands(event, person):
    RegistrationFactory(event=event, person=person)
    ParticipationFactory(event=event, person=person, was_present=False)

    with pytest.raises(CannotMark, match="Организатор отметил"):
        come_oneself(event, person=person, by=person.user)


def test_a_code_lives_for_minutes_on_the_days_of_its_event_and_cannot_be_made_up(event, monkeypatch):
    code = hall_code(event)
    tomorrow = EventFactory(state="open", held_on=timezone.localdate() + dt.timedelta(days=1))

    assert event_of_hall(code) == event
    assert event_of_hall(hall_code(tomorrow)) is None
    assert event_of_hall(signing.TimestampSigner(salt="other").sign(str(event.pk))) is None
    assert event_of_hall(f"{event.pk}:1abcde:signature") is None
    monkeypatch.setattr(hall, "HALL_HOLDS", -1)
    assert event_of_hall(code) is None


def test_an_old_code_asks_to_look_again_and_marks_nobody(client, event, person, monkeypatch):
    RegistrationFactory(event=event, person=person)
    client.force_login(person.user)
    monkeypatch.setattr(hall, "HALL_HOLDS", -1)

    answer = client.post(here(event))

    assert "Наведите камеру ещё раз" in answer.content.decode()
    assert present(event) == set()


def test_the_screen_of_the_hall_renews_itself_and_the_sheet_holds_the_codes_of_seats(sign_in, event, person):
    RegistrationFactory(event=event, person=person)
    RegistrationFactory(event=event, state="waiting")
    client = sign_in(municipality=event.municipality)

    screen = client.get(reverse("events:event_hall", args=[event.pk]))
    sheet = client.get(reverse("events:event_attendance", args=[event.pk]), {"sheet": "qr"})
    plain = client.get(reverse("events:event_attendance", args=[event.pk]))

    assert (screen["Refresh"], "<svg" in screen.context["picture"]) == ("60", True)
    assert [*sheet.context["pictures"]] == [person.pk]
    assert plain.context["pictures"] == {}
