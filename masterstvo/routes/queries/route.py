"""Where routes stand, what is due on them, and what the ledger of hours takes from them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from masterstvo.diagnostics.models import Deficit
from masterstvo.events.choices import RegistrationState
from masterstvo.events.models import Registration
from masterstvo.inbox.panels import Due
from masterstvo.mentoring.choices import BEFORE_WORK, COUNTED_BY_LOAD, PairState
from masterstvo.people import load
from masterstvo.people.models import Person
from masterstvo.people.panels import NAME
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.models import Route, RouteStep
from masterstvo.training.choices import LIVE
from masterstvo.training.models import TrainingRequest

OVER = (RouteState.COMPLETED, RouteState.STOPPED)

GOING_ON = (RouteState.APPROVED, RouteState.ACTIVE)

RUNNING = (RouteState.AGREEMENT, *GOING_ON)


def with_progress(rows: QuerySet[Route]) -> QuerySet[Route]:
    """Give each route ``n_steps`` (those not needed left out) and ``n_done``."""
    steps = RouteStep.objects.filter(route=OuterRef("pk")).exclude(state=StepState.SKIPPED)
    return rows.annotate(
        n_steps=n_of(steps, "route"), n_done=n_of(steps.filter(state=StepState.DONE), "route")
    )


def n_of(rows: QuerySet, by: str) -> Coalesce:
    """Return the number of ``rows`` whose path ``by`` leads to the row that is annotated."""
    counted = rows.order_by().values(by).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def with_waits(rows: QuerySet[Route], user: Any) -> QuerySet[Route]:
    """Give each route ``waits_for_me``: it waits for the agreement of ``user``, its methodist."""
    mine = Q(state=RouteState.AGREEMENT, accompanied_by=user.pk, agreed_by_companion_on=None)
    return rows.annotate(waits_for_me=Case(When(mine, then=Value(True)), default=Value(False)))


def in_progress(rows: QuerySet[Route]) -> QuerySet[Route]:
    """Keep the routes with steps that are not approved yet: drafts to send, and what waits for somebody."""
    has_steps = Exists(RouteStep.objects.filter(route=OuterRef("pk")))
    return rows.filter(Q(state=RouteState.AGREEMENT) | Q(has_steps, state=RouteState.DRAFT))


@dataclass(frozen=True)
class Standing:
    """How many routes of a school are in one state, and how many of their steps are done."""

    state: RouteState
    n_routes: int
    n_steps: int
    n_done: int


def standings(rows: QuerySet[Route]) -> list[Standing]:
    """Return where routes stand, state by state in the order of their life. Queries: one."""
    steps = Q(steps__isnull=False) & ~Q(steps__state=StepState.SKIPPED)
    told = (
        rows.order_by()
        .values("state")
        .annotate(
            n_routes=Count("pk", distinct=True),
            n_steps=Count("steps", filter=steps),
            n_done=Count("steps", filter=Q(steps__state=StepState.DONE)),
        )
    )
    found = {each["state"]: each for each in told}
    return [
        Standing(state, found[state]["n_routes"], found[state]["n_steps"], found[state]["n_done"])
        for state in RouteState
        if state in found
    ]


def idle_drafts(user: Any, people: QuerySet[Person]) -> QuerySet[Route]:
    """Return the empty drafts by which ``user`` accompanies people in whom no deficit is open."""
    drafts = Route.objects.filter(
        accompanied_by=user.pk, state=RouteState.DRAFT, steps=None, person__in=people
    )
    idle = drafts.exclude(person__in=Deficit.objects.filter(closed_on=None).values("person"))
    return idle.order_by(*(f"person__{each}" for each in NAME), "pk")


def due_steps(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the steps that teachers still have to take, for reminders. Queries: one."""
    a_day = dt.timedelta(days=1)
    steps = RouteStep.objects.filter(
        state=StepState.PLANNED,
        route__state__in=GOING_ON,
        ends_on__range=(first + a_day, last + a_day),
        route__person__user__is_active=True,
    )
    for step in steps.select_related("route").annotate(user_id=F("route__person__user")):
        yield Due(
            step.user_id,
            f"step:{step.pk}",
            f"шаг маршрута «{step.title}»",
            step.route.get_absolute_url(),
            step.last_day,
        )


def has_seat() -> Q:
    """Return the condition that the person of a step holds the seat that it speaks of, or that its mentor has been asked."""
    return _holds_a_seat() | Q(pair__state__in=[*BEFORE_WORK, PairState.ACTIVE])


def is_counted_elsewhere() -> Q:
    """Return the condition that training, events or mentoring count the hours of a step already: a pair from its approval on."""
    return (
        _holds_a_seat()
        | Q(pair__state__in=COUNTED_BY_LOAD)
        | Q(pair__predecessor__state=PairState.ACTIVE)  # the former mentor is there until the next begins
    )


def _holds_a_seat() -> Q:
    mine = {"person": OuterRef("route__person")}
    requests = TrainingRequest.objects.filter(**mine, session=OuterRef("session"), state__in=LIVE)
    registrations = Registration.objects.filter(
        **mine, event=OuterRef("event"), state=RegistrationState.REGISTERED
    )
    return Q(Exists(requests)) | Q(Exists(registrations))


@dataclass(frozen=True)
class Seat:
    """How the seat that a step speaks of stands, in words. ``is_held``: nothing is left to ask for."""

    words: str
    is_held: bool


def seats_of(steps: Collection[RouteStep], person: int) -> dict[int, Seat]:
    """Return {step: its seat} of the steps still planned that speak of one, or of a mentor (with ``pair`` at hand). Queries: one for courses and one for events, where there are any."""
    waiting = [each for each in steps if each.state == StepState.PLANNED]
    sessions = [each.session_id for each in waiting if each.session_id]
    events = [each.event_id for each in waiting if each.event_id]
    found: dict[tuple[str, int | None], Seat] = {}
    if sessions:
        for request in TrainingRequest.objects.filter(person=person, session__in=sessions).order_by("pk"):
            words = f"заявка на курсы: {request.get_state_display()}"
            found["session", request.session_id] = Seat(words, request.state in LIVE)
    if events:
        for registration in Registration.objects.filter(person=person, event__in=events):
            is_held = registration.state != RegistrationState.CANCELLED
            found["event", registration.event_id] = Seat(registration.get_state_display(), is_held)
    nothing = Seat("места ещё нет", is_held=False)
    pairs = {each.pk: _pair_in_words(each) for each in waiting if each.mentor_id or each.pair_id}
    return pairs | {
        each.pk: found.get(
            ("session", each.session_id) if each.session_id else ("event", each.event_id), nothing
        )
        for each in waiting
        if each.session_id or each.event_id
    }


def _pair_in_words(step: RouteStep) -> Seat:
    if step.pair is None:
        return Seat("наставника ещё не спросили", is_held=False)
    told = {
        PairState.REFUSED: "пара не состоялась, нужен другой наставник",
        PairState.CLOSED: "пара прекращена до срока, нужен другой наставник",
    }
    state = PairState(step.pair.state)
    return Seat(told.get(state, f"пара: {state.label}"), is_held=True)


def hours_on_routes(people: Collection[int]) -> Iterable[load.Row]:
    """What the ledger takes: steps still to be done on routes that go on or wait for agreement; a seat that was given counts where it was."""
    return _hours_of_steps(people, RUNNING)


def hours_in_drafts(people: Collection[int]) -> Iterable[load.Row]:
    return _hours_of_steps(people, [RouteState.DRAFT])


def _hours_of_steps(people: Collection[int], states: Collection[str]) -> Iterable[load.Row]:
    steps = RouteStep.objects.filter(
        route__person__in=people, route__state__in=states, state=StepState.PLANNED
    ).exclude(is_counted_elsewhere())
    return steps.values_list("route__person", "starts_on", "ends_on", "hours")
