"""Needs that the registry has proposed: made for many at once, or said not to be there (ADR 0055)."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from masterstvo.core.actions import add
from masterstvo.core.errors import DomainError
from masterstvo.mentoring.actions.base import create_need
from masterstvo.mentoring.actions.matching import HasChanged, NothingChosen
from masterstvo.mentoring.choices import NeedSource, NeedState
from masterstvo.mentoring.models import MenteeNeed
from masterstvo.mentoring.queries.grounds import Ground, grounds_of, only_deficits
from masterstvo.people.models import Employment, Person

LENGTH = MenteeNeed._meta.get_field("note").max_length


class OnlyDeficits(DomainError):
    field = "tells_deficits"


@transaction.atomic
def create_needs(
    *,
    jobs: QuerySet[Employment],
    people: Collection[Person],
    tells_deficits: bool,
    today: dt.date,
    by: Any,
) -> list[MenteeNeed]:
    """Ask for a mentor for each of ``people`` by what is known of those who hold ``jobs``, all or none.

    ``tells_deficits``: the needs say in what to help, and whoever matches reads it. Raises: NothingChosen, HasChanged, OnlyDeficits.
    """
    subjects = _only_subjects(jobs, people)
    return [
        create_need(
            person=person,
            source=grounds[0].source,
            subject_id=subjects.get(person.pk),
            wanted=sorted({each.wanted for each in grounds if each.wanted}),
            note=_in_words(grounds),
            opened_on=today,
            by=by,
        )
        for person, grounds in _proposed(jobs, people, tells_deficits=tells_deficits, today=today, by=by)
    ]


@transaction.atomic
def decline_needs(
    *,
    jobs: QuerySet[Employment],
    people: Collection[Person],
    tells_deficits: bool,
    reason: str,
    today: dt.date,
    by: Any,
) -> list[MenteeNeed]:
    """Keep, with the ``reason``, that ``people`` need no mentor: what is known today does not propose them before the next school year.

    Raises: NothingChosen, HasChanged, OnlyDeficits.
    """
    declined = []
    for person, grounds in _proposed(jobs, people, tells_deficits=tells_deficits, today=today, by=by):
        need = MenteeNeed(person=person, source=grounds[0].source, state=NeedState.DECLINED, note=reason)
        need.opened_on = need.ended_on = today
        declined.append(add(need, by=by, action="mentoring.decline_need"))
    return declined


def _proposed(
    jobs: QuerySet[Employment], people: Collection[Person], *, tells_deficits: bool, today: dt.date, by: Any
) -> list[tuple[Person, list[Ground]]]:
    """Lock ``people`` in the order of their keys and return each with the reasons that may be written down."""
    keys = [each.pk for each in people]
    if not keys:
        raise NothingChosen("Отметьте хотя бы одного человека.")
    locked = list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    found = grounds_of(jobs.filter(person__in=keys), by, today)
    if changed := [str(each) for each in locked if each.pk not in found]:
        raise HasChanged(
            f"Пока вы смотрели, стало иначе: {', '.join(changed)}. Откройте список заново и отметьте снова."
        )
    if tells_deficits:
        return [(each, found[each.pk]) for each in locked]
    if silent := [str(each) for each in locked if only_deficits(found[each.pk])]:
        raise OnlyDeficits(
            f"Причина только в дефицитах: {', '.join(silent)}. Отметьте, что их можно записать, или снимите этих людей."
        )
    return [
        (person, [each for each in found[person.pk] if each.source != NeedSource.DEFICITS])
        for person in locked
    ]


def _in_words(grounds: Collection[Ground]) -> str:
    """Return the evidence, without deficits: their competences stand in the need itself."""
    return "; ".join(each.told for each in grounds if each.told)[:LENGTH]


def _only_subjects(jobs: QuerySet[Employment], people: Collection[Person]) -> dict[int, int]:
    """Return {person: subject} of those who teach one; matching knows by itself what the others teach. Queries: one."""
    rows = jobs.filter(person__in=[each.pk for each in people], subjects__isnull=False)
    found: dict[int, set[int]] = {}
    for person, subject in rows.order_by().values_list("person", "subjects"):
        found.setdefault(person, set()).add(subject)
    return {person: subjects.pop() for person, subjects in found.items() if len(subjects) == 1}
