"""A contest whose places were counted elsewhere by a published formula: it begins with its decision (ADR 0048)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.contests.actions.result import Decisions, propose_results
from masterstvo.contests.choices import ContestState, Entrant, EntryState, PhaseKind
from masterstvo.contests.models import Contest, Entry, Phase
from masterstvo.contests.queries.jury import result_of
from masterstvo.core.actions import add
from masterstvo.core.errors import DomainError
from masterstvo.core.words import clean
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person

DAYS_TO_DECIDE = dt.timedelta(days=30)


class AlreadyHeld(DomainError):
    pass


@dataclass(frozen=True)
class Ranked:
    """A participant with a place. Of an organization there is no ``person``."""

    place: int
    title: str
    organization: Organization | None = None
    person: Person | None = None


@transaction.atomic
def found_ranked_contest(
    *,
    municipality: Municipality,
    title: str,
    year: int,
    about: str,
    entrant: Entrant,
    n_prizes: int,
    ranked: Iterable[Ranked],
    by: Any,
) -> Contest:
    """Begin a contest at its decision, with an admitted entry and a proposed result for each of ``ranked``.

    From here on it is a contest like others: its organizer announces the results, drafts the order, gives diplomas. Raises: AlreadyHeld.
    """
    named = {"municipality": municipality, "title": clean(title), "year": year, "level": "municipal"}
    if Contest.objects.filter(**named).exists():
        raise AlreadyHeld(
            f"Конкурс «{title}» {year} года уже есть: назовите рейтинг иначе или уберите тот конкурс."
        )
    contest = Contest(
        **named, about=about, entrant=entrant, is_blind=False, files_most=0, state=ContestState.RUNNING
    )
    add(contest, by=by, action="contests.create_contest")
    today = timezone.localdate()
    Phase.objects.create(
        contest=contest, kind=PhaseKind.DECISION, starts_on=today, ends_on=today + DAYS_TO_DECIDE
    )
    decisions: Decisions = {}
    for each in ranked:
        entry = Entry(
            contest=contest,
            person=each.person,
            organization=each.organization,
            title=each.title,
            state=EntryState.ADMITTED,
        )
        add(entry, by=by, action="contests.admit_entry")
        decisions[entry.pk] = (result_of(each.place, n_prizes), each.place)
    propose_results(contest, decisions=decisions, by=by)
    return contest
