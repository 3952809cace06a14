"""Who was there: by a list, by a QR, or by the log of a webinar."""

import copy
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.events.actions.registration import register_people
from masterstvo.events.choices import COMING, LISTENER, EventState, RegistrationState
from masterstvo.events.models import Event, Participation
from masterstvo.events.panels import followers
from masterstvo.people.models import Person


class CannotMark(DomainError):
    pass


@dataclass(frozen=True)
class Presence:
    """Whether a person was there; ``minutes`` of a webinar, where its log is known."""

    person: Person
    was_present: bool
    minutes: int | None = None


@transaction.atomic
def mark_presence(
    event: Event, *, presences: Collection[Presence], by: Any, role: str = "", threshold: int | None = None
) -> Event:
    """Write down who was there and who was not; once more is a correction.

    ``role``: of those who are entered for the first time and were not registered; ``threshold``: minutes of a webinar.
    Raises: CannotMark.
    """
    event = lock(copy.copy(event))
    _check_day(event)
    if threshold is not None:
        change(event, {"threshold_minutes": threshold}, by=by, action="events.edit_event")
    people = [each.person.pk for each in presences]
    known: dict[int, list[Participation]] = {}
    for row in event.participations.filter(person__in=people).order_by("pk"):
        known.setdefault(row.person_id, []).append(row)
    roles = dict(event.registrations.filter(person__in=people).values_list("person_id", "role"))
    rows = []
    for each in presences:
        values: dict[str, Any] = {"was_present": each.was_present}
        if each.minutes is not None:
            values["minutes"] = each.minutes
        for row in known.get(each.person.pk, ()):
            rows.append(change(row, values, by=by, action="events.mark_presence"))
        if each.person.pk not in known:
            theirs = role or roles.get(each.person.pk, LISTENER)
            new = Participation(event=event, person=each.person, role=theirs, **values)
            rows.append(add(new, by=by, action="events.mark_presence"))
    for follow in followers():
        follow(rows, by)
    return event


@transaction.atomic
def come_oneself(event: Event, *, person: Person, by: Any) -> Event:
    """Note that ``person`` stands in the hall and says so; who has no seat gets one while there are any. Raises: CannotMark.

    What the organizer has said before is not overruled.
    """
    event = lock(copy.copy(event))
    _check_day(event)
    if event.state not in COMING or event.last_day < timezone.localdate():
        raise CannotMark("Событие уже прошло. Если вы были, скажите организатору.")
    if event.participations.filter(person=person, was_present=False).exists():
        raise CannotMark("Организатор отметил, что вас не было. Подойдите к нему.")
    if not event.registrations.filter(person=person, state=RegistrationState.REGISTERED).exists():
        _seat_at_the_door(event, person, by)
    return mark_presence(event, presences=[Presence(person, True)], by=by)


def _seat_at_the_door(event: Event, person: Person, by: Any) -> None:
    if event.state != EventState.OPEN:
        raise CannotMark("Запись закрыта, и вас в списке нет. Подойдите к организатору.")
    outcome = register_people(event, people=[person], by=by, reason="Пришёл на событие")
    if not outcome.registered:
        raise CannotMark("Свободных мест нет. Подойдите к организатору.")


def _check_day(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise CannotMark("Событие отменено: отмечать некого.")
    if event.held_on > timezone.localdate():
        raise CannotMark(f"Отмечать можно с {short_date(event.held_on)}: раньше никто ещё не приходил.")
