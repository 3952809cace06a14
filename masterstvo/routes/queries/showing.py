"""Where practices were shown and will be: at events, to how many people."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from masterstvo.events.choices import EventState, RegistrationState
from masterstvo.events.models import Event, Participation
from masterstvo.practices.models import Practice
from masterstvo.practices.panels import Shown
from masterstvo.routes.models import Showing

SEATED = Q(event__registrations__state=RegistrationState.REGISTERED)


def showings_of(practice: Practice) -> QuerySet[Showing]:
    """Return where a practice was shown, and where one may still see it; each with ``n_people``: who were there, or have a seat.

    Queries: one.
    """
    rows = Showing.objects.filter(practice=practice, event__state__in=[EventState.OPEN, EventState.HELD])
    there = Count(
        "event__participations",
        filter=Q(event__participations__was_present=True, event__state="held"),
        distinct=True,
    )
    seated = Count("event__registrations", filter=SEATED & Q(event__state="open"), distinct=True)
    return (
        rows.select_related("event__venue")
        .annotate(n_people=there + seated)
        .order_by("-event__held_on", "pk")
    )


def shown_to(practice: Practice) -> Shown:
    """Return how often a practice was shown and who saw it, its authors aside. Queries: two."""
    held = Showing.objects.filter(practice=practice, event__state=EventState.HELD).values_list(
        "event", flat=True
    )
    events = list(held)
    saw = Participation.objects.filter(event__in=events, was_present=True)
    people = saw.exclude(person__authorships__practice=practice).values_list("person", flat=True)
    return Shown(len(events), frozenset(people) if events else frozenset())


def coming_showings(practices: Collection[int]) -> dict[int, Any]:
    """Return {practice: the nearest event with open registration that shows it}. Queries: one, none without practices."""
    rows = Showing.objects.filter(
        practice__in=practices, event__state=EventState.OPEN, event__held_on__gte=timezone.localdate()
    )
    found: dict[int, Any] = {}
    for each in rows.select_related("event").order_by("event__held_on", "pk") if practices else ():
        found.setdefault(each.practice_id, each.event)
    return found


def practices_to_show(event: Event) -> QuerySet[Practice]:
    """Return the practices of the bank that an event may name besides those that it names."""
    banked = Practice.objects.in_bank(timezone.localdate()).filter(municipality=event.municipality_id)
    return banked.exclude(showings__event=event).order_by("title", "pk")
