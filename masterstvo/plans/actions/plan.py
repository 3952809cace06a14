"""A plan's life: made from a document, agreed, approved, closed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, remove
from masterstvo.core.audit import apply_changes, record
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.plans import reading
from masterstvo.plans.actions.rows import (
    People,
    add_activities,
    add_directions,
    add_targets,
)
from masterstvo.plans.actions.target import match_indicators
from masterstvo.plans.choices import FIRST_YEAR, LAST_YEAR, FileState, PlanState
from masterstvo.plans.models import Approval, Plan, PlanFile
from masterstvo.plans.queries.plan import same_plan
from masterstvo.plans.queries.written import REPORT, plan_kind, plan_title

NEXT_STATES: Mapping[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.AGREEMENT, PlanState.APPROVED}),
    PlanState.AGREEMENT: frozenset({PlanState.DRAFT, PlanState.APPROVED}),
    PlanState.APPROVED: frozenset({PlanState.EXECUTION, PlanState.CLOSED}),
    PlanState.EXECUTION: frozenset({PlanState.CLOSED}),
    PlanState.CLOSED: frozenset({PlanState.EXECUTION}),
}
APPROVED_STATES = frozenset({PlanState.APPROVED, PlanState.EXECUTION})


class YearUnknown(DomainError):
    pass


class YearImpossible(DomainError):
    pass


class PlanExists(DomainError):
    """There is such a plan already: what was read is compared with it instead."""

    def __init__(self, plan: Plan):
        self.plan = plan
        super().__init__(f"{plan} уже есть: посмотрите, чем документ от него отличается.")


class PlanIsClosed(DomainError):
    pass


class ReasonNeeded(DomainError):
    pass


class StepNotPossible(DomainError):
    pass


def years_of(heading: reading.Heading, year: int | None = None) -> tuple[int, int]:
    """Return the first and last year of a document, or the ``year`` told beside it. Raises: YearUnknown."""
    first = heading.year_from or year
    if first is None:
        raise YearUnknown("В документе не указано, на какой год план: укажите год.")
    return first, heading.year_to or first


def check_year(year: int | None) -> None:
    """Raises: YearImpossible."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearImpossible(f"Года плана {year} не бывает: укажите от {FIRST_YEAR} до {LAST_YEAR}.")


def needs_reason(plan: Plan) -> bool:
    return plan.state in APPROVED_STATES


def check_may_change(plan: Plan, reason: str) -> None:
    """A closed plan stays as it is; an approved one changes with a reason. Raises: PlanIsClosed, ReasonNeeded."""
    _check_is_open(plan)
    if needs_reason(plan) and not reason.strip():
        raise ReasonNeeded("План утверждён: напишите, почему он меняется.")


def _check_is_open(plan: Plan) -> None:
    if plan.state == PlanState.CLOSED:
        raise PlanIsClosed("План закрыт. Чтобы изменить его, сначала верните его в исполнение.")


@transaction.atomic
def import_plan(*, file: PlanFile, read: reading.ReadPlan, by: Any) -> Plan:
    """Make a draft plan of what was ``read`` from ``file``, each field with its place in the document.

    Raises: YearUnknown, PlanExists.
    """
    heading, kind = read.heading, plan_kind(read.heading)
    years = years_of(heading, file.year)
    existing = same_plan(file.municipality, kind, years)
    if existing is not None:
        raise PlanExists(existing)
    is_report = heading.kind == REPORT
    order = None if is_report else heading.order  # a report is approved by an order of its own
    plan = Plan.objects.create(
        municipality=file.municipality,
        kind=kind,
        title=plan_title(heading) or file.name,
        year_from=years[0],
        year_to=years[1],
        order_number=order.number[:60] if order else "",
        order_on=order.date if order else None,
        goal=heading.goal,
        tasks=list(heading.tasks),
    )
    directions = add_directions(plan, read.directions, file)
    activities = add_activities(
        plan,
        list(enumerate(read.activities)),
        directions=directions,
        suggestions=() if is_report else read.suggestions,
        people=People.of(plan.municipality),
        file=file,
        is_report=is_report,
    )
    add_targets(plan, list(enumerate(read.indicators)), file)
    match_indicators(plan=plan)
    take_file(plan, file)
    counts = {"activities": (0, len(activities)), "targets": (0, len(read.indicators))}
    record(by, "plans.import_plan", plan, changes=counts, reason=file.name)
    return plan


def take_file(plan: Plan, file: PlanFile) -> None:
    """Mark ``file`` as a source of ``plan``."""
    file.plan, file.state = plan, FileState.TAKEN
    file.save(update_fields=["plan", "state"])


@transaction.atomic
def approve_plan(*, plan: Plan, order_number: str, order_on: dt.date, by: Any) -> None:
    """Record the order that approves ``plan``; from now on a change needs a reason. Raises: StepNotPossible."""
    if not order_number.strip():
        raise StepNotPossible("Укажите номер приказа, которым утверждён план.")
    _step(plan, PlanState.APPROVED)
    values = {"state": PlanState.APPROVED, "order_number": order_number.strip(), "order_on": order_on}
    _save(plan, values, "plans.approve_plan", by)


@transaction.atomic
def change_plan_state(*, plan: Plan, state: str, by: Any, reason: str = "") -> None:
    """Send ``plan`` to agreement, back to draft, into execution, or close it. Raises: StepNotPossible, ReasonNeeded."""
    if state == PlanState.APPROVED:
        raise StepNotPossible("Чтобы утвердить план, укажите номер и дату приказа.")
    _step(plan, state)
    if plan.state == PlanState.CLOSED and not reason.strip():
        raise ReasonNeeded("План закрыт: напишите, почему он снова исполняется.")
    _save(plan, {"state": state}, "plans.change_plan_state", by, reason)


@transaction.atomic
def edit_plan(*, plan: Plan, by: Any, token: str | None = None, reason: str = "", **values: Any) -> None:
    """Change the words on the title page. Raises: Stale, PlanIsClosed, ReasonNeeded, StepNotPossible, PlanExists."""
    lock(plan, token)
    check_may_change(plan, reason)
    if needs_reason(plan) and plan.order_number and not values.get("order_number", plan.order_number).strip():
        raise StepNotPossible("План утверждён приказом: его номер можно исправить, но не убрать.")
    years = (values.get("year_from", plan.year_from), values.get("year_to", plan.year_to))
    twin = same_plan(plan.municipality, plan.kind, years)
    if twin is not None and twin.pk != plan.pk:
        raise PlanExists(twin)
    _save(plan, values, "plans.edit_plan", by, reason)


@transaction.atomic
def add_approval(
    *, plan: Plan, name: str, by: Any, position: str = "", agreed_on: dt.date | None = None
) -> Approval:
    """Add a line to the agreement sheet. Raises: PlanIsClosed."""
    _check_is_open(plan)
    approval = Approval(plan=plan, name=clean(name), position=clean(position), agreed_on=agreed_on)
    return add(approval, by=by, action="plans.add_approval")


@transaction.atomic
def remove_approval(*, approval: Approval, by: Any) -> None:
    """Take a line off the agreement sheet; the log keeps what it said. Raises: PlanIsClosed."""
    _check_is_open(approval.plan)
    remove(approval, by=by, action="plans.remove_approval", reason="")


def _step(plan: Plan, state: str) -> None:
    if state not in NEXT_STATES[plan.state]:
        wanted = PlanState(state).label
        raise StepNotPossible(
            f"Сейчас план {plan.get_state_display()}: сразу перевести его в «{wanted}» нельзя."
        )


def _save(plan: Plan, values: dict[str, Any], action: str, by: Any, reason: str = "") -> None:
    changes = apply_changes(plan, values)
    if changes:
        plan.save(update_fields=[*changes, "updated_at"])
        record(by, action, plan, changes=changes, reason=reason)
