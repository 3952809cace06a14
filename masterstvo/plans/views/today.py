"""Сегодня: the first page of the day."""

import calendar
from typing import Any

from django.shortcuts import redirect, render
from django.utils import timezone

from masterstvo.core.dates import month_name, russian_date
from masterstvo.core.history import VERBS
from masterstvo.core.menu import home_url
from masterstvo.core.numbers import counted, format_share
from masterstvo.core.views import requires
from masterstvo.plans import panels
from masterstvo.plans.choices import OPEN_STATES, ActivityState
from masterstvo.plans.queries.activity import Outline, counts, events_between, mark_late
from masterstvo.plans.queries.plan import current_plan
from masterstvo.plans.queries.today import latest_changes, low_targets, month_weeks, overdue, tasks

EVENTS_SHOWN = 6
OVERDUE_SHOWN = 8


@requires("plans.view_today")
def today(request):
    """The day of a place, as its plan has it; whoever reads no plans is led to the first page that is theirs."""
    if not request.user.has_perm("plans.view_activity"):
        return redirect(home_url(request.user))
    day = timezone.localdate()
    municipality = request.municipality or None
    plan = current_plan(municipality, day)
    context: dict[str, Any] = {
        "plan": plan,
        "today": day,
        "title": f"Сегодня, {russian_date(day)}",
        "lead": "",
    }
    if municipality:
        context |= {
            "numbers": panels.numbers(request.user, municipality, day),
            "sheets": panels.sheets(request.user, municipality, day),
        }
    if plan:
        context |= _of_plan(plan, request.user, day)
    return render(request, "plans/today.html", context)


def _of_plan(plan, user, day):
    late = overdue(plan, day)
    mine = tasks(plan, user, day)
    mark_late([*late, *mine], day)
    first, last = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    open_now = plan.activities.filter(state__in=[*OPEN_STATES, ActivityState.POSTPONED]).order_by(
        "position", "pk"
    )
    events = events_between(open_now, first, last)
    low = low_targets(plan, day, user)
    found = counts(plan, day, user)
    return {
        "counts": found,
        "lead": f"{plan.name}: выполнено {format_share(found.done, found.total)}.",
        "done_words": f"Выполнено {format_share(found.done, found.total)}",
        "tasks_words": counted(len(mine), "открытая", "открытые", "открытых") if mine else "",
        "late": late,
        "late_shown": late[:OVERDUE_SHOWN],
        "tasks": mine,
        "low": low,
        "low_people": sum(each.missing for each in low if each.unit == "чел."),
        "directions": Outline(plan).roots,
        "month": month_name(day.month).capitalize(),
        "weeks": month_weeks(day, events),
        "events": [event for event in events if event.day >= day][:EVENTS_SHOWN],
        "changes": latest_changes(
            plan, {name: words for name, words in VERBS.items() if name.startswith("plans.")}
        ),
        "can_change": user.has_perm("plans.change_activity", plan),
    }
