"""Who was at events, for the result of the plan's activities."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from masterstvo.core.numbers import counted
from masterstvo.events.models import Event, Participation
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment


@dataclass(frozen=True)
class Turnout:
    """How many people were at an event, and from how many organizations."""

    people: int = 0
    organizations: int = 0

    def __str__(self) -> str:
        if not self.people:
            return ""
        told = counted(self.people, "участник", "участника", "участников")
        places = counted(self.organizations, "организации", "организаций", "организаций")
        return f"{told} из {places}" if self.organizations else told


def turnouts(events: Collection[Event]) -> dict[int, Turnout]:
    """Return {event: its turnout}; everybody is counted once, with the main job of that day. Queries: two."""
    there: dict[int, set[int]] = defaultdict(set)
    rows = Participation.objects.filter(event__in=events, was_present=True)
    for key, person in rows.values_list("event_id", "person_id"):
        there[key].add(person)
    jobs: dict[int, list[tuple[int, dt.date, dt.date | None]]] = defaultdict(list)
    everybody = set().union(*there.values()) if there else set()
    mains = Employment.objects.filter(person__in=everybody, basis=Basis.MAIN)
    for person, place, first, ends in mains.values_list(
        "person_id", "organization_id", "starts_on", "ends_on"
    ):
        jobs[person].append((place, first, ends))
    found = {}
    for event in events:
        places = {
            place
            for person in there[event.pk]
            for place, first, ends in jobs[person]
            if first <= event.held_on and (ends is None or ends > event.held_on)
        }
        found[event.pk] = Turnout(len(there[event.pk]), len(places))
    return found
