"""One event as a file for a calendar: to whoever sees the event, under the same name as in secret links."""

import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import facts
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return PersonFactory(user=UserFactory())


@pytest.fixture
def event(teacher):
    soon = timezone.localdate() + dt.timedelta(days=5)
    return facts.EventFactory(municipality=teacher.municipality, held_on=soon, state="open", title="Семинар")


def read(client, event):
    answer = client.get(reverse("events:event_ical", args=[event.pk]))
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]


def test_whoever_opens_the_page_takes_the_event_with_its_address(sign_in, event):
    taken = read(sign_in(municipality=event.municipality), event)

    assert (str(taken["uid"]), str(taken["summary"])) == (f"events.event-{event.pk}@masterstvo", "Семинар")
    assert str(taken["url"]) == f"http://testserver/events/{event.pk}/"


def test_a_teacher_takes_what_is_offered_and_where_one_has_a_seat(sign_in, teacher, event):
    client = sign_in(teacher.user)
    assert str(read(client, event)["url"]) == f"http://testserver{reverse('events:event_own')}"

    event.state = "planned"
    event.save()
    assert client.get(reverse("events:event_ical", args=[event.pk])).status_code == 404

    facts.RegistrationFactory(event=event, person=teacher)
    assert str(read(client, event)["summary"]) == "Семинар"
