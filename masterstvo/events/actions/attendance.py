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
from masterstvo.events.choices import LISTENER, EventState
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


def _check_day(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise CannotMark("Событие отменено: отмечать некого.")
    if event.held_on > timezone.localdate():
        raise CannotMark(f"Отмечать можно с {short_date(event.held_on)}: раньше никто ещё не приходил.")
