"""What a step of a route may be: the catalogue, and what other apps plan; who takes its seats (ADR 0045).

Apps below know nothing of routes, so each source is read here. A further one is a column of ``RouteStep``, a line in ``SOURCES`` and,
when it gives seats, in ``actions.seat``.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from masterstvo.diagnostics.models import Competence
from masterstvo.diagnostics.queries.framework import competences_in, framework_on
from masterstvo.events.choices import COMING, RegistrationState
from masterstvo.events.models import Event, Registration
from masterstvo.events.queries.seats import with_seats as with_seats_of_events
from masterstvo.mentoring.queries import HOURS_MONTH, mentors_to_offer
from masterstvo.practices.models import Authorship, Practice, Repeat
from masterstvo.routes.choices import RouteState, StepKind, StepState
from masterstvo.routes.models import Gain, Offer, Route, RouteStep
from masterstvo.routes.queries.route import RUNNING, has_seat
from masterstvo.training.choices import LIVE
from masterstvo.training.models import Session, Training, TrainingRequest
from masterstvo.training.queries import with_seats as with_seats_of_sessions

OFF_THE_JOB, DISTANCE = ("full_time",), ("part_time", "distance")  # keys of «training_form»
WEEKS_OF_A_PRACTICE = 2  # to prepare, to try, to look what came of it
WITH_A_MENTOR, ONE_MENTOR = "Работа с наставником", "mentor"  # the second: nobody takes two mentors
WEEKS_WITH_A_MENTOR, FEWEST_WEEKS = 12, 4
WEEKS_AFTER_A_MENTOR = 4  # for the transfer into practice and the new measurement
INTERNSHIP = "internship"  # key of «training_kind»


@dataclass(frozen=True)
class Offered:
    """Something that a step may be. ``source``: the column of ``RouteStep`` that points to ``row``.

    ``gains``: {competence: levels}; ``seats``: still free for routes and others, None for as many as come.
    ``place``: where and with whom; a name stands here and never in the title, which goes into the words of other steps too.
    """

    source: str
    row: Any
    kind: str
    title: str
    hours: int
    starts_on: dt.date
    ends_on: dt.date
    gains: dict[int, int]
    is_dated: bool = True
    weeks: int = 1
    seats: int | None = None
    programme: str = ""
    is_distance: bool = False
    is_off_the_job: bool = False
    place: str = ""

    @property
    def key(self) -> str:
        return f"{self.source}:{self.row.pk}"


def offers_on(municipality: int, first: dt.date, last: dt.date) -> list[Offered]:
    """Return what a route in ``[first, last)`` may be made of. Queries: two of the catalogue, two at most of each other source, five of mentors."""
    return [each for rows in SOURCES.values() for each in rows(municipality, first, last)]


# --- Sources ----------------------------------------------------------------------------------------------------------
def _catalogue(municipality: int, first: dt.date, last: dt.date) -> Iterable[Offered]:
    rows = Offer.objects.filter(municipality=municipality, starts_on__lt=last, ends_on__gt=first)
    for each in rows.prefetch_related("competences"):
        yield Offered(
            source="offer",
            row=each,
            kind=each.kind,
            title=each.title,
            hours=each.hours,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            gains={competence.pk: each.levels for competence in each.competences.all()},
            is_dated=each.is_dated,
            weeks=each.weeks,
            seats=each.seats,
            is_off_the_job=each.is_off_the_job,
        )


def _sessions(municipality: int, first: dt.date, last: dt.date) -> Iterable[Offered]:
    """Sessions that have not begun, of programmes that say what they give."""
    gains = _gains("programme", municipality)
    rows = Session.objects.filter(
        municipality=municipality,
        programme__in=gains,
        programme__hours__gt=0,
        starts_on__gt=timezone.localdate(),
        starts_on__gte=first,
        ends_on__lte=last,
    )
    each: Any  # with the numbers that training counts
    for each in with_seats_of_sessions(rows).select_related("programme") if gains else ():
        programme = each.programme
        yield Offered(
            source="session",
            row=each,
            kind=StepKind.INTERNSHIP if programme.kind == INTERNSHIP else StepKind.COURSE,
            title=programme.title,
            hours=programme.hours,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            gains=gains[programme.pk],
            seats=None if each.n_free is None else max(0, each.n_free),
            programme=f"programme:{programme.pk}",
            is_distance=programme.form in DISTANCE,
            is_off_the_job=programme.form in OFF_THE_JOB,
        )


def _events(municipality: int, first: dt.date, last: dt.date) -> Iterable[Offered]:
    """Events to come that say what they give and how long they last."""
    gains = _gains("event", municipality)
    rows = Event.objects.shared().filter(
        municipality=municipality,
        pk__in=gains,
        state__in=COMING,
        hours__gt=0,
        held_on__gte=max(first, timezone.localdate()),
        held_on__lt=last,
    )
    each: Any  # with the numbers that events count
    for each in with_seats_of_events(rows) if gains else ():
        yield Offered(
            source="event",
            row=each,
            kind=StepKind.EVENT,
            title=each.title,
            hours=math.ceil(each.hours or 0),
            starts_on=each.held_on,
            ends_on=each.ends_on or each.held_on + dt.timedelta(days=1),
            gains=gains[each.pk],
            seats=None if each.capacity is None else max(0, each.capacity - each.n_seated),
        )


def _practices(municipality: int, first: dt.date, last: dt.date) -> Iterable[Offered]:
    """Practices of the bank that name competences: tried out in one's own class, some weeks long, whenever it suits."""
    rows = Practice.objects.in_bank(timezone.localdate()).filter(municipality=municipality, ends_on__gt=first)
    named = list(rows.exclude(shown__competences=[]).select_related("shown"))
    known = (
        {each.key: each.pk for each in competences_here(municipality, timezone.localdate())} if named else {}
    )
    for each in named:
        version: Any = each.shown
        if gains := {known[key]: 1 for key in version.competences if key in known}:
            yield Offered(
                source="practice",
                row=each,
                kind=StepKind.PRACTICE,
                title=each.title,
                hours=version.hours,
                starts_on=first,
                ends_on=min(last, each.ends_on or last),
                gains=gains,
                is_dated=False,
                weeks=WEEKS_OF_A_PRACTICE,
            )


def _mentors(municipality: int, first: dt.date, last: dt.date) -> Iterable[Offered]:
    """Mentors of the base with a strength and free hours: an hour a week for some weeks, whenever it suits."""
    weeks = min(WEEKS_WITH_A_MENTOR, (last - first).days // 7 - WEEKS_AFTER_A_MENTOR)
    today = timezone.localdate()
    base = list(mentors_to_offer(municipality, max(first, today))) if weeks >= FEWEST_WEEKS else []
    known = {each.key: each.pk for each in competences_here(municipality, today)} if base else {}
    for profile, n_free in base:
        if gains := {known[key]: 1 for key in profile.strengths if key in known}:
            yield Offered(
                source="mentor",
                row=profile,
                kind=StepKind.MENTORING,
                title=WITH_A_MENTOR,
                hours=math.ceil(weeks * HOURS_MONTH * 12 / 52),
                starts_on=first,
                ends_on=last,
                gains=gains,
                is_dated=False,
                weeks=weeks,
                seats=n_free,
                programme=ONE_MENTOR,
                place=str(profile.person),
            )


def _gains(of: str, municipality: int) -> dict[int, dict[int, int]]:
    """Return {programme or event: {competence: levels}}. Queries: one."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Gain.objects.filter(municipality=municipality, **{f"{of}__isnull": False})
    for key, competence, levels in rows.values_list(of, "competence", "levels"):
        found[key][competence] = levels
    return dict(found)


Source = Callable[[int, dt.date, dt.date], Iterable[Offered]]  # (municipality, first day, first day after)
SOURCES: dict[str, Source] = {
    "offer": _catalogue,
    "session": _sessions,
    "event": _events,
    "practice": _practices,
    "mentor": _mentors,
}


# --- Seats ------------------------------------------------------------------------------------------------------------
def taken_seats(offers: Collection[Offered], *, leaving_out: Collection[int] = ()) -> dict[str, int]:
    """Return {key of an offer: how many routes that are not over take it}; drafts hold their seats too. Queries: one.

    Whoever holds a seat already is counted where it was given. ``leaving_out``: people whose drafts do not count, because they
    are being built anew.
    """
    keys: dict[str, list[int]] = {name: [] for name in SOURCES}
    for each in offers:
        keys[each.source].append(each.row.pk)
    any_of = Q(pk__in=[])
    for name, rows in keys.items():
        any_of |= Q(**{f"{name}__in": rows}) if rows else Q(pk__in=[])
    steps = RouteStep.objects.filter(any_of, route__state__in=(RouteState.DRAFT, *RUNNING))
    steps = steps.exclude(route__state=RouteState.DRAFT, route__person__in=leaving_out)
    found: dict[str, int] = defaultdict(int)
    for pointers in steps.exclude(state=StepState.SKIPPED).exclude(has_seat()).values(*SOURCES):
        for name, key in pointers.items():
            if key is not None:
                found[f"{name}:{key}"] += 1
    return dict(found)


def barred_offers(people: Collection[int], offers: Collection[Offered]) -> dict[int, set[str]]:
    """Return {person: keys of what they have already}: a seat, a step of a route that goes on, the programme completed, or a practice that is their own.

    Their hours are in the ledger, and nothing is learnt twice from it. Queries: two where sessions are offered, two where events are, two where practices are.
    """
    sessions = {each.row.pk: each for each in offers if each.source == "session"}
    events = {each.row.pk: each for each in offers if each.source == "event"}
    practices = {each.row.pk: each for each in offers if each.source == "practice"}
    found: dict[int, set[str]] = defaultdict(set)
    if sessions:
        completed = Training.objects.filter(person__in=people).values_list("person", "programme")
        asked = TrainingRequest.objects.filter(person__in=people, state__in=LIVE, session__isnull=False)
        known = {*completed, *asked.values_list("person", "programme")}
        for person, programme in known:
            found[person] |= {each.key for each in sessions.values() if each.row.programme_id == programme}
    if events:
        registered = Registration.objects.filter(person__in=people, event__in=events)
        registered = registered.exclude(state=RegistrationState.CANCELLED)
        for person, event in registered.values_list("person", "event"):
            found[person].add(events[event].key)
    if practices:
        written = Authorship.objects.filter(person__in=people, practice__in=practices)
        repeated = Repeat.objects.filter(person__in=people, practice__in=practices)
        for rows in (written, repeated):
            for person, practice in rows.values_list("person", "practice"):
                found[person].add(practices[practice].key)
    if sessions or events:
        steps = RouteStep.objects.filter(
            Q(session__in=sessions) | Q(event__in=events), route__person__in=people, route__state__in=RUNNING
        ).exclude(state=StepState.SKIPPED)
        for person, session, event in steps.values_list("route__person", "session", "event"):
            found[person].add(sessions[session].key if session in sessions else events[event].key)
    return found


def practices_for(route: Route, bank: QuerySet[Practice]) -> QuerySet[Practice]:
    """Keep what a step added by hand may be made of: not the person's own, not repeated, not in the route already."""
    return (
        bank.exclude(pk__in=Authorship.objects.filter(person=route.person_id).values("practice"))
        .exclude(pk__in=Repeat.objects.filter(person=route.person_id).values("practice"))
        .exclude(pk__in=route.steps.filter(practice__isnull=False).values("practice"))
        .select_related("shown")
        .order_by("title", "pk")
    )


# --- What programmes and events give ------------------------------------------------------------------------------------
def gains_of(thing: Any) -> QuerySet[Gain]:
    """Return what a programme or an event gives, everywhere."""
    return thing.gains.select_related("competence").order_by("competence__title", "pk")


def competences_here(municipality: int | None, day: dt.date) -> QuerySet[Competence]:
    """Return the competences, without their blocks, of the framework in force on ``day``. Queries: one, and the rows."""
    return competences_in(framework_on(municipality, day) if municipality else None)


def strengths_here(municipality: int | None, day: dt.date) -> list[tuple[str, str]]:
    """Return (key, title) of these competences, for what a mentor is strong in. Queries: one, and the rows."""
    return list(competences_here(municipality, day).values_list("key", "title"))
