"""A draft that begins from what another year left: an empty plan, its directions, and taking both back."""

import re
from typing import Any

from django.db import transaction

from masterstvo.core.audit import record
from masterstvo.core.models import AuditRecord
from masterstvo.core.words import fold
from masterstvo.plans.choices import PlanKind, PlanState
from masterstvo.plans.models import Direction, Plan

BEGIN = "plans.begin_plan"


@transaction.atomic
def begin_plan(*, after: Plan, year: int, by: Any) -> Plan:
    """Begin an empty yearly draft of the municipality of ``after``, called as that one is."""
    title, n_years = re.subn(rf"\b{year - 1}\b", str(year), after.title)
    if not n_years or after.year_from != after.year_to:
        title = f"План работы на {year} год"
    plan = Plan.objects.create(
        municipality=after.municipality, kind=PlanKind.ANNUAL, title=title, year_from=year, year_to=year
    )
    record(by, BEGIN, plan, changes={"title": ("", title)})
    return plan


@transaction.atomic
def direction_like(direction: Direction, *, plan: Plan) -> Direction:
    """Return the direction of ``plan`` called as ``direction`` is; where there is none, add it with those above it."""
    wanted = fold(direction.title)
    there = next((row for row in plan.directions.order_by("pk") if fold(row.title) == wanted), None)
    if there is not None:
        return there
    return Direction.objects.create(
        plan=plan,
        parent=direction_like(direction.parent, plan=plan) if direction.parent else None,
        number=direction.number,
        title=direction.title,
        position=plan.directions.count(),
    )


@transaction.atomic
def drop_empty_directions(direction: Direction | None) -> None:
    """Take away a direction that no document tells of and that holds nothing any more, and those above it."""
    while direction is not None and not direction.provenance:
        if direction.activities.exists() or direction.children.exists():
            return
        above = direction.parent
        direction.delete()
        direction = above


@transaction.atomic
def drop_untouched_plan(*, plan: Plan, by: Any) -> bool:
    """Take away a draft that was begun empty, is empty again and was never touched; say whether it was one."""
    log = AuditRecord.objects.filter(object_type=Plan._meta.label_lower, object_id=plan.pk)
    begun = log.filter(action=BEGIN).exists() and not log.exclude(action=BEGIN).exists()
    holds = (plan.activities, plan.directions, plan.targets, plan.files, plan.approvals)
    if plan.state != PlanState.DRAFT or not begun or any(rows.exists() for rows in holds):
        return False
    record(by, "plans.drop_plan", plan, changes={"title": (plan.title, "")})
    plan.delete()
    return True
