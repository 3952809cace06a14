"""What held events tell about the activities of a plan."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from masterstvo.core.dates import short_date
from masterstvo.core.numbers import counted
from masterstvo.core.words import quoted
from masterstvo.events.choices import COMING, EventState
from masterstvo.events.models import Event, Participation
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment
from masterstvo.plans.choices import ActivityState
from masterstvo.plans.models import Activity

LASTING = ("recurring", "continuous")  # kinds of schedules that one event does not fulfil


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


@dataclass(frozen=True)
class Proposal:
    """The result of an activity as its events tell it. ``new``: the lines that do not stand in it yet."""

    text: str
    new: list[str]
    state: str
    events: list[Event]


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


def proposal_for(activity: Activity) -> Proposal | None:
    """Return what the events of ``activity`` add to its result, or None. Queries: three at most."""
    events = list(activity.events.exclude(state=EventState.CANCELLED).order_by("held_on", "pk"))
    return proposed(activity, events, turnouts(events)) if events else None


def proposed(activity: Activity, events: Collection[Event], told: dict[int, Turnout]) -> Proposal | None:
    """Return the same of ``events`` that are known already, cancelled ones left out. Queries: none."""
    held = [each for each in events if each.state == EventState.HELD]
    lines = {_opening(each): _line(each, told[each.pk]) for each in held}
    written = [line.strip() for line in activity.actual_result.splitlines() if line.strip()]
    new = [line for line in lines.values() if line not in written]
    if not new:
        return None
    kept = [line for line in written if not line.startswith(tuple(lines))]
    text = "\n".join([*kept, *lines.values()])
    return Proposal(text, new, _state(activity, events), held)


def _opening(event: Event) -> str:
    """Return how the line about an event begins: a later line about the same one takes its place."""
    return f"Проведено {short_date(event.held_on)}: {quoted(event.title)}"


def _line(event: Event, turnout: Turnout) -> str:
    return f"{_opening(event)}, {turnout}." if turnout.people else f"{_opening(event)}."


def _state(activity: Activity, events: Collection[Event]) -> str:
    if activity.state == ActivityState.DONE:
        return activity.state
    has_more = any(each.state in COMING for each in events)
    goes_on = activity.schedule_kind in LASTING and (
        activity.due_on is None or activity.due_on > timezone.localdate()
    )
    return ActivityState.GOING if has_more or goes_on else ActivityState.DONE
