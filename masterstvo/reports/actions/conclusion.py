"""A conclusion becomes an activity of next year's draft plan, and goes back while nobody has worked on it."""

from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.models import AuditRecord
from masterstvo.plans.actions.activity import create_activity, delete_activity
from masterstvo.plans.actions.draft import (
    begin_plan,
    direction_like,
    drop_empty_directions,
    drop_untouched_plan,
)
from masterstvo.plans.choices import PlanKind, PlanState
from masterstvo.plans.models import Activity, Direction, Plan
from masterstvo.plans.queries.plan import same_plan
from masterstvo.reports.actions.report import open_draft
from masterstvo.reports.composition.wording import lines
from masterstvo.reports.models import CarriedConclusion, Narrative, Report
from masterstvo.reports.queries import conclusion_key

OPEN_STATES = frozenset({PlanState.DRAFT, PlanState.AGREEMENT})
CREATE = "plans.create_activity"


class ConclusionGone(DomainError):
    pass


class AlreadyCarried(DomainError):
    pass


class NextPlanIsApproved(DomainError):
    pass


class ActivityTouched(DomainError):
    pass


@transaction.atomic
def carry_conclusion(*, report: Report, direction: Direction, text: str, by: Any) -> CarriedConclusion:
    """Make an activity of next year's draft plan out of a saved conclusion; begin the draft where there is none.

    Raises: ReportIsApproved, ConclusionGone, AlreadyCarried, NextPlanIsApproved.
    """
    report = open_draft(report)
    narrative = Narrative.objects.filter(report=report, direction=direction).first()
    key = conclusion_key(text)
    saved = {conclusion_key(line) for line in lines(narrative.conclusions)} if narrative else set()
    if key not in saved:
        raise ConclusionGone("Такого вывода в разделе уже нет: откройте раздел заново.")
    if CarriedConclusion.objects.filter(direction=direction, year=report.year, key=key).exists():
        raise AlreadyCarried("Этот вывод уже перенесён в план.")
    plan = _next_plan(report, by)
    activity = create_activity(
        plan=plan,
        by=by,
        title=text,
        direction=direction_like(direction, plan=plan),
        note_text=f"По выводу отчёта за {report.year} год",
    )
    carried = CarriedConclusion(direction=direction, year=report.year, text=text, key=key, activity=activity)
    return add(carried, by=by, action="reports.carry_conclusion")


@transaction.atomic
def return_conclusion(*, carried: CarriedConclusion, by: Any) -> None:
    """Take the activity back out of the draft plan, with what was begun for it alone.

    Raises: ActivityTouched, ApprovedStays.
    """
    activity = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("plan", "direction")
        .get(pk=carried.activity_id)
    )
    if not is_untouched(carried, activity):
        raise ActivityTouched(
            "Над мероприятием уже работали. Если оно не нужно, удалите его на его странице."
        )
    plan, direction = activity.plan, activity.direction
    remove(carried, by=by, action="reports.return_conclusion", reason="")
    delete_activity(activity=activity, by=by)
    drop_empty_directions(direction)
    if not plan.reports.exists():
        drop_untouched_plan(plan=plan, by=by)


def is_untouched(carried: CarriedConclusion, activity: Activity) -> bool:
    """Say whether nobody has changed ``activity`` since it was made of the conclusion. Queries: one."""
    log = AuditRecord.objects.filter(object_type=Activity._meta.label_lower, object_id=activity.pk)
    return activity.updated_at <= carried.carried_at and not log.exclude(action=CREATE).exists()


def _next_plan(report: Report, by: Any) -> Plan:
    year = report.year + 1
    plan = same_plan(report.plan.municipality, PlanKind.ANNUAL, (year, year))
    if plan is None:
        return begin_plan(after=report.plan, year=year, by=by)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state not in OPEN_STATES:
        raise NextPlanIsApproved(
            f"План на {year} год уже утверждён: внесите мероприятие на его странице и напишите, почему план меняется."
        )
    return plan
