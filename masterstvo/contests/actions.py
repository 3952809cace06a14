"""Everything that changes contests and entries."""

import datetime as dt
from typing import Any

from masterstvo.contests.models import Contest, Entry
from masterstvo.core.actions import add, change, remove
from masterstvo.core.words import clean
from masterstvo.people.models import Person


def add_contest(*, title: str, level: str, by: Any) -> Contest:
    return add(Contest(title=clean(title), level=level), by=by, action="contests.add_contest")


def add_entry(
    *, contest: Contest, person: Person, held_on: dt.date, result: str, by: Any, **values: Any
) -> Entry:
    """Add a person's part in a contest. ``values``: stage, nomination, document."""
    entry = Entry(contest=contest, person=person, held_on=held_on, result=result, **values)
    return add(entry, by=by, action="contests.add_entry")


def edit_entry(entry: Entry, *, by: Any, reason: str = "", **values: Any) -> Entry:
    return change(entry, values, by=by, action="contests.edit_entry", reason=reason)


def remove_entry(entry: Entry, *, by: Any, reason: str) -> None:
    remove(entry, by=by, action="contests.remove_entry", reason=reason)
