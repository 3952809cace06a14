"""Everything that changes routes: drafting, agreement, steps, the end; and the catalogue they are made of."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.versions import lock
from masterstvo.diagnostics.actions import mark_ready
from masterstvo.organizations.models import Municipality
from masterstvo.people.load import check_load
from masterstvo.people.models import Person
from masterstvo.routes import building
from masterstvo.routes.choices import RouteState, StepKind, StepState
from masterstvo.routes.models import Offer, Route, RouteStep
from masterstvo.routes.queries import Proposal, Wish

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


class OfferIsTaken(DomainError):
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


# --- Drafting ---------------------------------------------------------------------------------------------------------
def take_on(person: Person, *, by: Any) -> Route:
    """Begin to accompany ``person`` with an empty draft: from then on their results are open to ``by``, and the log says so."""
    today = timezone.localdate()
    route = Route(person=person, basis=BASIS, drafted_on=today, starts_on=today, accompanied_by=by)
    return add(route, by=by, action="routes.take_on")


@transaction.atomic
def draft_route(
    person: Person, proposal: Proposal, *, wish: Wish, by: Any, goal: str = "", reason: str = ""
) -> Route:
    """Keep what the builder proposed as a draft with its steps; the empty draft of whoever has taken the person on is filled.

    Raises: NothingToDo, TooMuchAtOnce.
    """
    if not proposal.route.steps:
        raise NothingToDo("Под эти часы и сроки не нашлось ни одного шага: измените условия.")
    empty = Route.objects.filter(person=person, accompanied_by=by, state=RouteState.DRAFT, steps=None).first()
    route = empty or take_on(person, by=by)
    change(
        route,
        {
            "drafted_on": timezone.localdate(),
            "starts_on": wish.starts_on,
            "ends_on": wish.ends_on,
            "goal": goal,
            "deficits": [
                each for each in proposal.deficits if str(each.competence_id) in proposal.route.covered
            ],
        },
        by=by,
        action="routes.draft_route",
    )
    keep_steps(route, proposal, by=by)
    check_load([route.person_id], by=by, about=route, reason=reason)
    return route


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
def add_step(route: Route, *, by: Any, competences: Any = (), reason: str = "", **values: Any) -> RouteStep:
    """Add a step by hand. ``values``: kind, title, hours, the two days. Raises: WrongState, TooMuchAtOnce."""
    _check_goes_on(lock(route))
    step = add(RouteStep(route=route, **values), by=by, action="routes.add_step", competences=competences)
    check_load([route.person_id], by=by, about=route, reason=reason)
    return step


@transaction.atomic
def edit_step(step: RouteStep, *, by: Any, reason: str = "", **values: Any) -> RouteStep:
    """Change a step, or put it to other days. ``values``: title, hours, the two days, token.

    Raises: WrongState, TooMuchAtOnce, Stale.
    """
    _check_goes_on(lock(step.route))
    change(step, values, by=by, action="routes.edit_step", reason=reason)
    check_load([step.route.person_id], by=by, about=step.route, reason=reason)
    return step


@transaction.atomic
def remove_step(step: RouteStep, *, by: Any, reason: str) -> None:
    """Take a step out. Raises: WrongState."""
    _check_goes_on(lock(step.route))
    remove(step, by=by, action="routes.remove_step", reason=reason)


def _check_goes_on(route: Route) -> None:
    if route.state in (RouteState.COMPLETED, RouteState.STOPPED):
        raise WrongState("Маршрут закончен: он больше не меняется.")


# --- Agreement --------------------------------------------------------------------------------------------------------
@transaction.atomic
def send_route(route: Route, *, by: Any) -> Route:
    """Put a draft before the teacher and whoever accompanies. Raises: WrongState, NothingToDo."""
    lock(route)
    if route.state != RouteState.DRAFT:
        raise WrongState("На согласование отправляют черновик.")
    if not route.steps.exists():
        raise NothingToDo("В маршруте нет шагов: добавьте хотя бы один.")
    return change(route, {"state": RouteState.AGREEMENT}, by=by, action="routes.send_route")


@transaction.atomic
def agree_route(route: Route, *, by: Any) -> Route:
    """Note that ``by``, the teacher or whoever accompanies the route, agrees. Raises: WrongState."""
    lock(route)
    if route.state != RouteState.AGREEMENT:
        raise WrongState("Этот маршрут сейчас не согласуют.")
    field = "agreed_by_person_on" if route.person.user_id == by.pk else "agreed_by_companion_on"
    return change(route, {field: timezone.localdate()}, by=by, action="routes.agree_route")


@transaction.atomic
def return_route(route: Route, *, by: Any, reason: str) -> Route:
    """Send a route back to be changed, with a word why. Raises: WrongState."""
    lock(route)
    if route.state != RouteState.AGREEMENT:
        raise WrongState("Этот маршрут сейчас не согласуют.")
    values = {"state": RouteState.DRAFT, "agreed_by_person_on": None, "agreed_by_companion_on": None}
    return change(route, values, by=by, action="routes.return_route", reason=reason)


@transaction.atomic
def approve_route(route: Route, *, act: str, approved_on: dt.date, by: Any) -> Route:
    """Approve an agreed route by an act; from then on it goes on. Raises: WrongState, NotAgreed."""
    lock(route)
    if route.state != RouteState.AGREEMENT:
        raise WrongState("Утверждают маршрут, который согласовали.")
    if not route.agreed_by_person_on:
        raise NotAgreed("Педагог ещё не согласился. Без него маршрут не утверждают.")
    values = {"state": RouteState.ACTIVE, "act": act, "approved_on": approved_on}
    return change(route, values, by=by, action="routes.approve_route")


# --- On the way -------------------------------------------------------------------------------------------------------
@transaction.atomic
def finish_step(
    step: RouteStep,
    *,
    done_on: dt.date,
    by: Any,
    note: str = "",
    file: UploadedFile | None = None,
    sheet: Any = None,
) -> RouteStep:
    """Note a step as done. When all learning and the transfer for a deficit are done, it may be measured again; it is not closed.

    Raises: WrongState, Infected.
    """
    if isinstance(file, UploadedFile):
        refuse_infected(file.read(), file.name or "")
        file.seek(0)
    lock(step.route)
    if step.route.state not in LIVE:
        raise WrongState("Шаги отмечают, когда маршрут утверждён.")
    _check_waits(lock(step))
    values = {"state": StepState.DONE, "done_on": done_on, "note": note, "sheet": sheet or step.sheet}
    if file:
        values["file"] = file
    change(step, values, by=by, action="routes.finish_step")
    _make_ready(step.route, done_on, by=by)
    return step


def _check_waits(step: RouteStep) -> None:
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
    _check_goes_on(lock(step.route))
    _check_waits(lock(step))
    return change(step, {"state": StepState.SKIPPED}, by=by, action="routes.skip_step", reason=reason)


@transaction.atomic
def reopen_step(step: RouteStep, *, by: Any) -> RouteStep:
    """Take back that a step was done or not needed. Raises: WrongState."""
    _check_goes_on(lock(step.route))
    lock(step)
    values = {"state": StepState.PLANNED, "done_on": None}
    return change(step, values, by=by, action="routes.reopen_step")


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
    _check_goes_on(route)
    values = {"state": RouteState.STOPPED, "finished_on": timezone.localdate()}
    return change(route, values, by=by, action="routes.stop_route", reason=reason)


@transaction.atomic
def prolong_route(route: Route, *, ends_on: dt.date, reason: str, by: Any) -> Route:
    """Give a route more time. Raises: WrongState, DayOutOfOrder."""
    lock(route)
    _check_goes_on(route)
    if route.ends_on and ends_on <= route.ends_on:
        raise DayOutOfOrder("Новый последний день должен быть позже прежнего.")
    return change(route, {"ends_on": ends_on}, by=by, action="routes.prolong_route", reason=reason)


# --- The catalogue ----------------------------------------------------------------------------------------------------
def add_offer(*, municipality: Municipality, competences: Any, by: Any, **values: Any) -> Offer:
    return add(
        Offer(municipality=municipality, **values), by=by, action="routes.add_offer", competences=competences
    )


def edit_offer(offer: Offer, *, by: Any, **values: Any) -> Offer:
    return change(offer, values, by=by, action="routes.edit_offer")


def remove_offer(offer: Offer, *, by: Any, reason: str) -> None:
    """Take an offer out of the catalogue. Raises: OfferIsTaken."""
    if offer.steps.exists():
        raise OfferIsTaken("Это предложение уже стоит в маршрутах. Поставьте ему прошедший последний день.")
    remove(offer, by=by, action="routes.remove_offer", reason=reason)


def follow_competences(pairs: list[tuple[int, int]], municipalities: list[int]) -> None:
    """Let offers and steps of ``municipalities`` speak of the copies. Called in the transaction that begins the edition."""
    offered, stepped = Offer.competences.through.objects, RouteStep.competences.through.objects
    for before, after in pairs:
        offered.filter(competence=before, offer__municipality__in=municipalities).update(competence=after)
        steps = stepped.filter(competence=before, routestep__route__person__municipality__in=municipalities)
        steps.update(competence=after)
