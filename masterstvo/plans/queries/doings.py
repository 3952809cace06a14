"""What is done for the activities of a plan, whichever app knows of it, and the result that it tells."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from masterstvo.core.dates import short_date
from masterstvo.core.words import quoted
from masterstvo.plans.choices import ActivityState
from masterstvo.plans.models import Activity
from masterstvo.plans.panels import Doing, doing_sources

LASTING = ("recurring", "continuous")  # kinds of schedules that one event does not fulfil


@dataclass(frozen=True)
class Proposal:
    """The result of an activity as what was held tells it. ``new``: the lines that do not stand in it yet, ``told``: what they are about."""

    text: str
    new: list[str]
    state: str
    told: list[Doing]


@dataclass(frozen=True)
class Done:
    """What is done for one activity, as its page shows it; a doing whose page is closed to the reader has no address."""

    doings: list[Doing]
    proposal: Proposal | None
    new: list[tuple[str, str]]  # what may be entered: title, URL name


def doings_of(activities: Collection[Activity]) -> dict[int, list[Doing]]:
    """Return {activity: what is done for it, by day}. Queries: those of the sources."""
    found: dict[int, list[Doing]] = defaultdict(list)
    for source in doing_sources():
        for key, rows in source.rows(activities).items():
            found[key] += rows
    return {key: sorted(rows, key=_by_day) for key, rows in found.items()}


def _by_day(doing: Doing) -> tuple[Any, ...]:
    return doing.held_on, doing.title, doing.pk


def what_is_done(activity: Activity, user: Any) -> Done:
    """Return what the page of ``activity`` shows to ``user``. Queries: those of the sources, and one a source that has something."""
    found: list[Doing] = []
    for source in doing_sources():
        own = source.rows([activity]).get(activity.pk, [])
        opened = source.visible(user).filter(pk__in=[each.pk for each in own]).values_list("pk", flat=True)
        keys = set(opened) if own else set()
        found += [each if each.pk in keys else replace(each, url="") for each in own]
    found.sort(key=_by_day)
    new = [(source.title, source.new) for source in doing_sources() if source.new]
    return Done(found, proposed(activity, found), new)


def proposal_for(activity: Activity) -> Proposal | None:
    """Return what was held adds to the result of ``activity``, or None. Queries: those of the sources."""
    return proposals_for([activity])[0][1]


def proposals_for(activities: Collection[Activity]) -> list[tuple[Activity, Proposal | None]]:
    """Return each of ``activities`` with its proposal. Queries: those of the sources, however many activities."""
    known = doings_of(activities) if activities else {}
    return [(each, proposed(each, known.get(each.pk, []))) for each in activities]


def proposed(activity: Activity, doings: Collection[Doing]) -> Proposal | None:
    """Return what ``doings``, by day, add to the result: a line for each, which takes the place of an older one about the same. Queries: none."""
    held = [each for each in doings if each.is_held]
    lines = {_opening(each): _line(each) for each in held}
    written = [line.strip() for line in activity.actual_result.splitlines() if line.strip()]
    new = [line for line in lines.values() if line not in written]
    if not new:
        return None
    kept = [line for line in written if not line.startswith(tuple(lines))]
    text = "\n".join([*kept, *lines.values()])
    told = [each for each in held if _line(each) in new]
    return Proposal(text, new, _state(activity, doings), told)


def _opening(doing: Doing) -> str:
    return f"Проведено {short_date(doing.held_on)}: {quoted(doing.title)}"


def _line(doing: Doing) -> str:
    return f"{_opening(doing)}, {doing.turnout}." if doing.turnout else f"{_opening(doing)}."


def _state(activity: Activity, doings: Collection[Doing]) -> str:
    if activity.state == ActivityState.DONE:
        return activity.state
    has_more = any(each.is_coming for each in doings)
    goes_on = activity.schedule_kind in LASTING and (
        activity.due_on is None or activity.due_on > timezone.localdate()
    )
    return ActivityState.GOING if has_more or goes_on else ActivityState.DONE
