"""Everything that changes expert appointments."""

import datetime as dt
from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.experts.models import ExpertAppointment
from masterstvo.people.models import Person


def add_appointment(
    *,
    person: Person,
    kind: str,
    level: str,
    starts_on: dt.date,
    by: Any,
    ends_on: dt.date | None = None,
    basis: str = "",
) -> ExpertAppointment:
    appointment = ExpertAppointment(
        person=person, kind=kind, level=level, starts_on=starts_on, ends_on=ends_on, basis=basis
    )
    return add(appointment, by=by, action="experts.add_appointment")


def edit_appointment(
    appointment: ExpertAppointment, *, by: Any, reason: str = "", **values: Any
) -> ExpertAppointment:
    return change(appointment, values, by=by, action="experts.edit_appointment", reason=reason)


def remove_appointment(appointment: ExpertAppointment, *, by: Any, reason: str) -> None:
    remove(appointment, by=by, action="experts.remove_appointment", reason=reason)
