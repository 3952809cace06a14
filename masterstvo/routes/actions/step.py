"""Everything that changes the steps of routes."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.diagnostics.actions import mark_ready
from masterstvo.people.load import check_load
from masterstvo.routes.actions.route import LIVE, WrongState, check_goes_on
from masterstvo.routes.choices import StepKind, StepState
from masterstvo.routes.models import Route, RouteStep


@transaction.atomic
def add_step(route: Route, *, by: Any, competences: Any = (), reason: str = "", **values: Any) -> RouteStep:
    """Add a step by hand. ``values``: kind, title, hours, the two days, the practice of the bank. Raises: WrongState, TooMuchAtOnce."""
    check_goes_on(lock(route))
    step = add(RouteStep(route=route, **values), by=by, action="routes.add_step", competences=competences)
    check_load([route.person_id], by=by, about=route, within=(step.starts_on, step.ends_on), reason=reason)
    return step


@transaction.atomic
def edit_step(step: RouteStep, *, by: Any, reason: str = "", **values: Any) -> RouteStep:
    """Change a step, or put it to other days. ``values``: title, hours, the two days, token.

    Raises: WrongState, TooMuchAtOnce, Stale.
    """
    check_goes_on(lock(step.route))
    change(step, values, by=by, action="routes.edit_step", reason=reason)
    days = (step.starts_on, step.ends_on)
    check_load([step.route.person_id], by=by, about=step.route, within=days, reason=reason)
    return step


@transaction.atomic
def remove_step(step: RouteStep, *, by: Any, reason: str) -> None:
    """Take a step out. Raises: WrongState."""
    check_goes_on(lock(step.route))
    remove(step, by=by, action="routes.remove_step", reason=reason)


@transaction.atomic
def finish_step(
    step: RouteStep,
    *,
    done_on: dt.date,
    by: Any,
    note: str = "",
    file: UploadedFile | None = None,
    sheet: Any = None,
    **lesson: Any,
) -> RouteStep:
    """Note a step as done. When all learning and the transfer for a deficit are done, it may be measured again; it is not closed.

    ``lesson``: of a step held in class: school_class, topic, observer, observer_name.
    Raises: WrongState, Infected.
    """
    if isinstance(file, UploadedFile):
        refuse_infected_upload(file)
    lock(step.route)
    if step.route.state not in LIVE:
        raise WrongState("Шаги отмечают, когда маршрут утверждён.")
    check_waits(lock(step))
    values: dict[str, Any] = {
        "state": StepState.DONE,
        "done_on": done_on,
        "note": note,
        "sheet": sheet or step.sheet,
    }
    values |= lesson
    if file:
        values["file"] = file
    change(step, values, by=by, action="routes.finish_step")
    _make_ready(step.route, done_on, by=by)
    return step


def check_waits(step: RouteStep) -> None:
    if step.state != StepState.PLANNED:
        raise WrongState("Этот шаг уже отметили. Чтобы изменить отметку, сначала снимите её.")


def _make_ready(route: Route, day: dt.date, *, by: Any) -> None:
    before_check = [
        (each.state, {row.pk for row in each.competences.all()})
        for each in route.steps.exclude(kind__in=[StepKind.CHECK, StepKind.REFLECTION]).prefetch_related(
            "competences"
        )
    ]
    for deficit in route.deficits.filter(closed_on=None, ready_on=None):
        states = [state for state, competences in before_check if deficit.competence_id in competences]
        if states and StepState.PLANNED not in states and StepState.DONE in states:
            mark_ready(deficit, by=by, ready_on=day)


@transaction.atomic
def skip_step(step: RouteStep, *, reason: str, by: Any) -> RouteStep:
    """Say that a step is not needed. Raises: WrongState."""
    check_goes_on(lock(step.route))
    check_waits(lock(step))
    return change(step, {"state": StepState.SKIPPED}, by=by, action="routes.skip_step", reason=reason)


@transaction.atomic
def reopen_step(step: RouteStep, *, by: Any) -> RouteStep:
    """Take back that a step was done or not needed: it fills its weeks again, for which a reason was asked when it was planned.

    Raises: WrongState.
    """
    check_goes_on(lock(step.route))
    lock(step)
    values = {"state": StepState.PLANNED, "done_on": None}
    change(step, values, by=by, action="routes.reopen_step")
    days = (step.starts_on, step.ends_on)
    check_load([step.route.person_id], by=by, about=step.route, within=days, reason="Отметка шага снята")
    return step
