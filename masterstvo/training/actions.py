"""Everything that changes providers, programmes, their sessions, requests and completed courses."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.core.numbers import counted
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality
from masterstvo.people.load import check_load
from masterstvo.people.models import Person
from masterstvo.training.choices import GRANTED, LIVE, WAITING, RequestState
from masterstvo.training.models import Programme, Provider, Session, Training, TrainingRequest
from masterstvo.training.panels import followers

TOLD = (RequestState.APPROVED, RequestState.DECLINED)


class SessionIsFull(DomainError):
    pass


class TooFewSeats(DomainError):
    field = "seats"


class SessionIsUsed(DomainError):
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


class StandsInCircle(DomainError):
    field = "parent"


def _provider(title: str, kind: str, by: Any) -> Provider:
    known = Provider.objects.filter(title=clean(title)).first()
    return known or add(Provider(title=clean(title), kind=kind), by=by, action="training.add_provider")


@transaction.atomic
def edit_provider(provider: Provider, *, by: Any, reason: str = "", **values: Any) -> Provider:
    """Correct a provider. Raises: StandsInCircle."""
    above = values.get("parent")
    while above is not None:
        if above == provider:
            raise StandsInCircle("Организатор не может входить сам в себя.")
        above = above.parent
    return change(provider, values, by=by, action="training.edit_provider", reason=reason)


@transaction.atomic
def add_programme(
    *,
    title: str,
    hours: int,
    by: Any,
    provider: Provider | None = None,
    provider_title: str = "",
    provider_kind: str = "",
    topics: Iterable[Term] = (),
    **values: Any,
) -> Programme:
    """Add a programme of a known provider, or of a new one named ``provider_title``. ``values``: its other columns."""
    provider = provider or _provider(provider_title, provider_kind, by)
    programme = Programme(provider=provider, title=clean(title), hours=hours, **values)
    return add(programme, by=by, action="training.add_programme", topics=topics)


@transaction.atomic
def edit_programme(
    programme: Programme,
    *,
    by: Any,
    provider: Provider | None = None,
    provider_title: str = "",
    provider_kind: str = "",
    reason: str = "",
    **values: Any,
) -> Programme:
    """Correct a programme: everybody who completed it gets the correction, whoever has a seat its hours. Raises: TooMuchAtOnce, Stale."""
    hours = programme.hours
    if provider or provider_title:
        values["provider"] = provider or _provider(provider_title, provider_kind, by)
    change(programme, values, by=by, action="training.edit_programme", reason=reason)
    if programme.hours > hours:
        seated = programme.requests.filter(state__in=LIVE, session__isnull=False)
        check_load(seated.values_list("person", flat=True), by=by, about=programme, reason=reason)
    return programme


@transaction.atomic
def add_training(
    *,
    person: Person,
    programme: Programme,
    finished_on: dt.date,
    by: Any,
    starts_on: dt.date | None = None,
    document: str = "",
) -> Training:
    training = Training(
        person=person, programme=programme, starts_on=starts_on, finished_on=finished_on, document=document
    )
    add(training, by=by, action="training.add_training")
    for each in followers():
        each.completed(training, by)
    return training


def edit_training(training: Training, *, by: Any, reason: str = "", **values: Any) -> Training:
    return change(training, values, by=by, action="training.edit_training", reason=reason)


@transaction.atomic
def remove_training(training: Training, *, by: Any, reason: str) -> None:
    for each in followers():
        each.removed(training, by)
    remove(training, by=by, action="training.remove_training", reason=reason)


# --- Sessions ---------------------------------------------------------------------------------------------------------
def add_session(*, municipality: Municipality, by: Any, **values: Any) -> Session:
    """Add a run of a programme. ``values``: programme, the two days, seats, place."""
    return add(Session(municipality=municipality, **values), by=by, action="training.add_session")


@transaction.atomic
def edit_session(session: Session, *, by: Any, reason: str = "", **values: Any) -> Session:
    """Change a run; who is on it goes along with its days. Raises: TooFewSeats, SessionIsUsed, TooMuchAtOnce, Stale."""
    lock(session)
    people = _live(session).values_list("person", flat=True)
    seats = values.get("seats", session.seats)
    if seats is not None and seats < len(people):
        raise TooFewSeats(f"Мест уже занято {len(people)}: сначала отклоните лишние заявки.")
    if session.requests.exists() and values.get("programme", session.programme) != session.programme:
        raise SessionIsUsed("На этот поток уже есть заявки: внесите для другой программы новый.")
    before = session.starts_on, session.ends_on
    change(session, values, by=by, action="training.edit_session", reason=reason)
    if (session.starts_on, session.ends_on) != before:
        days = (session.starts_on, session.ends_on)
        check_load(people, by=by, about=session, within=days, reason=reason)
    return session


@transaction.atomic
def remove_session(session: Session, *, by: Any, reason: str) -> None:
    """Take out a run entered by mistake. Raises: SessionIsUsed."""
    if lock(session).requests.exists():
        raise SessionIsUsed("На этот поток уже есть заявки. Отклоните их и измените дни или места.")
    remove(session, by=by, action="training.remove_session", reason=reason)


def _live(session: Session) -> Any:
    return session.requests.filter(state__in=LIVE)


# --- Requests ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_for_seats(
    session: Session, *, people: Collection[Person], state: str, by: Any, reason: str = ""
) -> list[TrainingRequest]:
    """Take a seat for each of ``people``, all or none; a wish for the same programme without days becomes the request.

    ``state``: where the requests begin: asked by the person, by the school, granted at once by the authority.
    Raises: NobodyChosen, SessionHasBegun, AlreadyAsked, SessionIsFull, TooMuchAtOnce.
    """
    if not people:
        raise NobodyChosen("Отметьте, кого записать.")
    lock(session)  # many askers must not share a seat
    if session.starts_on <= timezone.localdate():
        raise SessionHasBegun("Этот поток уже начался: запишите на следующий.")
    free = None if session.seats is None else session.seats - _live(session).count()
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
            values = {"session": session, "state": state}
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
    programme: Programme, *, person: Person, state: str, by: Any, reason: str = ""
) -> TrainingRequest:
    """Ask for a programme whose days are not known yet: it takes no seat and no hours. Raises: AlreadyAsked."""
    Person.objects.select_for_update().get(pk=person.pk)  # two clicks must not ask twice
    if TrainingRequest.objects.filter(person=person, programme=programme, state__in=LIVE).exists():
        raise AlreadyAsked(f"{person}: заявка на эту программу уже есть.")
    return _ask(person, programme, None, state, reason, by)


def _ask(
    person: Person, programme: Programme, session: Session | None, state: str, reason: str, by: Any
) -> TrainingRequest:
    request = TrainingRequest(
        person=person, programme=programme, session=session, state=state, reason=reason, asked_by=by
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
