"""What a planned event runs into: the same hall, and whatever ``people.collisions`` finds."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from masterstvo.core.words import quoted
from masterstvo.events.choices import COMING
from masterstvo.events.models import Event
from masterstvo.events.queries.asking import request_of
from masterstvo.people.asked import Request
from masterstvo.people.collisions import collisions as of_people


def collisions(event: Event, asked: Collection[Request], *, names: bool) -> list[str]:
    """Return in words what is in the way of ``event``, still to come, among what is ``asked`` in its weeks.

    ``names``: whether the reader may know who it is: a school that plans for others may not. Queries: six at most.
    """
    if event.state not in COMING:
        return []
    own = request_of(event)
    planned = next((each for each in asked if each.key == own.key), own)
    return [*_places(event), *of_people(planned, asked, names=names)]


def _places(event: Event) -> list[str]:
    """Tell what else is in the same hall, without what is known to lie apart in hours."""
    if event.venue_id is None:
        return []
    last = event.ends_on or event.held_on + dt.timedelta(days=1)
    others = Event.objects.filter(
        Q(ends_on=None, held_on__gte=event.held_on) | Q(ends_on__gt=event.held_on),
        venue=event.venue_id,
        municipality=event.municipality_id,
        state__in=COMING,
        held_on__lt=last,
    ).exclude(pk=event.pk)
    if event.starts_time and event.ends_time and event.ends_on is None:
        apart = Q(starts_time__gte=event.ends_time) | Q(ends_time__lte=event.starts_time)
        others = others.exclude(apart, held_on=event.held_on, ends_on=None)
    return [
        f"В это же время {event.venue} принимает {quoted(each.title)}{_hour(each)}."
        for each in others.order_by("held_on", "starts_time", "pk")
    ]


def _hour(event: Event) -> str:
    return f", {event.starts_time:%H:%M}" if event.starts_time else ""
