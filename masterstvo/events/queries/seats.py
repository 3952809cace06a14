"""Seats: how many are left, overall and for one organization; what seats add to the hours of a week."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from masterstvo.core.dates import monday
from masterstvo.core.numbers import counted
from masterstvo.events.choices import COMING, LISTENER, EventState, RegistrationState
from masterstvo.events.models import Event, Participation, Registration
from masterstvo.people.load import Row, planned_hours, weekly_limit
from masterstvo.people.models import Person


class Room:
    """The free seats of an event whose row the caller has locked. Who speaks or organizes takes none. Queries: two."""

    def __init__(self, event: Event):
        listeners = event.registrations.filter(state=RegistrationState.REGISTERED, role=LISTENER)
        self.taken: Counter[int | None] = Counter(listeners.values_list("organization_id", flat=True))
        self.quotas = dict(event.quotas.values_list("organization_id", "places"))
        self.capacity, self.per_organization = event.capacity, event.per_organization

    def take(self, organization: int | None, role: str) -> bool:
        """Take a seat, or tell that there is none. ``organization``: its key; whoever has none is under no quota."""
        if role != LISTENER:
            return True
        if self.capacity is not None and self.taken.total() >= self.capacity:
            return False
        quota = self.quotas.get(organization, self.per_organization) if organization else None
        if quota is not None and self.taken[organization] >= quota:
            return False
        self.taken[organization] += 1
        return True


def with_seats(events: QuerySet[Event]) -> QuerySet[Event]:
    """Give each event ``n_seated`` (listeners) and ``n_waiting``."""
    rows = Registration.objects.filter(event=OuterRef("pk")).order_by().values("event")
    counts = rows.annotate(n=Count("pk")).values("n")
    seated = counts.filter(state=RegistrationState.REGISTERED, role=LISTENER)
    waiting = counts.filter(state=RegistrationState.WAITING)
    return events.annotate(
        n_seated=Coalesce(Subquery(seated), 0, output_field=IntegerField()),
        n_waiting=Coalesce(Subquery(waiting), 0, output_field=IntegerField()),
    )


def hours_at_events(people: Collection[int]) -> Iterable[Row]:
    """Return what the seats of ``people`` at events to come, and the events of this week that they were at, add to their weeks.

    Everybody is counted once at an event. Queries: one.
    """
    seats = Registration.objects.filter(state=RegistrationState.REGISTERED, event__state__in=COMING)
    this_week = monday(timezone.localdate())
    there = Participation.objects.filter(
        Q(event__held_on__gte=this_week) | Q(event__ends_on__gt=this_week),
        was_present=True,
        event__state__in=(*COMING, EventState.HELD),
    )
    taken, been = (
        rows.filter(person__in=people, event__hours__gt=0)
        .order_by()
        .values_list("person_id", "event_id", "event__held_on", "event__ends_on", "event__hours")
        for rows in (seats, there)
    )
    for person, _, first, ends_on, hours in taken.union(been):  # the same event twice is one row of a union
        yield person, first, ends_on or first + dt.timedelta(days=1), math.ceil(hours or 0)


def week_if_taken(person: Person, events: Collection[Event], day: dt.date) -> dict[int, str]:
    """Return {event: in words how full its week would become} of those ``events`` that go over the limit. Queries: one a source and one."""
    weeks = planned_hours([person.pk]).get(person.pk, {})
    limit = weekly_limit(day)
    found = {}
    for event in events:
        hours = weeks.get(monday(event.held_on), 0) + math.ceil(event.hours or 0)
        if event.hours and hours > limit:
            found[event.pk] = (
                f"На этой неделе у вас выйдет {counted(hours, 'час', 'часа', 'часов')} при пороге {limit}."
            )
    return found
