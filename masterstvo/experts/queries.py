"""Reads about experts that cross tables."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from masterstvo.core import terms
from masterstvo.core.dates import short_date
from masterstvo.core.sandbox import CannotRead, run_limited
from masterstvo.experts.choices import OF_SCHOOL, RecusalGround
from masterstvo.experts.conflicts import Conflict, Declared, Job, Known, Work, find_conflicts
from masterstvo.experts.counting import Leaning, leaning
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.experts.panels import marks_beside, ties_of
from masterstvo.experts.redacting import Copy, Doubt, Secrets, redacted
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Employment, Person
from masterstvo.people.queries import HEADS, years_before


def conflict_years(day: dt.date) -> int:
    """Return for how many years a tie that has ended still binds. Queries: one.

    It is a word of the dictionary with its term of validity; of several in force the greatest counts.
    """
    return max(terms.numbers_in_force("conflict_years", day, least=0))


def conflicts_of(
    experts: Collection[int], works: Iterable[Work], *, day: dt.date
) -> dict[tuple[int, Hashable], list[Conflict]]:
    """Return {(expert, work): why not} by what the registry knows on ``day``.

    Queries: one each for the words, jobs and recusals, and one a source of ties, whatever the number of works.
    """
    works = list(works)
    people = set(experts).union(*(work.people for work in works))
    since = years_before(day, conflict_years(day))
    known = Known(
        jobs=_jobs(people, since), ties=ties_of(experts), declared=_declared(set(experts), people, day)
    )
    return find_conflicts(experts, works, known, day=day, since=since)


def _jobs(people: Collection[int], since: dt.date) -> list[Job]:
    rows = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=since), person__in=people)
    return [
        Job(
            job.person_id,
            job.organization_id,
            str(job.organization),
            job.starts_on,
            job.ends_on,
            is_head=job.category in HEADS,
        )
        for job in rows.select_related("organization").order_by("pk")
    ]


def _declared(experts: set[int], people: set[int], day: dt.date) -> list[Declared]:
    rows = Recusal.objects.on(day).filter(Q(expert__in=experts) | Q(expert__in=people, person__in=experts))
    return [
        Declared(
            each.expert_id,
            f"{each.get_ground_display()}, заявлено с {short_date(each.starts_on)}: {each.reason}",
            each.starts_on,
            each.ends_on,
            person=each.person_id,
            organization=each.organization_id,
            is_relative=each.ground == RecusalGround.RELATIVE,
        )
        for each in rows.order_by("pk")
    ]


def leaning_of(expert: Person) -> list[Leaning]:
    """Return how kindly and how widely ``expert`` marked in each year, the latest first. Queries: those of the sources."""
    return leaning(expert.pk, marks_beside(expert.pk))


def without_ground(rows: QuerySet[ExpertAppointment], day: dt.date) -> QuerySet[ExpertAppointment]:
    """Keep the appointments, of today or to come, that the authority has to fix: neither an order nor the words of an older one does.

    Those whom a school calls to its own expert work stand in the school's orders.
    """
    open_ = Q(ends_on=None) | Q(ends_on__gt=day)
    return rows.filter(open_, document=None, basis="").exclude(level=OF_SCHOOL)


def named_in_order(rows: Iterable[ExpertAppointment]) -> list[tuple[Any, str]]:
    """Return [(person, in which part)] for the table of an order, one line a person. Queries: one for words and those of ``rows``."""
    words = terms.titles_of("expert_kind", "level")
    told: dict[Any, list[str]] = {}
    for each in rows:
        until = f" по {short_date(each.last_day)}" if each.last_day else ""
        kind = words["expert_kind"].get(each.kind, each.kind)
        level = words["level"].get(each.level, each.level)
        told.setdefault(each.person, []).append(f"{kind}, {level}, с {short_date(each.starts_on)}{until}")
    return [(person, "; ".join(parts)[:300]) for person, parts in told.items()]


# --- Without names ----------------------------------------------------------------------------------------------------
def secrets_about(people: Collection[Person], *organizations: int | None) -> Secrets:
    """Return what nobody may learn who judges without names: ``people``, ``organizations``, and every other one where they ever worked.

    Queries: two.
    """
    jobs = Employment.objects.filter(person__in=people)
    places = Organization.objects.filter(Q(pk__in=jobs.values("organization")) | Q(pk__in=organizations))
    titles = [
        name
        for each in places.prefetch_related("aliases").order_by("pk")
        for name in (each.title, each.short_title, *(alias.name for alias in each.aliases.all()))
        if name
    ]
    return Secrets(tuple(str(each) for each in people), tuple(dict.fromkeys(titles)))


def copy_without(found: Secrets, content: bytes, kind: str) -> Copy:
    """Return the copy of a file without what is secret, cleaned in a process of its own. ``kind``: «docx»."""
    try:
        return run_limited(redacted, content, kind, Secrets(found.names, found.places))
    except CannotRead:
        return Copy(content, (Doubt.UNREADABLE,))
