"""Routes that follow a template: drafts made from it, and what they take of its later versions."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, Stale
from masterstvo.core.versions import lock
from masterstvo.diagnostics.models import Competence, Deficit
from masterstvo.people.load import check_load
from masterstvo.people.models import Person
from masterstvo.routes.actions.route import check_goes_on, empty_draft
from masterstvo.routes.choices import StepState
from masterstvo.routes.merging import Intent, Proposed, What, days_of
from masterstvo.routes.models import Route, RouteStep, RouteTemplate
from masterstvo.routes.queries.offer import competences_here
from masterstvo.routes.queries.route import OVER
from masterstvo.routes.queries.template import intents_of, proposed_to

COLUMNS = ("kind", "title", "hours", "evidence")  # of a step, which stand the same in the template


class NotInForce(DomainError):
    pass


class HasSuchRoute(DomainError):
    pass


@transaction.atomic
def draft_from_template(
    template: RouteTemplate,
    *,
    person: Person,
    starts_on: dt.date,
    basis: str,
    by: Any,
    goal: str = "",
    reason: str = "",
) -> Route:
    """Begin to accompany ``person`` with a draft of the template's steps; whoever was taken on gets them into the empty draft.

    Raises: NotInForce, HasSuchRoute, TooMuchAtOnce.
    """
    version = lock(template).versions.filter(number=template.number).first()
    if version is None or template.archived_on:
        raise NotInForce("По этому шаблону маршруты не составляют: его не опубликовали или убрали в архив.")
    if Route.objects.filter(person=person, version__template=template).exclude(state__in=OVER).exists():
        raise HasSuchRoute("Маршрут по этому шаблону уже есть.")
    steps = intents_of(version)
    known = _competences_of(person, starts_on)
    served = {known[key].pk for step in steps for key in step.competences if key in known}
    route = change(
        empty_draft(person, by=by),
        {
            "kind": version.template.kind,
            "basis": basis,
            "version": version,
            "drafted_on": timezone.localdate(),
            "starts_on": starts_on,
            "ends_on": max(days_of(step, starts_on)[1] for step in steps),
            "goal": goal or version.template.title,
            "deficits": list(Deficit.objects.filter(person=person, closed_on=None, competence__in=served)),
        },
        by=by,
        action="routes.draft_route",
    )
    for step in steps:
        _add_step(route, step, days_of(step, starts_on), known, by=by)
    check_load([person.pk], by=by, about=route, within=(starts_on, None), reason=reason)
    return route


def _competences_of(person: Person, day: dt.date) -> dict[str, Competence]:
    return {each.key: each for each in competences_here(person.municipality_id, day)}


def _add_step(
    route: Route, step: Intent, days: tuple[dt.date, dt.date], known: dict[str, Competence], *, by: Any
) -> RouteStep:
    return add(
        RouteStep(
            route=route,
            planned_by=step.key,
            starts_on=days[0],
            ends_on=days[1],
            **{name: getattr(step, name) for name in COLUMNS},
        ),
        by=by,
        action="routes.add_step",
        competences=[known[key] for key in step.competences if key in known],
    )


# --- What a changed template proposes ---------------------------------------------------------------------------------
@transaction.atomic
def renew_route(route: Route, *, number: int, taken: Collection[str], by: Any, reason: str = "") -> Route:
    """Take the chosen changes of the template into a route, all or some or none; the others are not proposed again.

    ``number``: of the version that was looked at; ``taken``: keys of steps. Steps done or given up stay as they are, and what
    the template no longer has becomes «не нужен». The log tells what was taken and what was left.
    Raises: WrongState, Stale, TooMuchAtOnce.
    """
    check_goes_on(lock(route))
    newer, proposed = proposed_to(route)
    by_key = {each.key: each for each in proposed}
    if newer is None or newer.number != number or not set(taken) <= by_key.keys():
        raise Stale("Пока страница была открыта, изменился шаблон или сам маршрут. Посмотрите ещё раз.")
    chosen = [each for each in proposed if each.key in set(taken)]
    ends = [_take(route, each, by=by) for each in chosen]
    ends_on = max(filter(None, [route.ends_on, *ends]), default=None)
    change(route, {"version": newer, "ends_on": ends_on}, by=by, action="routes.renew_route", reason=reason)
    left = [each.title for each in proposed if each not in chosen]
    told = {"taken": (None, [each.title for each in chosen]), "left": (None, left)}
    record(by, "routes.choose_changes", route, changes=told, reason=reason)
    check_load([route.person_id], by=by, about=route, within=(route.starts_on, ends_on), reason=reason)
    return route


def _take(route: Route, proposed: Proposed, *, by: Any) -> dt.date | None:
    """Bring one change into the route; return the day after the step, None when it is not walked any more."""
    today = timezone.localdate()
    starts_on = route.starts_on or today
    known = _competences_of(route.person, today)
    step = proposed.after
    if step is None:
        gone = route.steps.get(planned_by=proposed.key)
        why = "в шаблоне этого шага больше нет"
        change(gone, {"state": StepState.SKIPPED}, by=by, action="routes.skip_step", reason=why)
        return None
    days = days_of(step, starts_on, not_before=today)
    if proposed.what == What.ADDED:
        return _add_step(route, step, days, known, by=by).ends_on
    values: dict[str, Any] = {name: getattr(step, name) for name in COLUMNS if name in proposed.fields}
    if {"week", "weeks"} & set(proposed.fields):
        values["starts_on"], values["ends_on"] = days
    if "competences" in proposed.fields:
        values["competences"] = [known[key] for key in step.competences if key in known]
    return change(
        route.steps.get(planned_by=proposed.key),
        values,
        by=by,
        action="routes.edit_step",
        reason="по шаблону",
    ).ends_on
