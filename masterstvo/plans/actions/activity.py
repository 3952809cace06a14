"""Activities: what came of them, and their own words."""

import copy
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from masterstvo.core.audit import apply_changes, record
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.models import AuditRecord
from masterstvo.core.versions import lock
from masterstvo.core.versions import token_of as version_of
from masterstvo.documents.models import Document
from masterstvo.plans.actions.plan import APPROVED_STATES, check_may_change
from masterstvo.plans.actions.rows import People, responsible_of
from masterstvo.plans.choices import RESULT_STATES, ActivityState, PlanState
from masterstvo.plans.models import Activity, ActivityEvidence, ActivityResponsible, Plan, Target
from masterstvo.plans.queries.written import schedule_values

RESULT_FIELDS = ("state", "actual_result", "reason", "postponed_to")
ENTER_RESULT = "plans.enter_result"
NEEDS_REASON = {
    ActivityState.PART: "Напишите, почему выполнено частично.",
    ActivityState.NOT_HELD: "Напишите, почему не проводилось.",
    ActivityState.POSTPONED: "Напишите, почему перенесено.",
    ActivityState.REPLACED: "Напишите, чем и почему заменено.",
    ActivityState.NOT_APPLICABLE: "Напишите, почему не применимо.",
}


class ResultRefused(DomainError):
    """What was entered does not hold together; ``field`` says where to put it right."""

    def __init__(self, text: str, field: str):
        self.field = field
        super().__init__(text)


class NothingToUndo(DomainError):
    pass


class ApprovedStays(DomainError):
    pass


@dataclass(frozen=True)
class Evidence:
    """A new proof of a result: a link or a document."""

    url: str = ""
    document: Document | None = None
    title: str = ""


def token_of(activity: Activity) -> str:
    """Return what the form of a result sends back, to tell whether the result is still the one it showed."""
    return version_of(activity, RESULT_FIELDS)


@transaction.atomic
def enter_result(
    *,
    activity: Activity,
    token: str,
    state: str,
    actual_result: str = "",
    reason: str = "",
    postponed_to: dt.date | None = None,
    evidence: Sequence[Evidence] = (),
    by: Any,
) -> Activity:
    """Record what came of ``activity``. Done without any proof needs a word of reason.

    Raises: Stale, ResultRefused, PlanIsClosed.
    """
    activity = _fresh(activity, token)
    plan = activity.plan
    if plan.state == PlanState.CLOSED:
        check_may_change(plan, "")
    values = {
        "state": state,
        "actual_result": actual_result.strip(),
        "reason": reason.strip(),
        "postponed_to": postponed_to if state == ActivityState.POSTPONED else None,
    }
    _check_result(activity, values, evidence)
    changes = apply_changes(activity, values)
    known = set(activity.evidence.values_list("url", "document_id"))
    added = [
        ActivityEvidence.objects.create(
            activity=activity, url=each.url, document=each.document, title=each.title[:300]
        ).pk
        for each in evidence
        if (each.url, each.document and each.document.pk) not in known
    ]
    if added:
        changes["evidence"] = ([], added)
    if changes:
        activity.save(update_fields=[*RESULT_FIELDS, "updated_at"])
        record(by, ENTER_RESULT, activity, changes=changes, reason=values["reason"])
    _begin_execution(plan, by)
    return activity


def _check_result(activity: Activity, values: dict[str, Any], evidence: Sequence[Evidence]) -> None:
    state, reason = values["state"], values["reason"]
    if state in RESULT_STATES and not values["actual_result"]:
        raise ResultRefused("Напишите, что сделано: эти слова войдут в отчёт.", "actual_result")
    if state in NEEDS_REASON and not reason:
        raise ResultRefused(NEEDS_REASON[state], "reason")
    if state == ActivityState.POSTPONED:
        _check_postponed(activity, values["postponed_to"])
    if state == ActivityState.DONE and not reason and not evidence and not activity.evidence.exists():
        raise ResultRefused(
            "Приложите ссылку или документ. Если их нет, напишите, чем ещё подтверждается выполнение.",
            "reason",
        )


def _check_postponed(activity: Activity, day: dt.date | None) -> None:
    if day is None:
        raise ResultRefused("Укажите, на какую дату перенесено.", "postponed_to")
    if activity.due_on and day <= activity.due_on and activity.schedule_kind != "recurring":
        raise ResultRefused(
            f"Срок и так до {short_date(activity.due_on)}: укажите более позднюю дату.", "postponed_to"
        )


def _begin_execution(plan: Plan, by: Any) -> None:
    """The first result of an approved plan is the beginning of its execution."""
    if plan.state == PlanState.APPROVED:
        plan.state = PlanState.EXECUTION
        plan.save(update_fields=["state", "updated_at"])
        record(
            by, "plans.change_plan_state", plan, changes={"state": (PlanState.APPROVED, PlanState.EXECUTION)}
        )


def last_result(activity: Activity) -> AuditRecord | None:
    """Return the record of the last entry, when it can still be taken back. Queries: one."""
    last = (
        AuditRecord.objects.filter(object_type=Activity._meta.label_lower, object_id=activity.pk)
        .order_by("-at", "-pk")
        .first()
    )
    return last if last is not None and last.action == ENTER_RESULT else None


@transaction.atomic
def undo_result(*, activity: Activity, by: Any) -> Activity:
    """Put back what stood before the last entry, when nothing has changed since. Raises: NothingToUndo, PlanIsClosed."""
    activity = _fresh(activity, None)
    if activity.plan.state == PlanState.CLOSED:
        check_may_change(activity.plan, "")
    last = last_result(activity)
    if last is None:
        raise NothingToUndo("Отменить нечего: после записи результата мероприятие уже менялось.")
    values: dict[str, Any] = {name: pair[0] for name, pair in last.changes.items() if name in RESULT_FIELDS}
    if values.get("postponed_to"):
        values["postponed_to"] = dt.date.fromisoformat(values["postponed_to"])
    changes = apply_changes(activity, values)
    added = last.changes.get("evidence", [[], []])[1]
    activity.evidence.filter(pk__in=added).delete()
    activity.save(update_fields=[*RESULT_FIELDS, "updated_at"])
    record(by, "plans.undo_result", activity, changes=changes | ({"evidence": (added, [])} if added else {}))
    return activity


@transaction.atomic
def create_activity(*, plan: Plan, by: Any, reason: str = "", **values: Any) -> Activity:
    """Add a row to ``plan``, after the last row of its direction. Raises: PlanIsClosed, ReasonNeeded."""
    check_may_change(plan, reason)
    rows = (
        plan.activities.filter(direction=values.get("direction"))
        if values.get("direction")
        else plan.activities
    )
    last = rows.aggregate(last=Max("position"))["last"]
    position = (
        last if last is not None else plan.activities.aggregate(last=Max("position"))["last"] or 0
    ) + 1
    plan.activities.filter(position__gte=position).update(position=F("position") + 1)
    activity = Activity(plan=plan, position=position, **values)
    _set_schedule(activity)
    activity.save()
    _name_responsible(activity)
    record(by, "plans.create_activity", activity, changes={"title": ("", activity.title)}, reason=reason)
    return activity


@transaction.atomic
def edit_activity(
    *, activity: Activity, by: Any, token: str | None = None, reason: str = "", **values: Any
) -> Activity:
    """Change the words of a row; its period is read anew. Raises: Stale, PlanIsClosed, ReasonNeeded."""
    activity = _fresh(activity, token)
    check_may_change(activity.plan, reason)
    changes = apply_changes(activity, values)
    if not changes:
        return activity
    if "period_text" in changes:
        _set_schedule(activity)
    activity.save()
    if "responsible_text" in changes:
        activity.responsible.all().delete()
        _name_responsible(activity)
    record(by, "plans.edit_activity", activity, changes=changes, reason=reason)
    return activity


@transaction.atomic
def delete_activity(*, activity: Activity, by: Any) -> None:
    """Take a row out of a plan that is not approved yet. Raises: ApprovedStays."""
    if activity.plan.state in APPROVED_STATES | {PlanState.CLOSED}:
        raise ApprovedStays(
            "План утверждён: вместо удаления отметьте «не применимо» или «заменено» и напишите почему."
        )
    record(by, "plans.delete_activity", activity, changes={"title": (activity.title, "")})
    activity.delete()


@transaction.atomic
def link_targets(
    *, activity: Activity, targets: Collection[Target], by: Any, token: str | None = None
) -> None:
    """Say which targets ``activity`` feeds. Raises: Stale, Gone."""
    lock(activity, token)
    before = set(activity.targets.values_list("pk", flat=True))
    after = {target.pk for target in targets if target.plan_id == activity.plan_id}
    if before != after:
        activity.targets.set(after)
        record(by, "plans.link_targets", activity, changes={"targets": (sorted(before), sorted(after))})


@transaction.atomic
def prove_activity(document: Document, *, target: Activity, by: Any) -> ActivityEvidence:
    """Lay ``document`` to an activity as evidence; once is enough. Raises: Gone, PlanIsClosed."""
    activity = _fresh(target, None)
    if activity.plan.state == PlanState.CLOSED:
        check_may_change(activity.plan, "")
    evidence, is_new = ActivityEvidence.objects.get_or_create(activity=activity, document=document, url="")
    if is_new:
        record(by, "plans.prove_activity", activity, changes={"evidence": ([], [evidence.pk])})
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: ActivityEvidence, by: Any) -> None:
    """Take a wrong link or document away from a result."""
    record(by, "plans.remove_evidence", evidence.activity, changes={"evidence": (str(evidence), "")})
    evidence.delete()


def _fresh(activity: Activity, token: str | None) -> Activity:
    """Return the row as it is now, locked; refuse when it is no longer the one that the form showed. Raises: Stale, Gone."""
    return lock(copy.copy(activity), token)


def _set_schedule(activity: Activity) -> None:
    plan = activity.plan
    for name, value in schedule_values(activity.period_text, (plan.year_from, plan.year_to)).items():
        setattr(activity, name, value)


def _name_responsible(activity: Activity) -> None:
    people = People.of(activity.plan.municipality)
    ActivityResponsible.objects.bulk_create(responsible_of(activity, people))
