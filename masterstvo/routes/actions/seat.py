"""Seats of steps: asked for where they are given, and what comes of them moves the step (ADR 0045)."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from masterstvo.core.actions import change
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.terms import title as term_title
from masterstvo.core.versions import lock
from masterstvo.events.actions.registration import register_people
from masterstvo.events.models import Participation
from masterstvo.mentoring.actions import propose_from_base
from masterstvo.mentoring.choices import PairState
from masterstvo.mentoring.models import MentorProfile, Mentorship
from masterstvo.practices.models import Repeat
from masterstvo.routes.actions.route import LIVE, WrongState
from masterstvo.routes.actions.step import check_waits, finish_step, reopen_step
from masterstvo.routes.choices import StepState
from masterstvo.routes.models import Route, RouteStep
from masterstvo.routes.queries.route import has_seat
from masterstvo.training.actions import ask_for_seats
from masterstvo.training.models import Training

STOPPED = "stopped"  # key of «mentoring_result»: nothing was finished, so neither is the step
NOTE = 1000  # characters of RouteStep.note


# --- Asking -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_seat(step: RouteStep, *, state: str, by: Any) -> RouteStep:
    """Ask for the seat that a step speaks of: on a session of courses, at an event, or of a mentor.

    ``state``: where a request for a course begins, as in ``training.ask_for_seats``. The hours are in the ledger since the step
    was planned, so a full week needs no new reason. Raises: WrongState, and what training, events and mentoring refuse with.
    """
    lock(step.route)
    if step.route.state not in LIVE:
        raise WrongState("Места берут, когда маршрут утверждён.")
    check_waits(lock(step))
    people, reason = [step.route.person], f"Шаг маршрута: {step.title}"
    if step.session:
        ask_for_seats(step.session, people=people, state=state, by=by, reason=reason)
    elif step.event:
        register_people(step.event, people=people, by=by, reason=reason)
    elif step.mentor:
        _ask_mentor(step, by)
    else:
        raise WrongState("За этим шагом не стоит ни поток курсов, ни событие, ни наставник.")
    return step


def _ask_mentor(step: RouteStep, by: Any) -> None:
    """Propose the pair; who waits for an answer of the mentor is a step that waits for it too."""
    starts_on = max(step.starts_on, timezone.localdate())
    pair = propose_from_base(
        step.mentor,  # type: ignore[arg-type]  # the caller has looked
        mentee=step.route.person,
        starts_on=starts_on,
        ends_on=max(step.ends_on, starts_on + (step.ends_on - step.starts_on)),
        because="Шаг маршрута.",
        by=by,
    )
    change(step, {"pair": pair}, by=by, action="routes.ask_mentor")


def take_seats(route: Route, *, state: str, by: Any) -> list[tuple[RouteStep, DomainError]]:
    """Ask for all seats of a route that goes on; return the steps that got none with the reason: their buttons stay."""
    refused = []
    has_one = Q(session__isnull=False) | Q(event__isnull=False) | Q(mentor__isnull=False, pair=None)
    waiting = route.steps.filter(has_one, state=StepState.PLANNED).exclude(has_seat())
    for step in waiting.select_related("route__person", "session", "event", "mentor__person").order_by("pk"):
        try:
            take_seat(step, state=state, by=by)
        except DomainError as refusal:
            refused.append((step, refusal))
    return refused


# --- What came of them ------------------------------------------------------------------------------------------------
def follow_completion(training: Training, by: Any) -> None:
    """Finish the steps whose course ``training`` completes. Queries: one where there is none."""
    waiting = _waiting(route__person=training.person_id, session__programme=training.programme_id)
    for step in waiting:
        _finish_course(step, training, by)


def _finish_course(step: RouteStep, training: Training, by: Any) -> None:
    told = f"Курс пройден {short_date(training.finished_on)}"
    note = ", ".join(filter(None, (told, training.document)))[:NOTE]
    finish_step(step, done_on=training.finished_on, note=note, training=training, by=by)


def release_completion(training: Training, by: Any) -> None:
    """Open again the steps that ``training`` had finished: it is about to be taken out."""
    _reopen(_finished(Q(training=training)), by)


def follow_presence(rows: Collection[Participation], by: Any) -> None:
    """Finish the steps of those who were at an event, and open them again for those of whom this holds no more. Queries: two where there is none."""
    there = {(row.person_id, row.event_id): row for row in rows if row.was_present}
    gone = [row for row in rows if not row.was_present]
    if gone:
        _reopen(_finished(Q(participation__in=gone)), by)
    for step in _waiting(event__in={event for _, event in there}) if there else ():
        if row := there.get((step.route.person_id, step.event_id)):  # type: ignore[arg-type]
            day = row.event.last_day
            finish_step(step, done_on=day, note=f"Был на событии {short_date(day)}", participation=row, by=by)


def follow_repeat(repeat: Repeat, by: Any) -> None:
    """Finish the steps whose practice a person repeated and can show it; without evidence they are open again. Queries: two where there is none."""
    if not repeat.is_proved:
        release_repeat(repeat, by)
        return
    for step in _finished(Q(repeat=repeat)):
        change(step, _told_of(repeat), by=by, action="routes.edit_step")
    for step in _waiting(route__person=repeat.person_id, practice=repeat.practice_id):
        finish_step(step, **_told_of(repeat), repeat=repeat, by=by)


def _told_of(repeat: Repeat) -> dict[str, Any]:
    note = f"Практику повторили {short_date(repeat.repeated_on)}: {repeat.get_effect_display()}"
    return {"done_on": repeat.repeated_on, "note": note}


def release_repeat(repeat: Repeat, by: Any) -> None:
    """Open again the steps that ``repeat`` had finished: it is about to be taken out, or nothing shows it."""
    _reopen(_finished(Q(repeat=repeat)), by)


def follow_pair(pair: Mentorship, following: Mentorship | None, by: Any) -> None:
    """Finish the steps that a pair was asked for when it is closed with a result; with another mentor they go on. Queries: one where there is none."""
    for step in _waiting(pair=pair):
        if following:
            profile = MentorProfile.objects.filter(person=following.mentor_id).first()
            change(step, {"pair": following, "mentor": profile}, by=by, action="routes.change_mentor")
        elif pair.result != STOPPED and pair.last_day:
            note = f"Пара завершена: {term_title('mentoring_result', pair.result)}"
            finish_step(step, done_on=pair.last_day, note=note, by=by)


def release_pair(pair: Mentorship, by: Any) -> None:
    """Open again the steps that the end of ``pair`` had finished: it is about to be taken out."""
    if pair.state == PairState.CLOSED:
        _reopen(_finished(Q(pair=pair, done_on=pair.last_day)), by)


def follow_imported(*, trainings: Collection[int], participations: Collection[int], by: Any) -> None:
    """Do the same for rows that came in a file, which may be many thousands. Queries: two where no step waits."""
    courses = list(_waiting(session__isnull=False)) if trainings else []
    if courses:
        people = {step.route.person_id for step in courses}
        came = Training.objects.filter(person__in=people, pk__in=trainings)
        found = {(each.person_id, each.programme_id): each for each in came}
        for step in courses:
            key = (step.route.person_id, step.session.programme_id if step.session else 0)
            if training := found.get(key):
                _finish_course(step, training, by)
    events = {step.event_id for step in _waiting(event__isnull=False)} if participations else set()
    if events:
        rows = Participation.objects.filter(pk__in=participations, event__in=events).select_related("event")
        follow_presence(list(rows), by)


def release_imported(*, trainings: Collection[int], participations: Collection[int], by: Any) -> None:
    """Open again the steps that rows of a file had finished: they are about to be taken out."""
    if trainings or participations:
        _reopen(_finished(Q(training__in=trainings) | Q(participation__in=participations)), by)


def _waiting(**conditions: Any) -> QuerySet[RouteStep]:
    steps = RouteStep.objects.filter(**conditions, route__state__in=LIVE, state=StepState.PLANNED)
    return steps.select_related("route", "session").order_by("pk")


def _finished(condition: Q) -> QuerySet[RouteStep]:
    steps = RouteStep.objects.filter(condition, state=StepState.DONE, route__state__in=LIVE)
    return steps.select_related("route").order_by("pk")


def _reopen(steps: Iterable[RouteStep], by: Any) -> None:
    for step in steps:
        reopen_step(step, by=by)
        change(
            step,
            {"training": None, "participation": None, "repeat": None, "note": ""},
            by=by,
            action="routes.edit_step",
        )
