"""Whom open events are for, and who of them has not heard of it yet: the other side of ``rules.offered_events``."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from masterstvo.core.models import Term
from masterstvo.events.choices import RegistrationState
from masterstvo.events.models import Event, Registration
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant
from masterstvo.people.models import Employment, Person

INVITATION = "events:invite:"  # how the keys of the notices begin; the events stand behind it


@dataclass(frozen=True)
class Circle:
    """The accounts to tell of one event: of its people, and of the heads of their schools. Nobody is in both."""

    event: Event
    people: frozenset[int]
    heads: frozenset[int]


@dataclass(frozen=True)
class _Job:
    person: int
    organization: int
    is_here: bool
    category: int | None
    subjects: frozenset[int]


def circles(municipality: int, events: Collection[Event], day: dt.date) -> list[Circle]:
    """Return whom to tell of ``events`` of one municipality: not those who are put down, whose school has put down somebody, who was told.

    Queries: nine, however many events and people.
    """
    jobs = _jobs(municipality, day)
    accounts = _accounts(municipality, jobs)
    heads = Grant.objects.on(day).filter(
        role=Role.ORGANIZATION, organization__municipality=municipality, user__is_active=True
    )
    heads_of: dict[int, set[int]] = defaultdict(set)
    for organization, user in heads.values_list("organization_id", "user_id"):
        heads_of[organization].add(user)
    put_down, schools, told = _who_know(events)
    words = {name: _words(name, events) for name in ("categories", "subjects")}
    found = []
    for event in events:
        own = event.organization_id if not event.is_shared else None
        near = [each for each in jobs if each.organization == own] if own else jobs
        known = {each.person for each in near} if own else set(accounts)
        meant, there = _meant(near, known, words["categories"][event.pk], words["subjects"][event.pk])
        heard = told[event.pk]
        asked = {user for place in there - schools[event.pk] for user in heads_of[place]} - heard
        people = {accounts[each] for each in meant - put_down[event.pk] if each in accounts}
        found.append(Circle(event, frozenset(people - heard - asked), frozenset(asked)))
    return found


def _jobs(municipality: int, day: dt.date) -> list[_Job]:
    rows = Employment.objects.on(day).filter(
        Q(organization__municipality=municipality) | Q(person__municipality=municipality),
        person__erased_on=None,
    )
    subjects: dict[int, set[int]] = defaultdict(set)
    links = Employment.subjects.through.objects.filter(employment__in=rows.order_by().values("pk"))
    for job, term in links.values_list("employment_id", "term_id"):
        subjects[job].add(term)
    categories = dict(Term.objects.filter(vocabulary="staff_category").values_list("key", "pk"))
    told = rows.order_by().values_list(
        "pk", "person_id", "organization_id", "organization__municipality_id", "category"
    )
    return [
        _Job(person, place, here == municipality, categories.get(category), frozenset(subjects[job]))
        for job, person, place, here, category in told
    ]


def _accounts(municipality: int, jobs: Collection[_Job]) -> dict[int, int]:
    """Return {person: account} of those who work or have their card in the municipality."""
    working = {each.person for each in jobs if each.is_here}
    rows = Person.objects.filter(user__is_active=True, erased_on=None).order_by()
    return {
        person: user
        for person, user, home in rows.values_list("pk", "user_id", "municipality_id")
        if home == municipality or person in working
    }


def _words(name: str, events: Collection[Event]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    links = getattr(Event, name).through.objects.filter(event__in=events)
    for event, term in links.values_list("event_id", "term_id"):
        found[event].add(term)
    return found


def _meant(
    jobs: Collection[_Job], known: set[int], categories: set[int], subjects: set[int]
) -> tuple[set[int], set[int]]:
    """Return of ``known`` and those with one of ``jobs`` whom an event is for, and the organizations here where they work.

    The category may be that of one job and the subject that of another, as ``offered_events`` has it.
    """
    fitting = {each.person for each in jobs} | known
    if categories:
        fitting &= {each.person for each in jobs if each.category in categories}
    if subjects:
        fitting &= {each.person for each in jobs if each.subjects & subjects}
    return fitting, {each.organization for each in jobs if each.is_here and each.person in fitting}


def _who_know(
    events: Collection[Event],
) -> tuple[dict[int, set[int]], dict[int, set[int]], dict[int, set[int]]]:
    """Return {event: people put down}, {event: organizations that have put somebody down}, {event: accounts told}."""
    people: dict[int, set[int]] = defaultdict(set)
    places: dict[int, set[int]] = defaultdict(set)
    told: dict[int, set[int]] = defaultdict(set)
    rows = Registration.objects.filter(event__in=events)
    for event, person, place, state in rows.values_list("event_id", "person_id", "organization_id", "state"):
        people[event].add(person)  # who gave the seat back knows of it too
        if place and state != RegistrationState.CANCELLED:
            places[event].add(place)
    for key, user in Notice.objects.filter(key__startswith=INVITATION).values_list("key", "user_id"):
        for number in key.removeprefix(INVITATION).split("-"):
            told[int(number)].add(user)
    return people, places, told
