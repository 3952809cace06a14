"""What events bring to calendars: those one goes to, those one may go to, those of a school or municipality; days of examinations."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.events.choices import EventState, RegistrationState
from masterstvo.events.models import Event, Participation
from masterstvo.events.rules import offered_events, own_registrations, visible_events
from masterstvo.events.tables import involving
from masterstvo.people.agenda import Source, Wanted
from masterstvo.people.collisions import exam_days

STATUSES = {
    EventState.PLANNED: EntryStatus.COMING,
    EventState.OPEN: EntryStatus.COMING,
    EventState.HELD: EntryStatus.DONE,
    EventState.CANCELLED: EntryStatus.CANCELLED,
}


def entry_of(event: Event) -> Entry:
    """Return an event, brought with its venue, as a thing of a calendar."""
    return Entry(
        key=f"events.event-{event.pk}",
        title=event.title,
        starts_on=event.held_on,
        ends_on=event.ends_on,
        starts_time=event.starts_time,
        ends_time=event.ends_time,
        place=", ".join(filter(None, (str(event.venue or ""), event.place))),
        link=event.url,
        url=event.get_absolute_url(),
        note=f"Отменено: {event.cancel_reason}" if event.cancel_reason else "",
        status=STATUSES[EventState(event.state)],
        changed_at=event.updated_at,
        takes_time=True,
    )


def entry_for(user: Any, event: Event) -> Entry:
    """Return an event as a thing of the calendar of ``user``, leading to a page that is open to them. Queries: one or two."""
    entry = entry_of(event)
    return (
        entry
        if user.has_perm("events.view_event", event)
        else replace(entry, url=reverse("events:event_own"))
    )


def _days(wanted: Wanted, rows: QuerySet[Event]) -> QuerySet[Event]:
    return rows.filter(wanted.within("held_on", "ends_on")).select_related("venue")


def event_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the events one has a seat at or took part in; of a place, those that are seen there. Queries: one."""
    if wanted.is_mine:
        yield from _own(wanted)
        return
    rows = _days(wanted, visible_events(wanted.user))
    if wanted.school:
        rows = involving(rows, wanted.school)
    else:
        rows = rows.filter(municipality=wanted.municipality)
    yield from map(entry_of, rows)


def _own(wanted: Wanted) -> Iterator[Entry]:
    own = own_registrations(wanted.user).exclude(state=RegistrationState.CANCELLED)
    took_part = Participation.objects.filter(person__user=wanted.user.pk)
    rows = _days(wanted, Event.objects.all()).filter(
        Q(pk__in=own.values("event")) | Q(pk__in=took_part.values("event"))
    )
    rows = rows.annotate(
        seat=Subquery(own.filter(event=OuterRef("pk")).order_by().values("state")[:1]),
        has_page=Exists(visible_events(wanted.user).filter(pk=OuterRef("pk"))),
    )
    for event in rows:
        entry = entry_of(event)
        if not event.has_page:
            entry = replace(entry, url=reverse("events:event_own"))
        if event.seat == RegistrationState.WAITING and entry.status == EntryStatus.COMING:
            entry = replace(entry, status=EntryStatus.UNCERTAIN, note="Вы в листе ожидания")
        yield entry


def offer_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the events for which one may still register. Queries: one."""
    if not wanted.is_mine:
        return
    taken = own_registrations(wanted.user).exclude(state=RegistrationState.CANCELLED)
    rows = _days(wanted, offered_events(wanted.user)).exclude(pk__in=taken.values("event"))
    for event in rows:
        yield replace(
            entry_of(event),
            url=f"{reverse('events:event_own')}#offered",
            note="Можно записаться",
            status=EntryStatus.UNCERTAIN,
            takes_time=False,
        )


def exam_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the days of examinations: words of the dictionary whose keys are days. Queries: one."""
    for day, title in exam_days(wanted.first, wanted.end - dt.timedelta(days=1)):
        yield Entry(key=f"events.exam-{day.isoformat()}", title=title, starts_on=day)


SOURCES = (
    Source("events", "События", order=10, rows=event_entries, icon="calendar"),
    Source("offers", "Можно записаться", order=15, rows=offer_entries, icon="calendar-plus", in_feed=False),
    Source("exams", "Дни экзаменов", order=80, rows=exam_entries, icon="clipboard-pen"),
)
