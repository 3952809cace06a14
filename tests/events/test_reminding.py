"""Reminders of an event: when, to whom, once; and seats that nobody gave back."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from masterstvo.events.actions.event import open_event, plan_event
from masterstvo.events.actions.registration import cancel_registration
from masterstvo.events.actions.reminding import remind_of_events, seat_all_waiting
from masterstvo.inbox.actions import send_letters
from masterstvo.inbox.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.facts import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ZONE = timezone.get_current_timezone()
DAY = dt.date(2026, 3, 24)
MORNING, EVE = dt.datetime(2026, 3, 24, 8, tzinfo=ZONE), dt.datetime(2026, 3, 23, 0, 20, tzinfo=ZONE)


@pytest.fixture
def event():
    return EventFactory(
        title="Семинар", held_on=DAY, starts_time=dt.time(10), place="каб. 3", state="open", capacity=1
    )


def seat(event, **values):
    values.setdefault("queued_at", dt.datetime(2026, 3, 1, 10, tzinfo=ZONE))
    return RegistrationFactory(event=event, person__user=UserFactory(), **values)


def test_who_has_a_seat_is_reminded_once_the_day_before(event):
    seated = seat(event)
    seat(event, state="waiting")
    seat(event, state="cancelled")
    RegistrationFactory(event=event)  # without an account
    seat(EventFactory(held_on=DAY, state="cancelled", cancel_reason="карантин"))

    assert [remind_of_events(EVE - dt.timedelta(hours=1)), remind_of_events(EVE), remind_of_events(EVE)] == [0, 1, 0]  # fmt: skip
    notice = Notice.objects.get()
    assert notice.user == seated.person.user
    assert notice.text.startswith("Завтра, 24.03.2026 в 10:00, вас ждут: «Семинар». Где: каб. 3.")


@pytest.mark.parametrize(("hour", "told"), [(8, 1), (11, 0)])
def test_an_eve_that_was_missed_is_made_up_for_until_the_event_begins(event, hour, told):
    seat(event)

    assert remind_of_events(MORNING.replace(hour=hour)) == told
    assert [each.text[:7] for each in Notice.objects.all()] == ["Сегодня"] * told


def test_who_registers_on_the_eve_has_just_been_told(event):
    seat(event, queued_at=EVE + dt.timedelta(hours=1))

    assert remind_of_events(EVE + dt.timedelta(hours=2)) == 0


def test_an_event_put_off_is_reminded_of_anew(event):
    seat(event)
    remind_of_events(EVE)
    event.held_on += dt.timedelta(days=3)
    event.save()

    assert remind_of_events(EVE + dt.timedelta(days=3)) == 1


def test_the_letter_waits_for_the_morning_and_does_not_say_where_one_goes(event):
    seat(event)
    remind_of_events(EVE)
    Notice.objects.update(created_at=EVE)

    assert [send_letters(EVE), send_letters(EVE.replace(hour=9))] == [0, 1]
    assert "Семинар" not in mail.outbox[0].body


# --- The queue --------------------------------------------------------------------------------------------------------
def test_a_seat_that_an_erasure_left_free_goes_to_the_first_who_waits_and_is_told(event):
    event.held_on = timezone.localdate() + dt.timedelta(days=9)
    event.save()
    gone, waiting = seat(event), seat(event, state="waiting")
    gone.delete()

    assert [seat_all_waiting(timezone.localdate()) for _ in range(2)] == [1, 0]
    waiting.refresh_from_db()
    assert (waiting.state, Notice.objects.get().user) == ("registered", waiting.person.user)


def test_a_seat_given_back_while_nothing_was_taken_is_given_when_registration_opens_again(event):
    event.held_on = timezone.localdate() + dt.timedelta(days=9)
    event.save()
    gone, waiting = seat(event), seat(event, state="waiting")
    plan_event(event, by=None)
    cancel_registration(gone, by=None)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"

    open_event(event, by=None)

    waiting.refresh_from_db()
    assert waiting.state == "registered"
