"""Events themselves: their words, their states, their programme and materials."""

import copy
import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.core.words import clean, quoted
from masterstvo.events.actions.registration import check_seated, seat_waiting
from masterstvo.events.actions.speaker import seat_speakers
from masterstvo.events.actions.telling import News, tell
from masterstvo.events.choices import COMING, EventState, RegistrationState
from masterstvo.events.models import Event, EventMaterial, EventQuota, EventSession, Participation
from masterstvo.events.queries.certificates import certificates_in_force
from masterstvo.events.queries.speakers import in_programme
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.plans.models import Activity

Quotas = dict[Organization, int]
MOVES = {  # from which states one gets to a state
    EventState.PLANNED: {EventState.OPEN, EventState.CANCELLED},
    EventState.OPEN: {EventState.PLANNED, EventState.HELD},
    EventState.HELD: COMING,
    EventState.CANCELLED: COMING | {EventState.HELD},
}
SEATS = {"capacity", "per_organization"}
WHEN_AND_WHERE = {"held_on", "starts_time", "venue", "place"}
LOAD = {"held_on", "ends_on", "hours"}  # what tells how full the weeks of those become who have a seat


class HasParticipants(DomainError):
    pass


class HasCertificates(DomainError):
    pass


class WrongMove(DomainError):
    pass


class TooEarly(DomainError):
    pass


class NobodyMarked(DomainError):
    pass


class NeedsReason(DomainError):
    field = "reason"


@transaction.atomic
def add_event(
    *,
    municipality: Municipality,
    title: str,
    held_on: dt.date,
    level: str,
    by: Any,
    topics: Iterable[Term] = (),
    categories: Iterable[Term] = (),
    subjects: Iterable[Term] = (),
    activities: Iterable[Activity] = (),
    quotas: Quotas | None = None,
    **values: Any,
) -> Event:
    """Add an event. ``values``: its other columns."""
    event = Event(municipality=municipality, title=clean(title), held_on=held_on, level=level, **values)
    _check_day(event)
    many: dict[str, Any] = {
        "topics": topics,
        "categories": categories,
        "subjects": subjects,
        "activities": activities,
    }
    add(event, by=by, action="events.add_event", **many)
    _set_quotas(event, quotas or {}, by=by)
    return event


@transaction.atomic
def edit_event(
    event: Event, *, by: Any, reason: str = "", quotas: Quotas | None = None, **values: Any
) -> Event:
    """Correct an event; seats that become free go to those who wait. Raises: Stale, TooEarly, TooMuchAtOnce."""
    before = {name: getattr(event, name) for name in SEATS | WHEN_AND_WHERE | LOAD}
    change(event, values, by=by, action="events.edit_event", reason=reason)
    _check_day(event)
    changed = {name for name, value in before.items() if getattr(event, name) != value}
    is_shared_anew = quotas is not None and _set_quotas(event, quotas, by=by)
    if event.state == EventState.OPEN and (is_shared_anew or changed & SEATS):
        seat_waiting(event, by=by)
    if event.state in COMING and changed & LOAD:
        check_seated(event, by=by, reason=reason)
    if event.state in COMING and changed & WHEN_AND_WHERE:
        tell(event, _expected(event), News.MOVED, by=by)
    return event


def tell_moved(events: Iterable[Event], *, by: Any) -> None:
    """Tell those who are expected at events to come that a list has moved them. Queries: five an event at most."""
    for event in events:
        if event.state in COMING:
            tell(event, _expected(event), News.MOVED, by=by)


def remove_event(event: Event, *, by: Any, reason: str) -> None:
    """Remove an event that nobody is entered for. Raises: HasParticipants."""
    n_people = (
        event.participations.count() + event.registrations.exclude(state=RegistrationState.CANCELLED).count()
    )
    if n_people:
        raise HasParticipants(
            f"За событием записаны участники: {n_people}. Удалите сначала их или отмените событие."
        )
    files = [str(each.file.name) for each in event.materials.exclude(file="")]
    files += [str(name) for each in event.photos.all() for name in (each.file.name, each.small.name)]
    with transaction.atomic():
        remove(event, by=by, action="events.remove_event", reason=reason)
        remove_files(files)


def _check_day(event: Event) -> None:
    if event.state == EventState.HELD and event.held_on > timezone.localdate():
        raise TooEarly(
            f"{short_date(event.held_on)} ещё впереди: состоявшимся событие станет после этого дня."
        )


def _set_quotas(event: Event, quotas: Quotas, *, by: Any) -> bool:
    """Replace the quotas; tell whether anything changed."""
    before = {each.organization: each.places for each in event.quotas.select_related("organization")}
    if before == quotas:
        return False
    event.quotas.all().delete()
    EventQuota.objects.bulk_create(
        EventQuota(event=event, organization=organization, places=places)
        for organization, places in quotas.items()
    )
    told = [sorted(f"{organization}: {places}" for organization, places in each.items()) for each in (before, quotas)]  # fmt: skip
    record(by, "events.set_quotas", event, changes={"quotas": tuple(told)})
    return True


def _expected(event: Event) -> list[int]:
    active = event.registrations.exclude(state=RegistrationState.CANCELLED)
    return list(active.values_list("person_id", flat=True))


# --- States ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_event(event: Event, *, by: Any) -> Event:
    """Begin to take registrations, or take them again when an event was called held too early. Raises: WrongMove.

    Seats given back while nothing was taken go to those who wait.
    """
    event = _come_again(_move(event, EventState.OPEN, by=by, action="events.open_event"), by)
    seat_waiting(event, by=by)
    return event


@transaction.atomic
def plan_event(event: Event, *, by: Any) -> Event:
    """Stop taking registrations, or bring a cancelled event back. Raises: WrongMove."""
    return _come_again(_move(event, EventState.PLANNED, by=by, action="events.plan_event"), by)


def _come_again(event: Event, by: Any) -> Event:
    """Let the log tell whose week an event fills again; who has a seat was asked for a reason when taking it."""
    check_seated(event, by=by, reason=f"Событие снова впереди: {event.get_state_display()}")
    seat_speakers(event, before=in_programme(event), by=by)
    return event


@transaction.atomic
def hold_event(event: Event, *, by: Any) -> Event:
    """Say that the event took place; who had a seat and was not marked was absent. Raises: WrongMove, TooEarly, NobodyMarked."""
    event = _move(event, EventState.HELD, by=by, action="events.hold_event")
    _check_day(event)
    marked = set(event.participations.values_list("person_id", flat=True))
    seated = event.registrations.filter(state=RegistrationState.REGISTERED)
    if seated.exists() and not event.participations.filter(was_present=True).exists():
        raise NobodyMarked("Сначала отметьте, кто был: пока не отмечен никто.")
    absent = [
        Participation(event=event, person_id=person, role=role, was_present=False)
        for person, role in seated.values_list("person_id", "role")
        if person not in marked
    ]
    Participation.objects.bulk_create(absent)
    if absent:
        record(by, "events.mark_absent", event, changes={"participations": ([], [each.person_id for each in absent])})  # fmt: skip
    return event


@transaction.atomic
def cancel_event(event: Event, *, reason: str, by: Any) -> Event:
    """Call the event off; those who have registered are told. Raises: WrongMove, NeedsReason."""
    if not reason.strip():
        raise NeedsReason("Напишите, почему событие отменено: это увидят записавшиеся.")
    event = _move(
        event, EventState.CANCELLED, by=by, action="events.cancel_event", reason=clean(reason)[:500]
    )
    tell(event, _expected(event), News.CANCELLED, by=by)
    return event


def _move(event: Event, state: EventState, *, by: Any, action: str, reason: str = "") -> Event:
    event = lock(copy.copy(event))
    if event.state not in MOVES[state]:
        now = EventState(event.state).label
        raise WrongMove(
            f"Событие сейчас в состоянии «{now}», и этого с ним уже не сделать. Обновите страницу."
        )
    if event.state == EventState.HELD and certificates_in_force(event).exists():
        raise HasCertificates("По этому событию выданы сертификаты. Сначала отзовите их.")
    return change(event, {"state": state, "cancel_reason": reason}, by=by, action=action, reason=reason)


# --- Programme and materials ----------------------------------------------------------------------------------------
@transaction.atomic
def set_programme(event: Event, *, sessions: Sequence[EventSession], token: str, by: Any) -> None:
    """Replace the programme by ``sessions``, not stored yet; who speaks has a seat, who no longer does gives it back.

    ``token``: of the programme as it was shown. Raises: ProgrammeChanged.
    """
    event = lock(copy.copy(event))
    before = list(event.sessions.order_by("starts_at", "pk"))
    if programme_token(before) != token:
        raise ProgrammeChanged(
            "Пока страница была открыта, программу изменили. Откройте её заново и внесите своё ещё раз."
        )
    for each in before:
        each.delete()
    for each in sessions:
        each.pk, each.event = None, event
        each.save()
    told = tuple([_line(each) for each in rows] for rows in (before, sessions))
    if told[0] != told[1]:
        record(by, "events.set_programme", event, changes={"sessions": told})
    seat_speakers(event, by=by, before={each.person_id for each in before if each.person_id})


class ProgrammeChanged(DomainError):
    pass


def programme_token(sessions: Collection[EventSession]) -> str:
    """Return what tells one state of a programme from another."""
    return " ".join(f"{each.pk}" for each in sessions) or "-"


def _line(session: EventSession) -> str:
    """Return a line for the log, which nobody changes afterwards: without the speaker's name."""
    return ", ".join(filter(None, (str(session), session.place)))


@transaction.atomic
def add_material(*, event: Event, by: Any, **values: Any) -> EventMaterial:
    """Add a file or a link. ``values``: the columns of the material. Raises: Infected."""
    if file := values.get("file"):
        refuse_infected_upload(file)
    material = add(EventMaterial(event=event, **values), by=by, action="events.add_material")
    if event.state == EventState.HELD:
        _tell_of_materials(event, by)
    return material


def _tell_of_materials(event: Event, by: Any) -> None:
    """Tell those who were at an event, once, that something of it can be read."""
    present = event.participations.filter(was_present=True, person__user__is_active=True)
    notify(
        present.exclude(person__user=by and by.pk).order_by("pk").values_list("person__user", flat=True),
        kind=NoticeKind.MESSAGE,
        text=f"Появились материалы события {quoted(event.title)}, {short_date(event.held_on)}.",
        url=reverse("events:event_own") + "#past",
        key=f"event:{event.pk}:materials",
    )


@transaction.atomic
def remove_material(material: EventMaterial, *, by: Any) -> None:
    name = material.file.name
    remove(material, by=by, action="events.remove_material", reason="")
    if name:
        remove_files([name])
