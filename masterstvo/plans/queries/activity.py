"""Activities as they stand on a day: status, counts, the table by directions, the year by months, the calendar."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from masterstvo.core.dates import monday
from masterstvo.core.search import matching
from masterstvo.plans.choices import OPEN_STATES, ActivityState, Status
from masterstvo.plans.models import Activity, ActivityResponsible, Direction, Plan
from masterstvo.plans.queries.written import schedule_of
from masterstvo.plans.schedule import month_cells, occurrences

OPEN_STATUSES = (Status.OVERDUE, Status.GOING, Status.NOT_STARTED)
QUICK = ("late", "week", "mine", "empty")  # the quick choices above the table, after «все»


def late_on(day: dt.date) -> Q:
    """Open ones whose last day has passed; a postponed one counts by its new date."""
    return Q(state__in=OPEN_STATES, due_on__lt=day) | Q(state=ActivityState.POSTPONED, postponed_to__lt=day)


def with_status(activities: QuerySet[Any], day: dt.date) -> QuerySet[Any]:
    """Add ``status``, a code of the component «state»: what was entered and, where nothing was, what the schedule says."""
    under_way = Q(state=ActivityState.GOING) | Q(state=ActivityState.NOT_STARTED, starts_on__lte=day)
    return activities.annotate(
        status=Case(
            When(late_on(day), then=Value(Status.OVERDUE.value)),
            When(under_way, then=Value(Status.GOING.value)),
            When(state=ActivityState.PART, then=Value(Status.PART.value)),
            default=F("state"),
            output_field=CharField(),
        )
    )


def due_day(activity: Activity) -> dt.date | None:
    """Return the last day in time, the new one of a postponed activity."""
    return activity.postponed_to if activity.state == ActivityState.POSTPONED else activity.due_on


def days_late(activity: Activity, day: dt.date) -> int:
    """Return for how many days ``activity`` is overdue, 0 when it is not."""
    due = due_day(activity)
    is_open = activity.state in OPEN_STATES or activity.state == ActivityState.POSTPONED
    return max((day - due).days, 0) if due and is_open else 0


def mark_late(activities: Iterable[Activity], day: dt.date) -> None:
    """Tell each of ``activities`` for how many days it is overdue, for a page to show."""
    for activity in activities:
        activity.days_late = days_late(activity, day)


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    first = monday(day)
    return first, first + dt.timedelta(days=6)


def quick_condition(name: str, day: dt.date, user: Any) -> Q:
    """Return the condition of one quick choice, over activities with their status."""
    if name == "late":
        return Q(status=Status.OVERDUE)
    if name == "week":
        week = week_of(day)
        postponed = Q(state=ActivityState.POSTPONED, postponed_to__range=week)
        return Q(state__in=OPEN_STATES, due_on__range=week) | postponed
    if name == "mine":
        mine = ActivityResponsible.objects.filter(person__user=user).values("activity")
        return Q(pk__in=mine)
    begun = Q(starts_on__lte=day) | Q(due_on__lt=day) | Q(state__in=[ActivityState.DONE, ActivityState.PART])
    told = [
        ActivityState.NOT_HELD,
        ActivityState.NOT_APPLICABLE,
        ActivityState.REPLACED,
        ActivityState.POSTPONED,
    ]
    return begun & Q(actual_result="") & ~Q(state__in=told)


@dataclass(frozen=True)
class Counts:
    """How many activities of a plan stand how; ``quick``: {name of a quick choice: number}."""

    total: int
    by_status: dict[str, int]
    quick: dict[str, int]

    @property
    def done(self) -> int:
        return self.by_status.get(Status.DONE, 0)

    @property
    def late(self) -> int:
        return self.by_status.get(Status.OVERDUE, 0)

    @property
    def going(self) -> int:
        return self.by_status.get(Status.GOING, 0)


def counts(plan: Plan, day: dt.date, user: Any) -> Counts:
    """Return how the activities of ``plan`` stand on ``day``. Queries: two."""
    rows = with_status(plan.activities.all(), day)
    by_status = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    quick = rows.aggregate(**{name: Count("pk", filter=quick_condition(name, day, user)) for name in QUICK})
    return Counts(sum(by_status.values()), by_status, quick)


def n_overdue(plan: Plan, day: dt.date) -> int:
    return plan.activities.filter(late_on(day)).count()


@dataclass(frozen=True)
class Wish:
    """What a reader wants to see of a plan."""

    words: str = ""
    direction: int | None = None
    responsible: str = ""
    status: str = ""
    quick: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Wish()


def activities_wanted(plan: Plan, wish: Wish, day: dt.date, user: Any) -> QuerySet[Any]:
    """Return the activities of ``plan`` under all parts of ``wish``, in the plan's order, with their status."""
    rows = with_status(plan.activities.all(), day)
    if wish.words:
        rows = matching(rows, wish.words, "number", "title", "expected_result", "actual_result")
    if wish.direction:
        within = Q(direction=wish.direction) | Q(direction__parent=wish.direction)
        rows = rows.filter(within | Q(direction__parent__parent=wish.direction))
    if wish.responsible:
        rows = rows.filter(
            pk__in=ActivityResponsible.objects.filter(activity__plan=plan, name=wish.responsible).values(
                "activity"
            )
        )
    if wish.status:
        rows = rows.filter(status=wish.status)
    if wish.quick in QUICK:
        rows = rows.filter(quick_condition(wish.quick, day, user))
    return rows.order_by("position", "pk")


def with_details(activities: QuerySet[Any]) -> QuerySet[Any]:
    """Load what a row of the table shows. Queries: four, whatever the number of rows."""
    return activities.select_related("plan").prefetch_related("responsible", "evidence__document", "targets")


def responsible_names(plan: Plan) -> list[str]:
    names = ActivityResponsible.objects.filter(activity__plan=plan)
    return list(names.order_by("name").values_list("name", flat=True).distinct())


def next_overdue(plan: Plan, after: Activity, day: dt.date) -> Activity | None:
    """Return the overdue activity that stands next in the plan, from its beginning after the last one."""
    late = plan.activities.filter(late_on(day)).exclude(pk=after.pk).order_by("position", "pk")
    return late.filter(position__gt=after.position).first() or late.first()


# --- Directions -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DirectionCounts:
    """A direction with the numbers of all that stands under it."""

    direction: Direction
    depth: int
    done: int
    total: int


@dataclass
class Outline:
    """The directions of a plan as a tree. Queries: two."""

    plan: Plan

    @cached_property
    def directions(self) -> dict[int, Direction]:
        return {each.pk: each for each in self.plan.directions.order_by("position", "pk")}

    @cached_property
    def counts(self) -> dict[int, DirectionCounts]:
        own = {
            pk: (done, total)
            for pk, done, total in self.plan.activities.exclude(direction=None)
            .order_by()
            .values_list("direction")
            .annotate(done=Count("pk", filter=Q(state=ActivityState.DONE)), total=Count("pk"))
            .values_list("direction", "done", "total")
        }
        sums = {pk: [0, 0] for pk in self.directions}
        for pk, (done, total) in own.items():
            for above in self.path(pk):
                sums[above.pk][0] += done
                sums[above.pk][1] += total
        return {
            pk: DirectionCounts(self.directions[pk], len(self.path(pk)) - 1, done, total)
            for pk, (done, total) in sums.items()
        }

    def path(self, pk: int | None) -> list[Direction]:
        """Return the direction and what is above it, the topmost first."""
        found: list[Direction] = []
        while pk is not None:
            found.insert(0, self.directions[pk])
            pk = found[0].parent_id
        return found

    @property
    def roots(self) -> list[DirectionCounts]:
        return [each for each in self.counts.values() if each.depth == 0]

    def choices(self) -> list[tuple[int, str]]:
        """Return the options of a select, with lower directions set in."""
        return [
            (pk, "\u00a0\u00a0" * len(self.path(pk)[1:]) + str(each)) for pk, each in self.directions.items()
        ]


@dataclass(frozen=True)
class Line:
    """One line of the table: a heading of a direction, or an activity."""

    heading: DirectionCounts | None = None
    activity: Activity | None = None
    months: "MonthLine | None" = None


def lines(
    activities: Iterable[Activity], outline: Outline, year: int | None = None, day: dt.date | None = None
) -> list[Line]:
    """Return ``activities`` under the headings of their directions; with a ``year``, with their months."""
    found: list[Line] = []
    above: list[Direction] = []
    for activity in activities:
        path = outline.path(activity.direction_id)
        for depth, direction in enumerate(path):
            if depth >= len(above) or above[depth].pk != direction.pk:
                found.append(Line(heading=outline.counts[direction.pk]))
                above = path[: depth + 1]
        above = path
        months = month_line(activity, year) if year and day else None
        found.append(Line(activity=activity, months=months))
    return found


# --- The year by months ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Span:
    """Neighbouring months of one row: a bar, or an empty stretch. ``day``: of a single date, to be written on the bar."""

    length: int
    is_bar: bool
    day: int | None = None


@dataclass(frozen=True)
class MonthLine:
    spans: list[Span]
    months: frozenset[int] = field(default_factory=frozenset)  # 1–12, in which something is due


def month_line(activity: Activity, year: int) -> MonthLine:
    """Return the twelve months of ``year`` as bars and gaps; without dates one gap."""
    schedule = schedule_of(activity)
    touched = [cell.touched for cell in month_cells(schedule, year)]
    single = due_day(activity)
    if activity.state == ActivityState.POSTPONED and single:
        touched = [single.year == year and single.month == month for month in range(1, 13)]
    is_day = activity.schedule_kind in ("point", "deadline") or activity.state == ActivityState.POSTPONED
    spans: list[Span] = []
    for month, on in enumerate(touched, start=1):
        if spans and spans[-1].is_bar == on:
            spans[-1] = Span(spans[-1].length + 1, on)
        else:
            shown = (
                single.day
                if on and is_day and single and (single.year, single.month) == (year, month)
                else None
            )
            spans.append(Span(1, on, shown))
    return MonthLine(spans, frozenset(month for month, on in enumerate(touched, start=1) if on))


def load_by_month(found: Sequence[Line]) -> list[int]:
    """Return for each month how many activities touch it."""
    return [sum(month in line.months.months for line in found if line.months) for month in range(1, 13)]


# --- The calendar ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Event:
    """Something of the plan on one day: it is held then, or its term ends then."""

    day: dt.date
    activity: Activity
    is_end: bool


def events_between(activities: Iterable[Activity], first: dt.date, last: dt.date) -> list[Event]:
    """Return what ``activities`` bring from ``first`` to ``last``, by day; what lasts all year only ends."""
    found = []
    for activity in activities:
        if activity.state == ActivityState.POSTPONED and activity.postponed_to:
            times = [(activity.postponed_to, activity.postponed_to)]
        else:
            times = [(each.start, each.end) for each in occurrences(schedule_of(activity))]
        found += [
            Event(end, activity, start != end or activity.schedule_kind == "deadline")
            for start, end in times
            if first <= end <= last
        ]
    return sorted(found, key=lambda event: (event.day, event.activity.position, event.activity.pk))
