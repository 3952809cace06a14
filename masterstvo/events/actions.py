"""Everything that changes events and participation."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.core.words import clean
from masterstvo.events.models import Event, Participation
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person


class HasParticipants(DomainError):
    pass


def add_event(
    *,
    municipality: Municipality,
    title: str,
    held_on: dt.date,
    level: str,
    by: Any,
    topics: Iterable[Term] = (),
    **values: Any,
) -> Event:
    """Add an event. ``values``: its other columns."""
    event = Event(municipality=municipality, title=clean(title), held_on=held_on, level=level, **values)
    return add(event, by=by, action="events.add_event", topics=topics)


def edit_event(event: Event, *, by: Any, reason: str = "", **values: Any) -> Event:
    return change(event, values, by=by, action="events.edit_event", reason=reason)


def remove_event(event: Event, *, by: Any, reason: str) -> None:
    """Remove an event that nobody is entered for. Raises: HasParticipants."""
    n_people = event.participations.count()
    if n_people:
        raise HasParticipants(
            f"За событием записаны участники: {n_people}. Удалите сначала их или отметьте, что событие не состоялось."
        )
    remove(event, by=by, action="events.remove_event", reason=reason)


def add_participation(
    *, event: Event, person: Person, role: str, by: Any, was_present: bool = True
) -> Participation:
    participation = Participation(event=event, person=person, role=role, was_present=was_present)
    return add(participation, by=by, action="events.add_participation")


def edit_participation(
    participation: Participation, *, by: Any, reason: str = "", **values: Any
) -> Participation:
    return change(participation, values, by=by, action="events.edit_participation", reason=reason)


def remove_participation(participation: Participation, *, by: Any, reason: str) -> None:
    remove(participation, by=by, action="events.remove_participation", reason=reason)
