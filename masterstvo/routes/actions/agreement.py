"""Agreement: a draft goes to the teacher and whoever accompanies, and becomes a route that goes on by an act."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.routes.actions.route import NothingToDo, WrongState
from masterstvo.routes.actions.seat import take_seats
from masterstvo.routes.choices import RouteState
from masterstvo.routes.models import Route
from masterstvo.training.choices import RequestState


class NotAgreed(DomainError):
    pass


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
    """Approve by an act a route to which both sides have agreed; from then on it goes on, and its seats are asked for.

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
    take_seats(route, state=RequestState.APPROVED, by=by)
    return route


def _tell(route: Route, user: int | None, kind: str, words: str) -> None:
    if user:
        key = f"route:{route.pk}:{route.updated_at.isoformat()}"  # it may be sent and returned again
        notify([user], kind=kind, text=words, url=route.get_absolute_url(), key=key)
