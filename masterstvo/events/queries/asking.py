"""What events ask of schools, for whoever plans something else and for the schools themselves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from masterstvo.core.terms import meant_titles
from masterstvo.events.choices import COMING, RegistrationState
from masterstvo.events.models import Event, EventQuota, Registration
from masterstvo.people.asked import Request


def asked_by_events(municipality: int, first: dt.date, last: dt.date) -> Iterator[Request]:
    """Yield what events to come between two days ask: of those who have a seat or wait, of the host, of the school whose own it is, of whom a quota names; else of everybody.

    Queries: five at most.
    """
    rows = Event.objects.filter(
        Q(held_on__gte=first) | Q(ends_on__gt=first),
        municipality=municipality,
        state__in=COMING,
        held_on__lte=last,
    )
    known = {each.pk: each for each in rows.prefetch_related("topics__merged_into").order_by("held_on", "pk")}
    people, places = defaultdict(set), defaultdict(set)
    active = Registration.objects.filter(event__in=known).exclude(state=RegistrationState.CANCELLED)
    for key, person in active.values_list("event", "person"):
        people[key].add(person)
    quotas = EventQuota.objects.filter(event__in=known)
    for key, organization in quotas.values_list("event", "organization"):
        places[key].add(organization)
    for key, event in known.items():
        if event.organization_id and not event.is_shared:
            places[key].add(event.organization_id)
        if event.venue_id:
            places[key].add(event.venue_id)
        yield request_of(
            event,
            people=frozenset(people[key]),
            places=frozenset(places[key]),
            topics=tuple(meant_titles(event.topics.all())),
        )


def request_of(
    event: Event,
    *,
    people: frozenset[int] = frozenset(),
    places: frozenset[int] = frozenset(),
    topics: tuple[str, ...] = (),
) -> Request:
    """Return what an event asks, kept already or only planned on a form."""
    return Request(
        key=key_of(event),
        kind="событие",
        title=event.title,
        first=event.held_on,
        last=event.last_day,
        url=event.get_absolute_url() if event.pk else "",
        permission="events.view_event",
        people=people,
        organizations=places,
        topics=topics,
        is_for_all=not people and not places,
        starts_time=event.starts_time,
        ends_time=event.ends_time,
        takes_time=True,
    )


def key_of(event: Event) -> str:
    return f"events.event:{event.pk}"
