"""Everything that changes routes: drafting, agreement, the end."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.people.load import check_load
from masterstvo.people.models import Person
from masterstvo.routes import building
from masterstvo.routes.choices import RouteState, StepKind, StepState
from masterstvo.routes.models import Route, RouteStep
from masterstvo.routes.queries.building import Proposal, Wish

BASIS = "diagnostics"  # of a route that the builder made


STEP_KINDS = {building.TRANSFER: StepKind.TRANSFER, building.CHECK: StepKind.CHECK}


LIVE = (RouteState.APPROVED, RouteState.ACTIVE)


class NothingToDo(DomainError):
    pass


class WrongState(DomainError):
    pass


class StepsAreLeft(DomainError):
    pass


class DayOutOfOrder(DomainError):
    field = "ends_on"


def add_route(*, person: Person, basis: str, by: Any, **values: Any) -> Route:
    """Add a route. ``values``: state, the four days, goal, companion."""
    return add(Route(person=person, basis=basis, **values), by=by, action="routes.add_route")


@transaction.atomic
def edit_route(route: Route, *, by: Any, reason: str = "", **values: Any) -> Route:
    """Correct a route; one that was over and goes on again fills the weeks of its steps. Raises: TooMuchAtOnce, Stale."""
    was_over = route.state in (RouteState.COMPLETED, RouteState.STOPPED)
    change(route, values, by=by, action="routes.edit_route", reason=reason)
    if was_over:
        days = (route.starts_on, route.ends_on)
        check_load([route.person_id], by=by, about=route, within=days, reason=reason)
    return route


def remove_route(route: Route, *, by: Any, reason: str) -> None:
    remove(route, by=by, action="routes.remove_route", reason=reason)


def check_goes_on(route: Route) -> None:
    if route.state in (RouteState.COMPLETED, RouteState.STOPPED):
        raise WrongState("Маршрут закончен: он больше не меняется.")


def take_on(person: Person, *, by: Any) -> Route:
    """Begin to accompany ``person`` with an empty draft: from then on their results are open to ``by``, and the log says so."""
    today = timezone.localdate()
    route = Route(person=person, basis=BASIS, drafted_on=today, starts_on=today, accompanied_by=by)
    return add(route, by=by, action="routes.take_on")


def empty_draft(person: Person, *, by: Any) -> Route:
    """Return the empty draft with which ``by`` has taken ``person`` on, or a new one."""
    empty = Route.objects.filter(person=person, accompanied_by=by, state=RouteState.DRAFT, steps=None).first()
    return empty or take_on(person, by=by)


def _templated_draft(person: Person, *, by: Any) -> Route | None:
    drafts = Route.objects.filter(person=person, accompanied_by=by, state=RouteState.DRAFT)
    return drafts.exclude(version=None).order_by("-pk").first()


@transaction.atomic
def draft_route(
    person: Person, proposal: Proposal, *, wish: Wish, by: Any, goal: str = "", reason: str = ""
) -> Route:
    """Keep what the builder proposed as a draft with its steps.

    The draft of whoever has taken the person on is filled, empty or made from a template: there the steps are added.
    Raises: NothingToDo, TooMuchAtOnce.
    """
    if not proposal.route.steps:
        raise NothingToDo("Под эти часы и сроки не нашлось ни одного шага: измените условия.")
    route = _templated_draft(person, by=by) or empty_draft(person, by=by)
    known = list(route.deficits.all())
    change(
        route,
        {
            "drafted_on": timezone.localdate(),
            **_days_of(route, wish),
            "goal": goal or route.goal,
            "deficits": known
            + [each for each in proposal.deficits if str(each.competence_id) in proposal.route.covered],
        },
        by=by,
        action="routes.draft_route",
    )
    keep_steps(route, proposal, by=by)
    days = (wish.starts_on, wish.ends_on)
    check_load([route.person_id], by=by, about=route, within=days, reason=reason)
    return route


def _days_of(route: Route, wish: Wish) -> dict[str, dt.date]:
    """Return the days of a built route: the weeks of a template go on being counted from its first day."""
    if route.version_id is None or route.starts_on is None or route.ends_on is None:
        return {"starts_on": wish.starts_on, "ends_on": wish.ends_on}
    return {"ends_on": max(wish.ends_on, route.ends_on)}


@transaction.atomic
def keep_steps(route: Route, proposal: Proposal, *, by: Any) -> None:
    """Write the steps that the builder proposed into ``route``, each with its reason."""
    competences = {str(each.competence_id): each.competence for each in proposal.deficits}
    for told in proposal.reasons:
        step = told.step
        offer = proposal.offers.get(step.option)
        about = ", ".join(competences[key].title for key in step.competences if key in competences)
        instead = proposal.offers.get(told.alternative)
        if instead and offer and instead.title == offer.title:
            instead = None  # another mentor: whose name does not belong into the words
        add(
            RouteStep(
                route=route,
                kind=offer.kind if offer else STEP_KINDS[step.kind],
                title=(offer.title if offer else f"{STEP_KINDS[step.kind].label.capitalize()}: {about}")[
                    :300
                ],
                hours=step.hours,
                starts_on=step.starts_on,
                ends_on=step.ends_on,
                **({offer.source: offer.row} if offer else {}),
                why=(told.text + (f" Вместо него можно: {instead.title}." if instead else ""))[:1000],
            ),
            by=by,
            action="routes.add_step",
            competences=[competences[key] for key in step.competences if key in competences],
        )


@transaction.atomic
def complete_route(route: Route, *, by: Any) -> Route:
    """Close a route whose steps are all done or not needed. Raises: WrongState, StepsAreLeft."""
    lock(route)
    if route.state not in LIVE:
        raise WrongState("Завершают маршрут, который идёт.")
    left = route.steps.filter(state=StepState.PLANNED).first()
    if left:
        raise StepsAreLeft(f"Остался шаг «{left.title}»: отметьте его или укажите, почему он не нужен.")
    values = {"state": RouteState.COMPLETED, "finished_on": timezone.localdate()}
    return change(route, values, by=by, action="routes.complete_route")


@transaction.atomic
def stop_route(route: Route, *, reason: str, by: Any) -> Route:
    """Stop a route before its end. Raises: WrongState."""
    lock(route)
    check_goes_on(route)
    values = {"state": RouteState.STOPPED, "finished_on": timezone.localdate()}
    return change(route, values, by=by, action="routes.stop_route", reason=reason)


@transaction.atomic
def prolong_route(route: Route, *, ends_on: dt.date, reason: str, by: Any) -> Route:
    """Give a route more time. Raises: WrongState, DayOutOfOrder."""
    lock(route)
    check_goes_on(route)
    if route.ends_on and ends_on <= route.ends_on:
        raise DayOutOfOrder("Новый последний день должен быть позже прежнего.")
    return change(route, {"ends_on": ends_on}, by=by, action="routes.prolong_route", reason=reason)
