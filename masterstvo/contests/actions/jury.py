"""The jury: the rules by which it marks, its members, and who leaves."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from masterstvo.contests.actions.assigning import store_assignments
from masterstvo.contests.choices import AssignmentState, SheetState
from masterstvo.contests.models import Assignment, Contest, JuryMember, JuryRules, MarkSheet
from masterstvo.contests.queries.jury import jury_conflicts
from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock


class RulesAreInUse(DomainError):
    field = "reason"


@transaction.atomic
def set_jury_rules(contest: Contest, *, by: Any, reason: str = "", **values: Any) -> JuryRules:
    """Declare how marks become places. Once a mark is there a change needs a word of reason. Raises: RulesAreInUse, Stale."""
    lock(Contest(pk=contest.pk))
    rules = JuryRules.objects.filter(contest=contest).first()
    if rules is None:
        values.pop("token", None)
        return add(JuryRules(contest=contest, **values), by=by, action="contests.set_jury_rules")
    is_marked = MarkSheet.objects.filter(assignment__entry__contest=contest, finished_at__isnull=False)
    if not reason.strip() and is_marked.exists():
        raise RulesAreInUse(
            "Оценки уже есть: порядок объявляют до первой из них. Если менять всё же нужно, напишите почему."
        )
    return change(rules, values, by=by, action="contests.set_jury_rules", reason=reason)


# --- Members ------------------------------------------------------------------------------------------------------------
def add_member(
    *, contest: Contest, appointment: Any, role: str, by: Any, nominations: Any = (), **values: Any
) -> JuryMember:
    """Call an appointed expert into the jury. ``values``: load_min, load_max."""
    member = JuryMember(contest=contest, appointment=appointment, role=role, **values)
    return add(member, by=by, action="contests.add_member", nominations=nominations)


def edit_member(member: JuryMember, *, by: Any, **values: Any) -> JuryMember:
    return change(member, values, by=by, action="contests.edit_member")


@transaction.atomic
def replace_member(
    member: JuryMember, *, reason: str, today: dt.date, by: Any, replacement: JuryMember | None = None
) -> JuryMember:
    """Let a member leave. Unfinished works go to ``replacement`` where no conflict forbids it, finished marks wait for a decision.

    What nobody took is given by the next assignment.
    """
    lock(Contest(pk=member.contest_id))
    values = {"left_on": today, "left_because": reason, "replaced_by": replacement}
    change(member, values, by=by, action="contests.replace_member", reason=reason)
    own = list(
        member.assignments.filter(state=AssignmentState.GIVEN)
        .select_related("entry")
        .prefetch_related("sheets")
        .order_by("pk")
    )
    finished = [each for each in own if (rows := each.sheets.all()) and all(s.finished_at for s in rows)]
    left = [each for each in own if each not in finished]
    MarkSheet.objects.filter(assignment__in=finished, state=SheetState.COUNTED).update(
        state=SheetState.PENDING
    )
    Assignment.objects.filter(pk__in=[each.pk for each in own]).update(
        state=AssignmentState.REPLACED, reason=reason[:300]
    )
    if replacement is not None:
        _hand_over(left, replacement, today=today)
    return member


def _hand_over(left: Sequence[Assignment], replacement: JuryMember, *, today: dt.date) -> None:
    entries = [each.entry for each in left]
    forbidden = jury_conflicts([replacement], entries, day=today)
    there = set(replacement.assignments.values_list("entry", "phase"))
    taken = [
        Assignment(member=replacement, entry=each.entry, phase=each.phase, is_third=each.is_third)
        for each in left
        if (replacement.pk, each.entry_id) not in forbidden and (each.entry_id, each.phase) not in there
    ]
    store_assignments(taken)
