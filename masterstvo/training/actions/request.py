"""Requests: who asks for a course, who decides, and how it ends."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.people.load import check_load
from masterstvo.people.models import Person
from masterstvo.training.actions.training import add_training
from masterstvo.training.choices import GRANTED, LIVE, WAITING, RequestState
from masterstvo.training.models import Programme, Session, Training, TrainingRequest

TOLD = (RequestState.APPROVED, RequestState.DECLINED)


class SessionIsFull(DomainError):
    pass


class SessionHasBegun(DomainError):
    pass


class NobodyChosen(DomainError):
    pass


class AlreadyAsked(DomainError):
    pass


class WrongState(DomainError):
    pass


class NotOverYet(DomainError):
    field = "finished_on"


@transaction.atomic
def ask_for_seats(
    session: Session, *, people: Collection[Person], state: str, by: Any, reason: str = ""
) -> list[TrainingRequest]:
    """Take a seat for each of ``people``, all or none; a wish for the same programme without days becomes the request.

    ``state``: where the requests begin: asked by the person, by the school, granted at once by the authority; what was
    decided about a wish already holds.
    Raises: NobodyChosen, SessionHasBegun, AlreadyAsked, SessionIsFull, TooMuchAtOnce.
    """
    if not people:
        raise NobodyChosen("Отметьте, кого записать.")
    lock(session)  # many askers must not share a seat
    if session.starts_on <= timezone.localdate():
        raise SessionHasBegun("Этот поток уже начался: запишите на следующий.")
    free = None if session.seats is None else session.seats - session.requests.filter(state__in=LIVE).count()
    if free is not None and free < len(people):
        raise SessionIsFull(_too_few(free))
    asked = TrainingRequest.objects.filter(person__in=people, programme=session.programme, state__in=LIVE)
    known = {each.person_id: each for each in asked.select_for_update(of=("self",)).select_related("person")}
    for each in known.values():
        if each.session_id is not None:
            raise AlreadyAsked(f"{each.person}: заявка на эту программу уже есть.")
    requests = []
    for person in people:
        if (wish := known.get(person.pk)) is not None:
            values = {"session": session, "state": max(wish.state, state, key=LIVE.index)}
            requests.append(change(wish, values, by=by, action="training.place_request"))
        else:
            requests.append(_ask(person, session.programme, session, state, reason, by))
    days = (session.starts_on, session.ends_on)
    check_load([each.pk for each in people], by=by, about=session, within=days, reason=reason)
    return requests


def _too_few(free: int) -> str:
    if free <= 0:
        return "Свободных мест на этом потоке нет. Выберите другой или встаньте в ожидание следующего."
    return f"Свободно {counted(free, 'место', 'места', 'мест')}: уберите лишних или выберите другой поток."


@transaction.atomic
def wish_for(
    programme: Programme,
    *,
    people: Collection[Person],
    state: str,
    by: Any,
    due_on: dt.date | None = None,
    reason: str = "",
) -> list[TrainingRequest]:
    """Ask for a programme whose days are not known yet, all or none: a wish takes no seat and no hours.

    ``due_on``: the last day of the quarter for which it is planned. Raises: NobodyChosen, AlreadyAsked.
    """
    if not people:
        raise NobodyChosen("Отметьте, кому нужен курс.")
    keys = [each.pk for each in people]
    list(
        Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    )  # two clicks must not ask twice
    asked = TrainingRequest.objects.filter(person__in=keys, programme=programme, state__in=LIVE)
    if known := [str(each.person) for each in asked.select_related("person").order_by("person", "pk")]:
        raise AlreadyAsked(f"Заявка на эту программу уже есть: {', '.join(known)}.")
    return [_ask(each, programme, None, state, reason, by, due_on) for each in people]


def _ask(
    person: Person,
    programme: Programme,
    session: Session | None,
    state: str,
    reason: str,
    by: Any,
    due_on: dt.date | None = None,
) -> TrainingRequest:
    request = TrainingRequest(
        person=person,
        programme=programme,
        session=session,
        state=state,
        reason=reason,
        asked_by=by,
        due_on=due_on,
    )
    return add(request, by=by, action="training.ask_for_course")


def agree_requests(requests: Collection[TrainingRequest], *, by: Any) -> int:
    """Say for the school that its people may go; return how many. Raises: NobodyChosen, WrongState."""
    return _move(
        requests, [RequestState.ASKED], {"state": RequestState.BY_SCHOOL}, by, "training.agree_request"
    )


def approve_requests(requests: Collection[TrainingRequest], *, by: Any) -> int:
    """Say for the authority that they go; return how many. Raises: NobodyChosen, WrongState."""
    return _move(requests, WAITING, {"state": RequestState.APPROVED}, by, "training.approve_request")


def send_requests(requests: Collection[TrainingRequest], *, by: Any) -> int:
    """Note that the provider has the list; return how many. Raises: NobodyChosen, WrongState."""
    return _move(requests, [RequestState.APPROVED], {"state": RequestState.SENT}, by, "training.send_request")


def decline_requests(requests: Collection[TrainingRequest], *, by: Any, reason: str) -> int:
    """Refuse, with a word of reason; the seats are free again. Raises: NobodyChosen, WrongState."""
    if not reason.strip():
        raise NobodyChosen("Напишите, почему отклоняете: это увидит педагог.")
    values = {"state": RequestState.DECLINED, "answer": reason.strip()[:500]}
    return _move(requests, LIVE, values, by, "training.decline_request", reason)


def withdraw_request(request: TrainingRequest, *, by: Any, reason: str = "") -> int:
    """Take one's request back; the seat is free again. Raises: WrongState."""
    values = {"state": RequestState.WITHDRAWN, "answer": reason.strip()[:500]}
    return _move([request], LIVE, values, by, "training.withdraw_request", reason)


@transaction.atomic
def _move(
    requests: Collection[TrainingRequest],
    states: Collection[str],
    values: dict[str, Any],
    by: Any,
    action: str,
    reason: str = "",
) -> int:
    locked = _locked(requests, states)
    for each in locked:
        change(each, values, by=by, action=action, reason=reason)
        _tell(each, by)
    return len(locked)


def _tell(request: TrainingRequest, by: Any) -> None:
    """Tell the person, and whoever asked for them, what the authority has decided."""
    if request.state not in TOLD:
        return
    answer = f": {request.answer}" if request.answer else ""
    session = request.session.get_absolute_url() if request.session else ""
    places = {request.asked_by_id: session, request.person.user_id: reverse("training:my_courses")}
    for user in places.keys() - {getattr(by, "pk", None)}:
        if user is None:
            continue
        notify(
            [user],
            kind=NoticeKind.DECISION,
            text=f"{request.person}, «{request.programme.title}»: заявка {request.get_state_display()}{answer}",
            key=f"training:request:{request.pk}:{request.state}",
            url=places[user],
        )


def _locked(requests: Collection[TrainingRequest], states: Collection[str]) -> list[TrainingRequest]:
    """Read the requests anew and lock them; refuse all when somebody has decided one of them meanwhile."""
    if not requests:
        raise NobodyChosen("Отметьте хотя бы одну заявку.")
    rows = TrainingRequest.objects.filter(pk__in=[each.pk for each in requests]).order_by("pk")
    locked = list(rows.select_for_update(of=("self",)).select_related("person", "programme", "session"))
    for each in locked:
        if each.state not in states:
            raise WrongState(
                f"{each.person}: заявка уже в состоянии «{each.get_state_display()}». Обновите список."
            )
    return locked


@transaction.atomic
def complete_requests(
    documents: dict[TrainingRequest, str],
    *,
    finished_on: dt.date,
    by: Any,
    starts_on: dt.date | None = None,
) -> list[Training]:
    """Write the completions of a group. ``documents``: {request: number of the person's document}.

    Raises: NotOverYet, NobodyChosen, WrongState, AlreadyAsked.
    """
    if finished_on > timezone.localdate():
        raise NotOverYet("Этот день ещё не наступил: внесите окончание, когда курс закончится.")
    numbers = {request.pk: number for request, number in documents.items()}
    completed = []
    for each in _locked(list(documents), GRANTED):
        twins = Training.objects.filter(
            person=each.person, programme=each.programme_id, finished_on=finished_on
        )
        if twins.exists():
            raise AlreadyAsked(f"{each.person}: этот курс с этой датой уже внесён. Снимите отметку.")
        training = add_training(
            person=each.person,
            programme=each.programme,
            starts_on=starts_on,
            finished_on=finished_on,
            document=clean(numbers[each.pk]),
            by=by,
        )
        values = {"state": RequestState.COMPLETED, "training": training}
        change(each, values, by=by, action="training.complete_request")
        completed.append(training)
    return completed
