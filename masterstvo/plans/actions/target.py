"""Targets: which definition counts them, and numbers found in results that may be targets."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.plans.choices import SuggestionState
from masterstvo.plans.models import Plan, Target, TargetSuggestion, TargetValue
from masterstvo.plans.queries.target import Wanted, definitions, matching_codes


class AlreadyDecided(DomainError):
    pass


class CodeUnknown(DomainError):
    pass


def match_indicators(*, plan: Plan) -> int:
    """Give every target without a code the definition that its words tell beyond doubt; return how many got one."""
    targets = {target.pk: target for target in plan.targets.order_by("position", "pk")}
    below: dict[int | None, list[Target]] = {}
    for target in targets.values():
        below.setdefault(target.parent_id, []).append(target)

    def wanted(target: Target) -> Wanted:
        return Wanted(target.pk, target.title, tuple(wanted(part) for part in below.get(target.pk, [])))

    codes = matching_codes([wanted(target) for target in below.get(None, [])], definitions(plan))
    changed = [targets[pk] for pk in codes if not targets[pk].indicator_code]
    for target in changed:
        target.indicator_code = codes[target.pk]
    Target.objects.bulk_update(changed, ["indicator_code"])
    return len(changed)


@transaction.atomic
def set_indicator_code(*, target: Target, code: str, by: Any, token: str | None = None) -> None:
    """Say which definition counts ``target``; "" for none. Raises: Stale, CodeUnknown."""
    lock(target, token)
    if code and code not in {indicator.code for indicator in definitions(target.plan)}:
        raise CodeUnknown(f"Показателя {code} нет среди действующих в этом году: выберите из списка.")
    before, target.indicator_code = target.indicator_code, code
    if before != code:
        target.save(update_fields=["indicator_code"])
        record(by, "plans.set_indicator_code", target, changes={"indicator_code": (before, code)})


@transaction.atomic
def accept_suggestion(*, suggestion: TargetSuggestion, title: str, by: Any) -> Target:
    """Make a target of a number found in an expected result, linked to the activity that feeds it. Raises: AlreadyDecided."""
    _decide(suggestion, SuggestionState.ACCEPTED)
    activity = suggestion.activity
    last = activity.plan.targets.filter(parent=None).aggregate(last=Max("position"))["last"]
    target = Target.objects.create(
        plan_id=activity.plan_id,
        title=title.strip() or activity.title,
        target_text=suggestion.text,
        position=0 if last is None else last + 1,
        provenance={"target_text": activity.provenance.get("expected_result", {})},
    )
    TargetValue.objects.create(target=target, op=suggestion.op, value=suggestion.value, unit=suggestion.unit)
    activity.targets.add(target)
    record(by, "plans.accept_suggestion", target, changes={"target_text": ("", suggestion.text)})
    return target


@transaction.atomic
def decline_suggestion(*, suggestion: TargetSuggestion, by: Any) -> None:
    """Leave the number where it is: it is no target. Raises: AlreadyDecided."""
    _decide(suggestion, SuggestionState.DECLINED)
    record(by, "plans.decline_suggestion", suggestion)


def _decide(suggestion: TargetSuggestion, state: str) -> None:
    fresh = TargetSuggestion.objects.select_for_update().get(pk=suggestion.pk)
    if fresh.state != SuggestionState.NEW:
        raise AlreadyDecided("Об этом числе уже решили: " + fresh.get_state_display() + ".")
    suggestion.state = state
    suggestion.save(update_fields=["state"])
