"""The jury: the rules by which it marks, its members, and who leaves."""

import copy
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from masterstvo.contests.actions.sheets import store_assignments
from masterstvo.contests.actions.telling import tell_jurors
from masterstvo.contests.choices import AssignmentState, ContestState, SheetState
from masterstvo.contests.models import Assignment, Contest, JuryMember, JuryRules, MarkSheet
from masterstvo.contests.queries.jury import CLOSED, is_decided, jury_conflicts, room_of, window_of
from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock


class RulesAreInUse(DomainError):
    field = "reason"


class TooLate(DomainError):
    pass


class NotForJury(DomainError):
    field = "appointment"


@transaction.atomic
def set_jury_rules(contest: Contest, *, by: Any, reason: str = "", **values: Any) -> JuryRules:
    """Declare how marks become places. Once a mark is there a change needs a word of reason. Raises: RulesAreInUse, TooLate, Stale."""
    _check_undecided(lock(Contest(pk=contest.pk)))
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


def _check_goes_on(contest: Contest) -> None:
    """Raises: TooLate."""
    if contest.state in (ContestState.FINISHED, ContestState.CANCELLED):
        raise TooLate("Конкурс завершён: ни порядок оценки, ни состав жюри больше не меняются.")


def _check_undecided(contest: Contest) -> None:
    """Raises: TooLate."""
    _check_goes_on(contest)
    if is_decided(contest):
        raise TooLate(
            "Итоги подведены по этому порядку и этим составом. Чтобы изменить их, отмените решение на странице «Места»."
        )


# --- Members ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_member(
    *, contest: Contest, appointment: Any, role: str, by: Any, nominations: Any = (), **values: Any
) -> JuryMember:
    """Call an appointed expert into the jury, each person once. ``values``: load_min, load_max. Raises: TooLate, NotForJury."""
    contest = lock(copy.copy(contest))
    _check_goes_on(contest)
    if JuryMember.objects.filter(contest=contest, appointment__person=appointment.person_id).exists():
        raise NotForJury("Этот человек в жюри уже есть, по этому или другому назначению: голос у него один.")
    if contest.is_blind and by is not None and appointment.person.user_id == by.pk:
        raise NotForJury(
            "Имена участников вам видны: без имён эти работы оценит кто-то другой. Выберите другого эксперта."
        )
    member = JuryMember(contest=contest, appointment=appointment, role=role, **values)
    return add(member, by=by, action="contests.add_member", nominations=nominations)


@transaction.atomic
def edit_member(member: JuryMember, *, by: Any, **values: Any) -> JuryMember:
    """Change the role, the nominations, the loads; after the decision the role stays, for it may decide a tie. Raises: TooLate, Stale."""
    contest = lock(Contest(pk=member.contest_id))
    _check_goes_on(contest)
    if values.get("role", member.role) != member.role:
        _check_undecided(contest)
    return change(member, values, by=by, action="contests.edit_member")


@transaction.atomic
def replace_member(
    member: JuryMember, *, reason: str, today: dt.date, by: Any, replacement: JuryMember | None = None
) -> JuryMember:
    """Let a member leave. Unfinished works go to ``replacement`` as far as no conflict, nomination or limit forbids it.

    Finished marks wait for a decision, unless the places stand already: then they go on counting. What nobody took is given
    by the next assignment. Raises: TooLate.
    """
    contest = lock(Contest(pk=member.contest_id))
    _check_goes_on(contest)
    values = {"left_on": today, "left_because": reason, "replaced_by": replacement}
    change(member, values, by=by, action="contests.replace_member", reason=reason)
    own = list(
        member.assignments.filter(state=AssignmentState.GIVEN)
        .select_related("entry__contest", "appeal")
        .prefetch_related("sheets")
        .order_by("pk")
    )
    finished = [each for each in own if (rows := each.sheets.all()) and all(s.finished_at for s in rows)]
    left = [each for each in own if each not in finished and window_of(each, today) != CLOSED]
    if not is_decided(contest):
        MarkSheet.objects.filter(assignment__in=finished, state=SheetState.COUNTED).update(
            state=SheetState.PENDING
        )
    Assignment.objects.filter(pk__in=[each.pk for each in own]).update(
        state=AssignmentState.REPLACED, reason=reason[:300]
    )
    if replacement is not None:
        taken = _hand_over(left, replacement, today=today)
        tell_jurors(contest, taken, by)
    return member


def _hand_over(left: Sequence[Assignment], replacement: JuryMember, *, today: dt.date) -> list[Assignment]:
    """Give ``replacement`` what they may and can take; a work that is marked anew stays one of its appeal."""
    forbidden = jury_conflicts([replacement], [each.entry for each in left], day=today)
    nominations = set(replacement.nominations.values_list("pk", flat=True))
    there = set(replacement.assignments.values_list("entry", "phase", "appeal"))
    held = Counter(
        replacement.assignments.filter(state=AssignmentState.GIVEN).values_list("phase", flat=True)
    )
    most = room_of([replacement])[replacement.pk]
    taken = []
    for each in left:
        is_theirs = not nominations or each.entry.nomination_id in nominations
        is_new = (each.entry_id, each.phase, each.appeal_id) not in there
        has_room = most is None or held[each.phase] < most
        if is_theirs and is_new and has_room and (replacement.pk, each.entry_id) not in forbidden:
            held[each.phase] += 1
            own = {"phase": each.phase, "is_third": each.is_third, "appeal": each.appeal}
            taken.append(Assignment(member=replacement, entry=each.entry, **own))
    store_assignments(taken)
    return taken
