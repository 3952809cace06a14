"""Everything that changes routes: drafting, agreement, the end."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
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


class NotAgreed(DomainError):
    pass


class StepsAreLeft(DomainError):
    pass


class DayOutOfOrder(DomainError):
    field = "ends_on"


def add_route(*, person: Person, basis: str, by: Any, **values: Any) -> Route:
    """Add a route. ``values``: state, the four days, goal, companion."""
    return add(Route(person=person, basis=basis, **values), by=by, action="routes.add_route")


def edit_route(route: Route, *, by: Any, reason: str = "", **values: Any) -> Route:
    return change(route, values, by=by, action="routes.edit_route", reason=reason)


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
                offer=offer,
                why=(told.text + (f" Вместо него можно: {instead.title}." if instead else ""))[:1000],
            ),
            by=by,
            action="routes.add_step",
            competences=[competences[key] for key in step.competences if key in competences],
        )


@transaction.atomic
def send_route(route: Route, *, by: Any) -> Route:
    """Put a draft before the teacher and whoever accompanies. Raises: WrongState, NothingToDo."""
    lock(route)
    if route.state != RouteState.DRAFT:
        raise WrongState("На согласование отправляют черновик.")
    if not route.steps.exists():
        raise NothingToDo("В маршруте нет шагов: добавьте хотя бы один.")
    change(route, {"state": RouteState.AGREEMENT}, by=by, action="routes.send_route")
    _tell(route, route.person.user_id, NoticeKind.ASSIGNMENT, "Посмотрите маршрут и согласуйте его")
    return route


@transaction.atomic
def agree_route(route: Route, *, by: Any) -> Route:
    """Note that ``by``, the teacher or whoever accompanies the route, agrees. Raises: WrongState."""
    lock(route)
    if route.state != RouteState.AGREEMENT:
        raise WrongState("Этот маршрут сейчас не согласуют.")
    is_own = route.person.user_id == by.pk
    field = "agreed_by_person_on" if is_own else "agreed_by_companion_on"
    change(route, {field: timezone.localdate()}, by=by, action="routes.agree_route")
    if is_own:
        _tell(
            route,
            route.accompanied_by_id,
            NoticeKind.DECISION,
            f"Педагог согласен с маршрутом: {route.person}",
        )
    return route


@transaction.atomic
def return_route(route: Route, *, by: Any, reason: str) -> Route:
    """Send a route back to be changed, with a word why. Raises: WrongState."""
    lock(route)
    if route.state != RouteState.AGREEMENT:
        raise WrongState("Этот маршрут сейчас не согласуют.")
    values = {"state": RouteState.DRAFT, "agreed_by_person_on": None, "agreed_by_companion_on": None}
    change(route, values, by=by, action="routes.return_route", reason=reason)
    _tell(
        route, route.accompanied_by_id, NoticeKind.DECISION, f"Маршрут вернули на доработку: {route.person}"
    )
    return route


@transaction.atomic
def approve_route(route: Route, *, act: str, approved_on: dt.date, by: Any) -> Route:
    """Approve by an act a route to which both sides have agreed; from then on it goes on.

    Whoever accompanies it, or approves what nobody accompanies, agrees by approving. Raises: WrongState, NotAgreed.
    """
    lock(route)
    if route.state != RouteState.AGREEMENT:
        raise WrongState("Утверждают маршрут, который согласовали.")
    if not route.agreed_by_person_on:
        raise NotAgreed("Педагог ещё не согласился. Без него маршрут не утверждают.")
    values = {"state": RouteState.ACTIVE, "act": act, "approved_on": approved_on}
    if not route.agreed_by_companion_on:
        if route.accompanied_by_id not in (None, getattr(by, "pk", None)):
            raise NotAgreed("Методист маршрута ещё не согласился. Без него маршрут не утверждают.")
        values["agreed_by_companion_on"] = timezone.localdate()
    change(route, values, by=by, action="routes.approve_route")
    _tell(route, route.person.user_id, NoticeKind.DECISION, "Маршрут утверждён: можно начинать")
    return route


def _tell(route: Route, user: int | None, kind: str, words: str) -> None:
    if user:
        key = f"route:{route.pk}:{route.updated_at.isoformat()}"  # it may be sent and returned again
        notify([user], kind=kind, text=words, url=route.get_absolute_url(), key=key)


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
