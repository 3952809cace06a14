"""Who is expected, who was there, and what the log of a webinar says about it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import QuerySet

from masterstvo.events.choices import RegistrationState
from masterstvo.events.models import Event
from masterstvo.events.queries.names import Found, people_named
from masterstvo.events.reading import Visitor
from masterstvo.organizations.models import Organization
from masterstvo.people.asked import homes_of
from masterstvo.people.models import Person


@dataclass
class Expected:
    """One person of the attendance list. ``was_present``: None while nobody has said; ``code``: of the seat, where there is one."""

    person: Person
    role: str
    place: str = ""
    was_present: bool | None = None
    minutes: int | None = None
    is_waiting: bool = False
    code: str = ""


def attendance_list(event: Event, *, only: int | None = None) -> list[Expected]:
    """Return who has a seat, who waits and who is entered without having registered, by name. Queries: four.

    ``only``: key of the one person asked for.
    """
    rows = event.registrations.exclude(state=RegistrationState.CANCELLED).select_related(
        "person", "organization"
    )
    there = event.participations.select_related("person").order_by("pk")
    if only is not None:
        rows, there = rows.filter(person=only), there.filter(person=only)
    found = {
        each.person_id: Expected(
            each.person,
            each.role,
            str(each.organization or ""),
            is_waiting=each.state == RegistrationState.WAITING,
            code=each.code if each.state == RegistrationState.REGISTERED else "",
        )
        for each in rows
    }
    for row in there:
        line = found.setdefault(row.person_id, Expected(row.person, row.role))
        line.was_present, line.minutes = bool(line.was_present) or row.was_present, row.minutes
    _name_places(event, [each for each in found.values() if not each.place])
    return sorted(found.values(), key=lambda each: (each.is_waiting, str(each.person), each.person.pk))


def _name_places(event: Event, lines: Collection[Expected]) -> None:
    homes = homes_of([each.person.pk for each in lines], event.held_on) if lines else {}
    titles = (
        {each.pk: str(each) for each in Organization.objects.filter(pk__in=set(homes.values()))}
        if homes
        else {}
    )
    for each in lines:
        each.place = titles.get(homes.get(each.person.pk, 0), "")


def last_threshold(event: Event) -> int | None:
    """Return how many minutes were enough here, or at the latest webinar of the municipality. Queries: one at most."""
    if event.threshold_minutes:
        return event.threshold_minutes
    earlier = Event.objects.filter(municipality=event.municipality_id, threshold_minutes__isnull=False)
    return earlier.order_by("-updated_at", "-pk").values_list("threshold_minutes", flat=True).first()


@dataclass
class Verdicts:
    """A log against the registry: how long each person was connected, whom nobody knows, who did not come.

    ``by_hand``: keys of those who were marked without a log; it takes nothing from them, for they may have sat in the hall.
    """

    minutes: dict[Person, int] = field(default_factory=dict)
    unknown: list[Found] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)
    by_hand: set[int] = field(default_factory=set)

    def lines(self, threshold: int) -> list[tuple[Person, int, bool]]:
        """Return (person, minutes, whether they were there)."""
        return [
            (person, minutes, minutes >= threshold or person.pk in self.by_hand)
            for person, minutes in self.minutes.items()
        ]


def verdicts(event: Event, visitors: Collection[Visitor], among: QuerySet[Person]) -> Verdicts:
    """Return what ``visitors`` say: first those who are expected are looked for, then everybody. Queries: nine at most."""
    seated = event.registrations.filter(state=RegistrationState.REGISTERED).values("person")
    expected = Person.objects.filter(pk__in=seated)
    marked = event.participations.filter(was_present=True, minutes=None)
    told = Verdicts(by_hand=set(marked.values_list("person_id", flat=True)))
    waiting = list(visitors)
    for people in (expected, among):
        found = people_named([each.name for each in waiting], people, emails=[each.email for each in waiting])
        for visitor, each in zip(waiting, found, strict=True):
            if each.chosen:
                told.minutes[each.chosen] = told.minutes.get(each.chosen, 0) + visitor.minutes
        told.unknown = [each for each in found if not each.chosen]
        waiting = [visitor for visitor, each in zip(waiting, found, strict=True) if not each.chosen]
    told.missing = [
        each
        for each in expected.order_by("last_name", "first_name", "pk")
        if each not in told.minutes and each.pk not in told.by_hand
    ]
    return told
