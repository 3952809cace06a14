"""Appeals: filed while their phase lasts, rejected or answered by marking anew; places are counted once more (ADR 0049)."""

import copy
import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.contests.actions.marking import decide_places
from masterstvo.contests.actions.sheets import store_assignments
from masterstvo.contests.actions.telling import tell_entrants, tell_jurors
from masterstvo.contests.choices import AppealState, AssignmentState, ContestState, PhaseKind, SheetState
from masterstvo.contests.models import Appeal, Assignment, Contest, Entry, JuryMember, MarkSheet
from masterstvo.contests.queries.appeals import deciding_phase, may_appeal, row_of
from masterstvo.contests.queries.board import NOT_COUNTED, board_of
from masterstvo.contests.queries.finalists import final_of
from masterstvo.contests.queries.jury import is_decided, jury_conflicts
from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError, NeedsReason
from masterstvo.core.versions import lock
from masterstvo.core.words import clean


class NoAppealNow(DomainError):
    pass


class NeedsWords(DomainError):
    field = "reason"


class AlreadySettled(DomainError):
    pass


class NobodyToMark(DomainError):
    pass


@transaction.atomic
def file_appeal(entry: Entry, *, reason: str, by: Any) -> Appeal:
    """Object to the marks of an entry. Raises: NoAppealNow, NeedsWords."""
    entry = lock(copy.copy(entry))
    if not may_appeal(entry, timezone.localdate()):
        raise NoAppealNow(
            "Апелляции принимают на этапе «апелляции», когда итоги подведены. Дни этапов – на странице конкурса."
        )
    if Appeal.objects.filter(entry=entry).exists():
        raise NoAppealNow("Апелляция по этой заявке уже подана: её решение появится здесь.")
    if not reason.strip():
        raise NeedsWords("Напишите, с какой оценкой вы не согласны и почему.")
    return add(
        Appeal(entry=entry, reason=clean(reason)[:4000], filed_by=by), by=by, action="contests.file_appeal"
    )


@transaction.atomic
def reject_appeal(appeal: Appeal, *, answer: str, by: Any) -> Appeal:
    """Leave the marks as they were, also when some were given anew already. Raises: AlreadySettled, NeedsWords."""
    contest = _taken(appeal, AppealState.FILED, AppealState.REMARKING)
    why = _words(answer, "Напишите, почему апелляция отклонена: это увидит заявитель.")
    if appeal.state == AppealState.REMARKING:
        _count_as_before(appeal)
    total, place = _standing(contest, appeal.entry)
    values = {
        "state": AppealState.REJECTED,
        "answer": why,
        "decided_on": timezone.localdate(),
        "total_before": total,
        "place_before": place,
    }
    change(appeal, values, by=by, action="contests.reject_appeal", reason=why)
    tell_entrants(contest, [appeal.entry], f"Апелляция отклонена: {contest}. {why}", by=by)
    return appeal


def _count_as_before(appeal: Appeal) -> None:
    """Let the marks before count again; those given anew stay, and count no more."""
    anew = appeal.assignments.exclude(state=AssignmentState.ABSTAINED)
    anew.filter(sheets__finished_at=None).delete()
    MarkSheet.objects.filter(assignment__in=anew.values("pk")).update(state=SheetState.LEFT_OUT)
    anew.update(state=AssignmentState.REPLACED, reason="апелляция отклонена")
    before = Assignment.objects.filter(
        entry=appeal.entry_id, phase=appeal.phase, appeal=None, state=AssignmentState.APPEALED
    )
    before.filter(member__left_on=None).update(state=AssignmentState.GIVEN)
    before.update(state=AssignmentState.REPLACED)


@transaction.atomic
def remark_entry(
    appeal: Appeal, *, jurors: Collection[JuryMember], phase: str, today: dt.date, by: Any, answer: str = ""
) -> Appeal:
    """Let ``jurors``, the same or others, mark the work anew. The marks before stay as they are and count no more.

    Raises: AlreadySettled, NobodyToMark.
    """
    contest = _taken(appeal, AppealState.FILED)
    entry = appeal.entry
    old = Assignment.objects.filter(entry=entry, phase=phase, appeal=None).exclude(
        state=AssignmentState.ABSTAINED
    )
    if not old.exists():
        raise NobodyToMark("Эту работу на этом этапе никто не оценивал: оценивать заново нечего.")
    _check_jurors(contest, entry, jurors, today=today)
    total, place = _standing(contest, entry)
    old.update(state=AssignmentState.APPEALED)
    values = {
        "state": AppealState.REMARKING,
        "phase": phase,
        "answer": clean(answer)[:2000],
        "decided_on": today,
        "total_before": total,
        "place_before": place,
    }
    change(appeal, values, by=by, action="contests.remark_entry")
    given = [Assignment(member=each, entry=entry, phase=phase, appeal=appeal) for each in jurors]
    store_assignments(given)
    tell_jurors(contest, given, by)
    tell_entrants(contest, [entry], f"По вашей апелляции работу оценивают заново: {contest}.", by=by)
    return appeal


def _check_jurors(contest: Contest, entry: Entry, jurors: Collection[JuryMember], *, today: dt.date) -> None:
    if not jurors:
        raise NobodyToMark("Отметьте, кто оценит работу заново: прежние эксперты или другие.")
    if any(each.contest_id != contest.pk or not each.judges for each in jurors):
        raise NobodyToMark("Оценивать заново могут только работающие члены жюри этого конкурса.")
    if forbidden := jury_conflicts(jurors, [entry], day=today):
        named = {key: str(each) for each in jurors for key in [each.pk]}
        told = "; ".join(
            f"{named[member]}: {', '.join(one.words for one in why)}"
            for (member, _), why in forbidden.items()
        )
        raise NobodyToMark(f"Конфликт интересов: {told}. Выберите других экспертов.")


@transaction.atomic
def settle_appeal(appeal: Appeal, *, answer: str, by: Any, reason: str = "") -> Appeal:
    """Close an appeal whose work was marked anew: the places of the contest are counted once more.

    Fewer new marks than the rules of marking say need a ``reason``: it stays in the log.

    Where the line of the final has moved they stay as they are until the organizer has decided who is in the final.

    Raises: AlreadySettled, NeedsWords, NobodyToMark, NeedsReason, NotReady.
    """
    contest = _taken(appeal, AppealState.REMARKING)
    why = _words(answer, "Напишите, что показала новая оценка: это увидит заявитель.")
    board = board_of(contest, appeal.phase)
    given = [each for each in board.of_entry(appeal.entry) if each.appeal_id == appeal.pk]
    waiting = [each for each in given if each.state == AssignmentState.GIVEN and not board.is_done(each)]
    n_marks = sum(board.mark_of(each) is not None for each in given if each.state not in NOT_COUNTED)
    if waiting or not n_marks:
        raise NobodyToMark("Новые оценки ещё не все: дождитесь их или назначьте другого эксперта.")
    n_declared = board.rules.jurors_per_entry
    if n_marks < n_declared and not reason.strip():
        raise NeedsReason(
            f"Новых оценок {n_marks}, а по порядку оценки нужно {n_declared}: напишите, почему их хватит, "
            "или отклоните апелляцию – тогда прежние оценки снова в силе."
        )
    total, place = _standing(contest, appeal.entry)
    values = {
        "state": AppealState.SETTLED,
        "answer": why,
        "decided_on": timezone.localdate(),
        "total_after": total,
        "place_after": place,
    }
    told = "; ".join(filter(None, (why, clean(reason)[:500])))
    change(appeal, values, by=by, action="contests.settle_appeal", reason=told)
    final = final_of(contest)
    if is_decided(contest) and not (final and final.is_stale):
        about = "; ".join(filter(None, (f"апелляция, работа {appeal.entry.code}", clean(reason)[:500])))
        decide_places(contest, phase=deciding_phase(contest), by=by, reason=about)
    tell_entrants(
        contest, [appeal.entry], f"По вашей апелляции работа оценена заново: {contest}. {why}", by=by
    )
    return appeal


def _taken(appeal: Appeal, *wanted: AppealState) -> Contest:
    """Lock the contest and the appeal. Raises: AlreadySettled."""
    contest = lock(Contest.objects.get(pk=appeal.entry.contest_id))
    lock(appeal)
    if contest.state != ContestState.RUNNING or appeal.state not in wanted:
        raise AlreadySettled("Эта апелляция уже решена или итоги объявлены. Обновите страницу.")
    return contest


def _words(answer: str, otherwise: str) -> str:
    if not answer.strip():
        raise NeedsWords(otherwise)
    return clean(answer)[:2000]


def _standing(contest: Contest, entry: Entry) -> tuple[Decimal | None, int | None]:
    """Return the total and the place as they are counted now."""
    row = row_of(board_of(contest, deciding_phase(contest)), entry)
    if row is None:
        row = row_of(board_of(contest, PhaseKind.MARKING), entry)
    return (row.total, row.place) if row else (None, None)
