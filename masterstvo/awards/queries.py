"""Reads about awards: whether a nomination fits what an award asks, its limits, and the numbers of those who have none."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from masterstvo.awards.choices import COUNTED, DECIDED, NominationState
from masterstvo.awards.models import Award, GivenAward, Nomination
from masterstvo.contests.models import Entry
from masterstvo.core.numbers import counted
from masterstvo.documents.choices import DocumentState
from masterstvo.experts.models import ExpertAppointment
from masterstvo.mentoring.models import Mentorship
from masterstvo.people.models import Attestation, Person
from masterstvo.people.queries import full_years
from masterstvo.practices.models import Authorship

WON = ("winner", "prize_winner", "laureate")  # keys of «contest_result»


@dataclass(frozen=True)
class Condition:
    """One thing that an award asks, beside what is known. ``holds``: None where nothing is known."""

    title: str
    known: str
    holds: bool | None


def conditions(nomination: Nomination, day: dt.date) -> list[Condition]:
    """Return what the award asks of this person, beside what the registry knows. Queries: three at most."""
    award, found = nomination.award, []
    if award.years is not None:
        years = full_years(nomination.person.teaching_since, day)
        told = "стаж не внесён" if years is None else counted(years, "год", "года", "лет")
        found.append(
            Condition(
                f"Стаж от {counted(award.years, 'года', 'лет', 'лет')}",
                told,
                None if years is None else years >= award.years,
            )
        )
    if award.after is not None:
        last = last_award(nomination.person_id, apart_from=nomination)
        years = full_years(last, day)
        told = "наград нет" if last is None else f"последняя {last:%d.%m.%Y}"
        gap = counted(award.after, "год", "года", "лет")
        found.append(Condition(f"Через {gap} после прежней", told, years is None or years >= award.after))
    for limit, title, rows in (
        (award.most, "Мест на награду за год", _counted(nomination)),
        (
            award.most_of_organization,
            "Мест от организации за год",
            _counted(nomination).filter(organization=nomination.organization_id),
        ),
    ):
        if limit is not None:
            n = rows.count()
            found.append(Condition(title, f"занято {n} из {limit}", n < limit))
    found.append(
        Condition(
            "Документы",
            "приложены все" if not nomination.missing else f"нет: {'; '.join(nomination.missing)}",
            not nomination.missing,
        )
    )
    return found


def _counted(nomination: Nomination) -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(award=nomination.award_id, year=nomination.year, state__in=COUNTED)
    return rows.exclude(pk=nomination.pk)


def last_award(person: int, *, apart_from: Nomination) -> dt.date | None:
    """Return the day of the last award of any kind, beside what the nomination itself has brought. Queries: one."""
    return (
        GivenAward.objects.filter(person=person)
        .exclude(nomination=apart_from)
        .aggregate(last=Max("given_on"))["last"]
    )


def earlier_awards(nomination: Nomination, day: dt.date) -> QuerySet[GivenAward]:
    """Return what the person had by ``day`` beside what this nomination has brought."""
    rows = GivenAward.objects.filter(person=nomination.person_id, given_on__lte=day)
    return rows.exclude(nomination=nomination)


def awards_on(municipality: int, day: dt.date) -> QuerySet[Award]:
    return Award.objects.on(day).filter(municipality=municipality)


def waiting_for_protocol(municipality: int, year: int) -> QuerySet[Nomination]:
    """Return what the commission has decided and no protocol names yet, whatever came of it afterwards."""
    rows = Nomination.objects.filter(
        Q(document=None) | Q(document__state=DocumentState.CANCELLED),
        award__municipality=municipality,
        year=year,
        state__in=DECIDED,
    )
    return rows.select_related("award", "person", "organization").order_by("award__title", "person", "pk")


# --- Who was never rewarded -------------------------------------------------------------------------------------------
def never_rewarded(people: QuerySet[Person], day: dt.date) -> QuerySet[Person]:
    """Return those of ``people`` without any award and not put forward now, with numbers of the registry; by years of teaching.

    ``n_wins``, ``n_pairs``, ``n_practices``, ``n_expert`` and ``category`` are what is known and no judgement: nothing is weighed
    and nobody is ranked by a sum.
    """
    open_now = [NominationState.DRAFT, NominationState.SENT, NominationState.SUPPORTED]
    rows = people.filter(awards=None, erased_on=None).exclude(nominations__state__in=open_now)
    return with_numbers(rows, day).order_by(
        F("teaching_since").asc(nulls_last=True), "last_name", "first_name", "pk"
    )


def with_numbers(people: QuerySet[Person], day: dt.date) -> QuerySet[Person]:
    """Give each person ``n_wins``, ``n_pairs``, ``n_practices``, ``n_expert`` and the ``category`` held on ``day``."""
    held = Attestation.objects.on(day).filter(person=OuterRef("pk")).order_by("-starts_on", "-pk")
    banked = Authorship.objects.filter(practice__banked_on__isnull=False)
    return people.annotate(
        n_wins=_n(Entry.objects.filter(result__in=WON, held_on__isnull=False), "person"),
        n_pairs=_n(Mentorship.objects.worked(), "mentor"),
        n_practices=_n(banked, "person"),
        n_expert=_n(ExpertAppointment.objects.all(), "person"),
        category=Subquery(held.values("category")[:1]),
    )


def _n(rows: QuerySet, by: str) -> Any:
    counted_rows = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted_rows.values("n")), 0)


def named_in_protocol(rows: Iterable[Nomination]) -> list[tuple[Person, str]]:
    """Return [(person, what was decided)] for the table of the protocol."""
    return [(each.person, f"{each.award}: {_decision(each)}. {each.words}".strip()[:300]) for each in rows]


def _decision(nomination: Nomination) -> str:
    """Say what the commission decided, and what came of it when that is known already."""
    if nomination.state in (NominationState.GRANTED, NominationState.REFUSED):
        return f"{NominationState.SUPPORTED.label}; {nomination.get_state_display()}"
    return nomination.get_state_display()
