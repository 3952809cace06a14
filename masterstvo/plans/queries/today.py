"""What a person finds in the morning: what is late, which targets are missed, what is theirs to do, what has changed."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.core.numbers import counted
from masterstvo.indicators.evaluation import Scope, Value, evaluate, gap, report_period
from masterstvo.indicators.models import Indicator
from masterstvo.plans.choices import OPEN_STATES, ActivityState
from masterstvo.plans.models import Activity, Plan, Target
from masterstvo.plans.queries.activity import Event, due_day, late_on, with_status
from masterstvo.plans.queries.secrecy import secrecies, shown_numbers
from masterstvo.plans.queries.target import definitions

SOON = dt.timedelta(days=30)
CHANGES_SHOWN = 8
RECORDS_READ = 200  # of which the changes are summed up
ACTIVITIES = ("мероприятие", "мероприятия", "мероприятий")
OF_ACTIVITIES = ("мероприятия", "мероприятий", "мероприятий")
MANY = {  # the words of an action done to several activities
    "plans.enter_result": ("внесены результаты", *OF_ACTIVITIES),
    "plans.undo_result": ("отменены записи результатов", *OF_ACTIVITIES),
    "plans.remove_evidence": ("убраны подтверждения", *OF_ACTIVITIES),
    "plans.create_activity": ("добавлено", *ACTIVITIES),
    "plans.edit_activity": ("исправлено", *ACTIVITIES),
    "plans.link_targets": ("связано с показателями", *ACTIVITIES),
}


@dataclass(frozen=True)
class LowTarget:
    """A target that is not reached on the day. ``missing``: whole persons or organizations, None without data."""

    target: Target
    value: Value
    planned: Decimal
    missing: int
    indicator: Indicator

    @property
    def tone(self) -> str:
        """Red under half of what is planned, otherwise amber."""
        fact = self.value.value or Decimal(0)
        return "bad" if fact * 2 < self.planned else "risk"

    @property
    def unit(self) -> str:
        return {"person": "чел.", "organization": "орг."}.get(self.value.member_kind, "")


def low_targets(plan: Plan, day: dt.date, user: Any) -> list[LowTarget]:
    """Return the targets of ``plan`` not reached by ``day`` whose numbers ``user`` may see, in the plan's order.

    Queries: three and those of the evaluation and of the rights.
    """
    targets = list(
        plan.targets.exclude(indicator_code="")
        .order_by("parent", "position", "pk")
        .prefetch_related("values")
    )
    wanted = {target.indicator_code for target in targets}
    indicators = definitions(plan)
    needed = _with_families([each for each in indicators if each.code in wanted], indicators)
    if not needed:
        return []
    values = evaluate(needed, scope=Scope(municipality_id=plan.municipality_id), period=report_period(day))
    by_code = {each.code: each for each in needed}
    numbers = shown_numbers(
        ((each, values[each.code]) for each in needed), secrecies(user, plan.municipality)
    )
    # The gap would tell a hidden number.
    values = {each.code: values[each.code] for each in needed if not numbers[each.pk].is_hidden}
    found = (_low(target, values.get(target.indicator_code), by_code, day) for target in targets)
    return [low for low in found if low]


def _with_families(wanted: list[Indicator], indicators: list[Indicator]) -> list[Indicator]:
    """Return ``wanted`` with their wholes and all parts of those: what of a family is shown depends on all of it."""
    roots = {each.pk: each.pk for each in indicators}
    for each in indicators:  # parents stand before children
        roots[each.pk] = roots.get(each.parent_id or each.pk, each.pk)
    families = {roots[each.pk] for each in wanted}
    return [each for each in indicators if roots[each.pk] in families]


def _low(
    target: Target, value: Value | None, indicators: dict[str, Indicator], day: dt.date
) -> LowTarget | None:
    numbers = [number for number in target.values.all() if number.year in (None, day.year)]
    if value is None or value.value is None or not numbers:
        return None
    planned = numbers[0]
    missing = gap(value, op=planned.op, target=planned.value)
    indicator = indicators[target.indicator_code]
    return LowTarget(target, value, planned.value, missing, indicator) if missing else None


def overdue(plan: Plan, day: dt.date) -> list[Activity]:
    """Return what is overdue, the oldest first. Queries: two."""
    rows = with_status(plan.activities.filter(late_on(day)), day).prefetch_related("responsible")
    return sorted(rows, key=lambda row: (due_day(row), row.position, row.pk))


def tasks(plan: Plan, user: Any, day: dt.date) -> list[Activity]:
    """Return what the person behind ``user`` must do within a month, the nearest first. Queries: one."""
    within = Q(state__in=OPEN_STATES, due_on__lte=day + SOON)
    postponed = Q(state=ActivityState.POSTPONED, postponed_to__lte=day + SOON)
    mine = plan.activities.filter(within | postponed, responsible__person__user=user).distinct()
    return sorted(mine, key=lambda row: (due_day(row), row.position, row.pk))


@dataclass(frozen=True)
class Day:
    """A day of the calendar; None in ``day`` fills the week."""

    day: dt.date | None
    events: tuple[Event, ...] = ()


def month_weeks(day: dt.date, events: Iterable[Event]) -> list[list[Day]]:
    """Return the weeks of the month of ``day`` with what is in them."""
    by_day: dict[dt.date, list[Event]] = {}
    for event in events:
        by_day.setdefault(event.day, []).append(event)
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return [
        [Day(each, tuple(by_day.get(each, ()))) if each.month == day.month else Day(None) for each in week]
        for week in weeks
    ]


@dataclass(frozen=True)
class Change:
    """One line of the log in words. ``n_things``: how many activities it sums up; then ``about`` is the latest of them."""

    at: dt.datetime
    who: str
    what: str
    about: str
    url: str
    n_things: int = 1


def latest_changes(plan: Plan, words: dict[str, str]) -> list[Change]:
    """Return what was done with ``plan`` and its activities lately; what one person did to many in a day is one line.

    ``words``: {action: words}. Queries: two.
    """
    own = Q(object_type="plans.plan", object_id=plan.pk)
    rows = Q(object_type="plans.activity", object_id__in=plan.activities.order_by().values("pk"))
    records = list(
        AuditRecord.objects.filter(own | rows, action__in=words)
        .select_related("by")
        .order_by("-at", "-pk")[:RECORDS_READ]
    )
    ids = [record.object_id for record in records if record.object_type == "plans.activity"]
    activities = Activity.objects.in_bulk([pk for pk in ids if pk])
    there = [each for each in records if each.object_type == "plans.plan" or each.object_id in activities]
    changes = []
    for (_, action, _, _), group in groupby(there, key=_kin):
        latest, *earlier = group
        things = {latest.object_id, *(record.object_id for record in earlier)}
        about = activities[latest.object_id or 0] if latest.object_type == "plans.activity" else plan
        title = about.name if isinstance(about, Plan) else str(about)
        what = _many(action, words[action], len(things)) if len(things) > 1 else words[action]
        who = str(latest.by or "Загрузка")
        changes.append(Change(latest.at, who, what, title, about.get_absolute_url(), len(things)))
    return changes[:CHANGES_SHOWN]


def _kin(record: AuditRecord) -> tuple[int | None, str, str, dt.date]:
    return record.by_id, record.action, record.object_type, timezone.localdate(record.at)


def _many(action: str, words: str, number: int) -> str:
    """«внесены результаты 12 мероприятий»."""
    done, *forms = MANY.get(action, (f"{words}:", *ACTIVITIES))
    return f"{done} {counted(number, *forms)}"
