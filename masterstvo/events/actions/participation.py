"""Participation entered by hand, one by one."""

from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.events.models import Event, Participation
from masterstvo.people.models import Person


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
