"""Everything that changes mentorships."""

import datetime as dt
from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.mentoring.models import Mentorship
from masterstvo.people.models import Person


class DayOutOfOrder(DomainError):
    pass


def add_mentorship(
    *,
    mentor: Person,
    mentee: Person,
    model: str,
    format: str,
    starts_on: dt.date,
    by: Any,
    ends_on: dt.date | None = None,
    act_number: str = "",
    act_on: dt.date | None = None,
) -> Mentorship:
    mentorship = Mentorship(
        mentor=mentor,
        mentee=mentee,
        model=model,
        format=format,
        starts_on=starts_on,
        ends_on=ends_on,
        act_number=act_number,
        act_on=act_on,
    )
    return add(mentorship, by=by, action="mentoring.add_mentorship")


def edit_mentorship(mentorship: Mentorship, *, by: Any, reason: str = "", **values: Any) -> Mentorship:
    return change(mentorship, values, by=by, action="mentoring.edit_mentorship", reason=reason)


def end_mentorship(mentorship: Mentorship, *, last_day: dt.date, by: Any, reason: str = "") -> Mentorship:
    """Say until which day, inclusive, the pair worked. Raises: DayOutOfOrder."""
    if last_day < mentorship.starts_on:
        raise DayOutOfOrder("Окончание раньше начала.")
    values = {"ends_on": last_day + dt.timedelta(days=1)}
    return change(mentorship, values, by=by, action="mentoring.end_mentorship", reason=reason)


def remove_mentorship(mentorship: Mentorship, *, by: Any, reason: str) -> None:
    remove(mentorship, by=by, action="mentoring.remove_mentorship", reason=reason)
