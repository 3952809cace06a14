"""What a planned event runs into: other events of the same people, place and school, days of examinations, full weeks."""

import datetime as dt
from collections import Counter, defaultdict

from django.db.models import Q, QuerySet
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.dates import monday, short_date
from masterstvo.core.numbers import counted
from masterstvo.core.words import quoted
from masterstvo.events.choices import COMING, RegistrationState
from masterstvo.events.models import Event, Registration
from masterstvo.people.load import overloaded
from masterstvo.people.models import Person

NAMED_AT_MOST = 5
MANY_FROM_SCHOOL = 3  # so many people of one school away on one day are worth a word


def collisions(event: Event, among: QuerySet[Event]) -> list[str]:
    """Return in words what is in the way of ``event``, still to come. ``among``: the events that the reader may know of. Queries: seven at most."""
    if event.state not in COMING:
        return []
    people = list(_registered(event).values_list("person_id", flat=True))
    others = list(_at_the_same_time(event).filter(pk__in=among.values("pk")))
    return [
        *_exams(event),
        *_places(event, others),
        *_same_people(people, others),
        *_same_schools(event, others),
        *_full_weeks(event, people),
    ]


def _registered(event: Event) -> QuerySet[Registration]:
    return event.registrations.filter(state=RegistrationState.REGISTERED)


def _at_the_same_time(event: Event) -> QuerySet[Event]:
    """Return the other events of the days of ``event``, without those whose hours are known to lie apart."""
    last = event.ends_on or event.held_on + dt.timedelta(days=1)
    others = (
        Event.objects.filter(municipality=event.municipality_id, state__in=COMING, held_on__lt=last)
        .filter(Q(ends_on=None, held_on__gte=event.held_on) | Q(ends_on__gt=event.held_on))
        .exclude(pk=event.pk)
        .select_related("venue")
        .order_by("held_on", "starts_time", "pk")
    )
    if event.starts_time and event.ends_time and event.ends_on is None:
        apart = Q(starts_time__gte=event.ends_time) | Q(ends_time__lte=event.starts_time)
        others = others.exclude(apart, held_on=event.held_on, ends_on=None)
    return others


def _exams(event: Event) -> list[str]:
    days = terms.titles("exam_day")
    length = (event.last_day - event.held_on).days
    own = [event.held_on + dt.timedelta(days=number) for number in range(length + 1)]
    return [f"{short_date(day)} – {days[day.isoformat()]}." for day in own if day.isoformat() in days]


def _places(event: Event, others: list[Event]) -> list[str]:
    return [
        f"В это же время {event.venue} принимает {quoted(each.title)}{_hour(each)}."
        for each in others
        if event.venue_id and each.venue_id == event.venue_id
    ]


def _hour(event: Event) -> str:
    return f", {event.starts_time:%H:%M}" if event.starts_time else ""


def _same_people(people: list[int], others: list[Event]) -> list[str]:
    """Name who has a seat at two events of the same time."""
    both: dict[int, list[int]] = defaultdict(list)
    rows = Registration.objects.filter(
        event__in=others, person__in=people, state=RegistrationState.REGISTERED
    )
    for other, person in rows.values_list("event_id", "person_id"):
        both[other].append(person)
    names = Person.objects.in_bulk({person for some in both.values() for person in some})
    return [
        f"В это же время идёт {quoted(each.title)}{_hour(each)}; туда записаны и {_listed([names[key] for key in both[each.pk]])}"
        for each in others
        if each.pk in both
    ]


def _listed(people: list[Person]) -> str:
    """Return the names as the end of a sentence."""
    told = sorted(person.short_name for person in people)
    more = len(told) - NAMED_AT_MOST
    shown = ", ".join(told[:NAMED_AT_MOST])
    if more > 0:
        return f"{shown} и ещё {counted(more, 'человек', 'человека', 'человек')}."
    return shown if shown.endswith(".") else f"{shown}."


def _same_schools(event: Event, others: list[Event]) -> list[str]:
    """Tell of schools from which many people are away on that day, at this event and at the others together."""
    if not others:
        return []
    rows = Registration.objects.filter(
        event__in=[event, *others], state=RegistrationState.REGISTERED, organization__isnull=False
    )
    away = set(rows.values_list("organization__title", "person_id", "event_id"))
    here = {title for title, _, at in away if at == event.pk}
    elsewhere = {title for title, _, at in away if at != event.pk}
    n_people = Counter(title for title, _ in {(title, person) for title, person, _ in away})
    return [
        f"{title}: в этот день на событиях {counted(n_people[title], 'человек', 'человека', 'человек')}."
        for title in sorted(here & elsewhere)
        if n_people[title] >= MANY_FROM_SCHOOL
    ]


def _full_weeks(event: Event, people: list[int]) -> list[str]:
    week = monday(event.held_on)
    full = [each for each in overloaded(people, timezone.localdate()) if each.week == week] if people else []
    names = Person.objects.in_bulk({each.person for each in full})
    return (
        [
            f"На неделе с {short_date(week)} у кого-то больше {full[0].limit} ч: {_listed([names[each.person] for each in full])}"
        ]
        if full
        else []
    )
