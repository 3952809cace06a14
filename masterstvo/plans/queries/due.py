"""What falls due of plans: for whoever is responsible, and in numbers for whoever answers for the district."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from masterstvo.core.numbers import counted
from masterstvo.inbox.panels import Due
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Municipality
from masterstvo.organizations.rules import municipalities_where
from masterstvo.plans.choices import OPEN_STATES, ActivityState, PlanState
from masterstvo.plans.models import ActivityResponsible
from masterstvo.plans.queries.activity import due_day, n_overdue
from masterstvo.plans.queries.plan import current_plan

RUNNING = (PlanState.APPROVED, PlanState.EXECUTION)


def due_activities(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the activities of running plans that a recognised person answers for, for reminders. Queries: one."""
    within = Q(activity__state__in=OPEN_STATES, activity__due_on__range=(first, last))
    postponed = Q(activity__state=ActivityState.POSTPONED, activity__postponed_to__range=(first, last))
    named = ActivityResponsible.objects.filter(
        within | postponed, activity__plan__state__in=RUNNING, person__user__is_active=True
    )
    for each in named.select_related("activity").annotate(user_id=F("person__user")):
        due_on = due_day(each.activity)
        if due_on is not None:
            yield Due(
                each.user_id,
                f"activity:{each.activity_id}",
                f"мероприятие {each.activity.number} «{each.activity.title[:200]}»",
                reverse("plans:activity_detail", args=[each.activity_id]),
                due_on,
            )


def overdue_line(user: Any, day: dt.date) -> str:
    """Return how much of the plans that ``user`` answers for is overdue. Queries: one, and two a municipality."""
    found = []
    for municipality in Municipality.objects.filter(
        pk__in=municipalities_where(user, {Role.HEAD}).values("pk")
    ):
        plan = current_plan(municipality, day)
        late = n_overdue(plan, day) if plan else 0
        if late:
            found.append(
                f"{municipality}: {counted(late, 'мероприятие просрочено', 'мероприятия просрочены', 'мероприятий просрочено')}"
            )
    return "; ".join(found)
