import datetime as dt

import pytest

from masterstvo.plans.models import Activity
from masterstvo.plans.queries.activity import (
    Outline,
    Span,
    days_late,
    events_between,
    lines,
    month_line,
    n_overdue,
    week_of,
    with_status,
)
from tests.factories.plans import ActivityFactory, DirectionFactory, PlanFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 5, 20)
BEFORE, AFTER = dt.date(2025, 5, 19), dt.date(2025, 5, 21)


@pytest.mark.parametrize(
    ("values", "status", "late"),
    [
        ({}, "not_started", 0),
        ({"due_on": AFTER}, "not_started", 0),
        ({"starts_on": BEFORE, "due_on": AFTER}, "going_on", 0),
        ({"due_on": DAY}, "not_started", 0),
        ({"due_on": BEFORE}, "overdue", 1),
        ({"starts_on": BEFORE, "due_on": BEFORE, "state": "going"}, "overdue", 1),
        ({"due_on": BEFORE, "state": "done"}, "done", 0),
        ({"due_on": BEFORE, "state": "part"}, "partly_done", 0),
        ({"due_on": BEFORE, "state": "not_held"}, "not_held", 0),
        ({"due_on": BEFORE, "state": "postponed", "postponed_to": AFTER}, "postponed", 0),
        ({"due_on": dt.date(2025, 3, 1), "state": "postponed", "postponed_to": BEFORE}, "overdue", 1),
    ],
)
def test_status_is_what_was_entered_and_where_nothing_was_what_the_schedule_says(values, status, late):
    activity = ActivityFactory(**values)

    assert with_status(Activity.objects.all(), DAY).get().status == status
    assert days_late(activity, DAY) == late
    assert n_overdue(activity.plan, DAY) == (late > 0)


def test_a_week_runs_from_monday_to_sunday():
    assert week_of(DAY) == (dt.date(2025, 5, 19), dt.date(2025, 5, 25))


def test_totals_of_a_direction_hold_what_is_below_it():
    plan = PlanFactory()
    top = DirectionFactory(plan=plan)
    below = DirectionFactory(plan=plan, number="1.1", parent=top, position=1)
    ActivityFactory(plan=plan, direction=top)
    ActivityFactory.create_batch(2, plan=plan, direction=below, state="done")

    outline = Outline(plan)

    assert [(each.depth, each.done, each.total) for each in outline.counts.values()] == [(0, 2, 3), (1, 2, 2)]
    assert [each.direction for each in outline.roots] == [top]


def test_a_heading_stands_once_before_the_rows_of_its_direction():
    plan = PlanFactory()
    first = DirectionFactory(plan=plan, number="1")
    below = DirectionFactory(plan=plan, number="1.1", parent=first, position=1)
    second = DirectionFactory(plan=plan, number="2", position=2)
    rows = [
        ActivityFactory(plan=plan, direction=direction, position=position)
        for position, direction in enumerate((below, below, first, second, None))
    ]

    found = [
        line.heading.direction.number if line.heading else rows.index(line.activity)
        for line in lines(rows, Outline(plan))
    ]

    assert found == ["1", "1.1", 0, 1, 2, "2", 3, 4]


@pytest.mark.parametrize(
    ("values", "spans"),
    [
        (
            {"schedule_kind": "months", "starts_on": dt.date(2025, 3, 1), "due_on": dt.date(2025, 4, 30)},
            [Span(2, False), Span(2, True), Span(8, False)],
        ),
        (
            {
                "schedule_kind": "months",
                "starts_on": dt.date(2025, 5, 1),
                "due_on": dt.date(2025, 11, 30),
                "rrule": "FREQ=YEARLY;BYMONTH=5,11",
            },
            [Span(4, False), Span(1, True), Span(5, False), Span(1, True), Span(1, False)],
        ),
        (
            {"schedule_kind": "deadline", "due_on": dt.date(2025, 1, 20)},
            [Span(1, True, 20), Span(11, False)],
        ),
        (
            {
                "schedule_kind": "deadline",
                "due_on": dt.date(2025, 1, 20),
                "state": "postponed",
                "postponed_to": dt.date(2025, 12, 5),
            },
            [Span(11, False), Span(1, True, 5)],
        ),
        ({"schedule_kind": "on_request"}, [Span(12, False)]),
        (
            {
                "schedule_kind": "continuous",
                "starts_on": dt.date(2025, 1, 1),
                "due_on": dt.date(2025, 12, 31),
            },
            [Span(12, True)],
        ),
    ],
)
def test_the_year_of_an_activity_is_bars_and_gaps(values, spans):
    assert month_line(ActivityFactory(**values), 2025).spans == spans


def test_the_calendar_tells_what_is_held_and_what_ends():
    plan = PlanFactory()
    held = ActivityFactory(plan=plan, schedule_kind="point", starts_on=DAY, due_on=DAY)
    ends = ActivityFactory(
        plan=plan, schedule_kind="months", starts_on=dt.date(2025, 5, 1), due_on=dt.date(2025, 5, 31)
    )
    moved = ActivityFactory(plan=plan, due_on=DAY, state="postponed", postponed_to=AFTER)
    ActivityFactory(
        plan=plan, schedule_kind="point", starts_on=dt.date(2025, 6, 1), due_on=dt.date(2025, 6, 1)
    )

    events = events_between(plan.activities.all(), dt.date(2025, 5, 1), dt.date(2025, 5, 31))

    assert [(event.day, event.activity, event.is_end) for event in events] == [
        (DAY, held, False),
        (AFTER, moved, False),
        (dt.date(2025, 5, 31), ends, True),
    ]
