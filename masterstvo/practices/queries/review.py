"""Who may review a practice, what reviewers said, and what can be decided now."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from masterstvo.assessments.models import Instrument
from masterstvo.assessments.models import Version as InstrumentVersion
from masterstvo.core.terms import numbers_in_force
from masterstvo.experts.conflicts import Work
from masterstvo.experts.models import ExpertAppointment
from masterstvo.experts.queries import conflicts_of
from masterstvo.inbox.panels import Due
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person
from masterstvo.practices.choices import Decision, Verdict, VersionState
from masterstvo.practices.models import Practice, PracticeVersion, Review

REVIEW = "practice-review"  # the shipped sheet; a municipality's copy keeps the key


def experts_today(municipality: Municipality) -> QuerySet[Person]:
    """Return the experts of a municipality who hold an appointment today and have an account: a review is written by its reviewer."""
    appointed = ExpertAppointment.objects.on(timezone.localdate()).values("person")
    rows = Person.objects.filter(municipality=municipality, pk__in=appointed, user__isnull=False)
    return rows.order_by("last_name", "first_name", "pk")


def conflicts(practice: Practice, people: Collection[Person]) -> dict[int, str]:
    """Return {person: why not} of those who may not judge a practice, by all that the registry knows today. Queries: as ``conflicts_of``."""
    authors = frozenset(practice.authors.values_list("person", flat=True))
    places = frozenset(filter(None, [practice.organization_id]))
    work = Work(practice.pk, people=authors, organizations=places)
    found = conflicts_of([each.pk for each in people], [work], day=timezone.localdate())
    return {expert: reasons[0].words for (expert, _), reasons in found.items()}


def sheets(municipality: Municipality) -> QuerySet[Instrument]:
    """Return the instruments that can be a sheet of review: published checklists of the municipality and shipped ones, the practice's first."""
    known = Instrument.objects.filter(
        kind="checklist", archived_on=None, versions__published_on__isnull=False
    )
    own = known.filter(municipality=municipality)
    taken = own.values("key")
    return (own | known.filter(municipality=None).exclude(key__in=taken)).distinct().order_by("title", "pk")


def latest_version(instrument: Instrument) -> InstrumentVersion:
    return instrument.versions.filter(published_on__isnull=False).order_by("-number")[0]


# --- What was said ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Opinion:
    """Finished reviews together. ``percent``: their mean with one digit; ``spread``: the widest difference."""

    n_asked: int
    n_finished: int
    percent: Decimal | None
    spread: Decimal | None
    advice: str


def opinion(reviews: Iterable[Review]) -> Opinion:
    asked = [each for each in reviews if each.recused_on is None]
    finished = [each for each in asked if each.finished_on]
    percents = [each.percent for each in finished if each.percent is not None]
    counts = [
        f"{label} – {n}"
        for verdict, label in Verdict.choices
        if (n := sum(each.verdict == verdict for each in finished))
    ]
    return Opinion(
        len(asked),
        len(finished),
        (sum(percents, Decimal(0)) / len(percents)).quantize(Decimal("0.1")) if percents else None,
        max(percents) - min(percents) if len(percents) > 1 else None,
        ", ".join(counts),
    )


def decisions_open(practice: Practice, day: dt.date) -> list[Decision]:
    """Return what can be decided about a practice on ``day``. Queries: one."""
    found = []
    if practice.versions.filter(state=VersionState.SENT).exists():
        found += [Decision.ACCEPT, Decision.RETURN, Decision.DECLINE]
    if practice.shown_id:
        is_in_term = practice.ends_on is not None and practice.ends_on > day
        if practice.is_hidden:
            found.append(Decision.SHOW)
        else:
            found += [Decision.RENEW, Decision.HIDE]
            if is_in_term and not practice.recommended_on:
                found.append(Decision.RECOMMEND)
    return found


def waiting_versions(practices: QuerySet[Practice]) -> QuerySet[PracticeVersion]:
    """Return the versions of ``practices`` that are under review, the oldest first."""
    rows = PracticeVersion.objects.filter(practice__in=practices.values("pk"), state=VersionState.SENT)
    return (
        rows.select_related("practice__organization")
        .prefetch_related("reviews__person", "practice__authors__person")
        .order_by("sent_on", "pk")
    )


def term_from(day: dt.date) -> dt.date:
    """Return the first day out of the bank of what is accepted on ``day``, by the words of «practice_term». Queries: one."""
    months = min(numbers_in_force("practice_term", day))
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = [
        31,
        29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
    return dt.date(year, month + 1, min(day.day, last[month])) + dt.timedelta(days=1)


# --- Reminders --------------------------------------------------------------------------------------------------------
def due_reviews(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the reviews that wait for an expert, and the terms in the bank that run out, for the authors. Queries: two."""
    rows = Review.objects.filter(
        due_on__range=(first, last),
        finished_on=None,
        recused_on=None,
        version__state=VersionState.SENT,
        person__user__isnull=False,
    )
    for row in rows.select_related("version", "person").order_by("pk"):
        told = f"оценить практику «{row.version.told_title}»"
        assert row.person.user_id is not None  # filtered by it
        about = f"practices.review:{row.pk}"
        yield Due(row.person.user_id, about, told, row.get_absolute_url(), row.due_on)
    ending = Practice.objects.filter(
        ends_on__range=(first + dt.timedelta(days=1), last + dt.timedelta(days=1)), is_hidden=False
    ).filter(authors__person__user__isnull=False)
    for practice in ending.prefetch_related("authors__person"):
        for author in practice.authors.all():
            if user := author.person.user_id:
                told = f"срок практики «{practice}» в банке: обновите её или попросите продлить"
                assert practice.last_day is not None  # filtered by it
                about = f"practices.term:{practice.pk}"
                yield Due(user, about, told, practice.get_absolute_url(), practice.last_day)
