"""Seats: who gets one, who waits, who gives one back. Places are counted under the lock of the event's row."""

import copy
import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.events.actions.telling import News, tell
from masterstvo.events.choices import LISTENER, EventState, RegistrationState
from masterstvo.events.models import Event, Registration
from masterstvo.events.queries.seats import Room
from masterstvo.people.asked import homes_of
from masterstvo.people.load import check_load
from masterstvo.people.models import Person


class RegistrationIsClosed(DomainError):
    pass


@dataclass
class Outcome:
    """What came of putting people down for an event."""

    registered: list[Person] = field(default_factory=list)
    waiting: list[Person] = field(default_factory=list)
    already: list[Person] = field(default_factory=list)


@transaction.atomic
def register_people(
    event: Event, *, people: Collection[Person], by: Any, role: str = LISTENER, reason: str = ""
) -> Outcome:
    """Give each of ``people``, in their order, a seat or a place in the waiting list.

    ``reason``: why in spite of a full week. Raises: RegistrationIsClosed, TooMuchAtOnce.
    """
    event = lock(copy.copy(event))
    _check_open(event)
    found, room = Outcome(), Room(event)
    known = {each.person_id: each for each in event.registrations.filter(person__in=people)}
    homes = homes_of([each.pk for each in people], timezone.localdate())
    for person in people:
        earlier = known.get(person.pk)
        if earlier and earlier.state != RegistrationState.CANCELLED:
            found.already.append(person)
            continue
        home = homes.get(person.pk)
        has_seat = room.take(home, role)
        put_down(earlier, event, person, home, role, has_seat, by)
        (found.registered if has_seat else found.waiting).append(person)
    seated = [person.pk for person in found.registered]
    if seated:
        check_load(seated, by=by, about=event, within=days_of(event), reason=reason)
    tell(event, seated, News.REGISTERED, by=by)
    tell(event, [person.pk for person in found.waiting], News.WAITING, by=by)
    return found


def _check_open(event: Event) -> None:
    if event.state != EventState.OPEN or event.last_day < timezone.localdate():
        raise RegistrationIsClosed("Запись на это событие сейчас не идёт.")


def put_down(
    earlier: Registration | None,
    event: Event,
    person: Person,
    home: int | None,
    role: str,
    has_seat: bool,
    by: Any,
) -> None:
    """Write that a person has a seat or waits, over what stood there ``earlier``; the guard of overload is the caller's."""
    values = {
        "organization_id": home,
        "role": role,
        "state": RegistrationState.REGISTERED if has_seat else RegistrationState.WAITING,
        "queued_at": timezone.now(),
    }
    if earlier:
        change(earlier, values, by=by, action="events.register_people")
        return
    row = Registration(event=event, person=person, code=secrets.token_urlsafe(16), **values)
    add(row, by=by, action="events.register_people")


@transaction.atomic
def cancel_registration(registration: Registration, *, by: Any) -> None:
    """Give a seat back; the first who waits and fits gets it. Raises: RegistrationIsClosed once the event is over."""
    event = lock(copy.copy(registration.event))
    if event.state == EventState.HELD:
        raise RegistrationIsClosed("Событие уже прошло: отметьте вместо этого, кто был.")
    registration = lock(copy.copy(registration))
    change(registration, {"state": RegistrationState.CANCELLED}, by=by, action="events.cancel_registration")
    if event.state == EventState.OPEN:
        seat_waiting(event, by=by)


@transaction.atomic
def seat_waiting(event: Event, *, by: Any) -> list[int]:
    """Give free seats to those who wait, in their order; whose school has used its quota is passed over. Return their keys."""
    lock(copy.copy(event))
    room = Room(event)
    queue = event.registrations.filter(state=RegistrationState.WAITING).order_by("queued_at", "pk")
    seated = []
    for each in queue:
        if room.take(each.organization_id, each.role):
            change(each, {"state": RegistrationState.REGISTERED}, by=by, action="events.seat_waiting")
            seated.append(each.person_id)
    if seated:
        # Nobody is there to be asked for a reason: they have waited for this seat.
        reason = "Место освободилось в листе ожидания"
        check_load(seated, by=by, about=event, within=days_of(event), reason=reason)
    tell(event, seated, News.REGISTERED, by=by)
    return seated


def check_seated(event: Event, *, by: Any, reason: str) -> None:
    """Ask for a reason when the event makes a week of somebody who has a seat too full. Raises: TooMuchAtOnce."""
    seated = event.registrations.filter(state=RegistrationState.REGISTERED).values_list("person", flat=True)
    check_load(list(seated), by=by, about=event, within=days_of(event), reason=reason)


def days_of(event: Event) -> tuple[dt.date, dt.date]:
    """Return its first day and the first day after it."""
    return event.held_on, event.last_day + dt.timedelta(days=1)
