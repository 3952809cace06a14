"""Facts about contests that others hold: who took part, and what came of it."""

import datetime as dt
from typing import Any

from django.db import transaction

from masterstvo.contests.models import Contest, Entry, Nomination
from masterstvo.core.actions import add, change, remove
from masterstvo.core.words import clean
from masterstvo.people.models import Person


def add_contest(*, title: str, level: str, by: Any) -> Contest:
    return add(Contest(title=clean(title), level=level), by=by, action="contests.add_contest")


@transaction.atomic
def add_entry(
    *,
    contest: Contest,
    person: Person,
    held_on: dt.date,
    result: str,
    by: Any,
    nomination_title: str = "",
    **values: Any,
) -> Entry:
    """Add a person's part in a contest. ``values``: stage, place, document."""
    nomination = nomination_of(contest, nomination_title)
    entry = Entry(
        contest=contest, person=person, held_on=held_on, result=result, nomination=nomination, **values
    )
    return add(entry, by=by, action="contests.add_entry")


@transaction.atomic
def edit_entry(
    entry: Entry, *, by: Any, reason: str = "", nomination_title: str | None = None, **values: Any
) -> Entry:
    """Correct a fact. Raises: Stale, Gone."""
    if nomination_title is not None:
        values["nomination"] = nomination_of(values.get("contest", entry.contest), nomination_title)
    return change(entry, values, by=by, action="contests.edit_entry", reason=reason)


def nomination_of(contest: Contest, title: str) -> Nomination | None:
    """Return the nomination of ``contest`` that is called so, a new one when it is first named."""
    if not clean(title):
        return None
    return Nomination.objects.get_or_create(contest=contest, title=clean(title))[0]


def remove_entry(entry: Entry, *, by: Any, reason: str) -> None:
    remove(entry, by=by, action="contests.remove_entry", reason=reason)
