"""Marks: kept at every answer, finished when all is answered; saying no; and what the organizer decides about them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.assessments.actions.answering import (
    ANSWERS,
    SCORES,
    AnswerIsMissing,
    check_complete,
    keep_answer,
    keep_answers,
    score_answers,
)
from masterstvo.contests.actions.result import Decisions, check_line, propose_results
from masterstvo.contests.choices import (
    PARTICIPANT,
    PRIZE,
    WINNER,
    AssignmentState,
    ContestState,
    PhaseKind,
    SheetState,
)
from masterstvo.contests.models import Assignment, Contest, MarkSheet
from masterstvo.contests.queries.board import admitted, board_of
from masterstvo.contests.queries.jury import (
    BEFORE,
    CLOSED,
    LATE,
    has_marks,
    is_decided,
    result_of,
    window_of,
)
from masterstvo.core.actions import change
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, NeedsReason, NotReady
from masterstvo.core.versions import lock
from masterstvo.core.words import clean


class MarksAreClosed(DomainError):
    pass


class NotYours(DomainError):
    pass


# --- The juror ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def keep_mark(sheet: MarkSheet, *, key: str, sent: list[str], by: Any, now: dt.datetime) -> MarkSheet:
    """Keep one answer at once. When it was the last one the mark is there; after the phase it waits for the organizer.

    Raises: MarksAreClosed, NotYours, AnswerIsWrong.
    """
    window = _taken(sheet, now)
    keep_answer(sheet, sheet.version.parts, key=key, sent=sent)
    return _stored(sheet, window, by=by, now=now)


@transaction.atomic
def keep_marks(sheet: MarkSheet, *, sent: dict[str, list[str]], by: Any, now: dt.datetime) -> MarkSheet:
    """Keep the whole form; what is empty waits. Raises: MarksAreClosed, NotYours, AnswerIsWrong."""
    window = _taken(sheet, now)
    keep_answers(sheet, sheet.version.parts, sent=sent)
    return _stored(sheet, window, by=by, now=now)


def _taken(sheet: MarkSheet, now: dt.datetime) -> str:
    """Lock the sheet and tell how marks are taken now."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("entry__contest", "appeal")
        .get(pk=sheet.assignment_id)
    )
    lock(sheet)
    if assignment.state != AssignmentState.GIVEN:
        raise NotYours("Эту работу вы больше не оцениваете.")
    window = window_of(assignment, now.date())
    if window == BEFORE:
        raise MarksAreClosed("Оценка ещё не началась: день начала смотрите в «Моё жюри».")
    if window == CLOSED:
        raise MarksAreClosed("Итоги уже подведены: оценки больше не принимаются.")
    return window


def _stored(sheet: MarkSheet, window: str, *, by: Any, now: dt.datetime) -> MarkSheet:
    was_finished = sheet.finished_at is not None
    try:
        check_complete(sheet, sheet.version.parts)
    except AnswerIsMissing:
        sheet.percent, sheet.level, sheet.finished_at = None, "", None
    else:
        score_answers(sheet, sheet.version.parts)
        sheet.finished_at = now
    if window == LATE:
        sheet.state = SheetState.PENDING
    sheet.save(update_fields=[*ANSWERS, *SCORES, "finished_at", "state", "updated_at"])
    if (sheet.finished_at is not None) != was_finished:
        record(by, "contests.finish_mark" if sheet.finished_at else "contests.reopen_mark", sheet)
    return sheet


@transaction.atomic
def abstain(assignment: Assignment, *, reason: str, by: Any) -> None:
    """Say no to an entry: its place is free for the next assignment. Raises: NotYours, NotReady."""
    lock(assignment)
    if assignment.state != AssignmentState.GIVEN:
        raise NotYours("Эту работу вы больше не оцениваете.")
    if not reason.strip():
        raise NotReady("Напишите, почему не оцениваете эту работу: организатор назначит другого эксперта.")
    if window_of(assignment, timezone.localdate()) == CLOSED:
        raise MarksAreClosed("Итоги уже подведены.")
    values = {"state": AssignmentState.ABSTAINED, "reason": reason.strip()[:300]}
    change(assignment, values, by=by, action="contests.abstain", reason=reason)


# --- The organizer ------------------------------------------------------------------------------------------------------
@transaction.atomic
def settle_marks(contest: Contest, *, decisions: Mapping[int, bool], by: Any, reason: str = "") -> int:
    """Decide about all pending marks at once. ``decisions``: {assignment: whether its mark counts}; others go on waiting.

    Raises: MarksAreClosed.
    """
    lock(Contest(pk=contest.pk))
    if is_decided(contest):
        raise MarksAreClosed(
            "Итоги уже подведены: чтобы пересмотреть оценки, отмените решение на странице «Места»."
        )
    rows = MarkSheet.objects.select_for_update().filter(
        assignment__entry__contest=contest, assignment__in=list(decisions), state=SheetState.PENDING
    )
    settled = list(rows.order_by("pk"))
    for sheet in settled:
        state = SheetState.COUNTED if decisions[sheet.assignment_id] else SheetState.LEFT_OUT
        change(sheet, {"state": state}, by=by, action="contests.settle_mark", reason=reason)
    return len(settled)


@transaction.atomic
def decide_places(contest: Contest, *, phase: str, by: Any, reason: str = "") -> int:
    """Propose the places of the ranking as the results, to be announced with the others. Return how many entries have a place.

    An entry that has no place in this phase took part. What is not complete needs a word of reason.
    Raises: NotReady, NotYet, FinalHasMoved.
    """
    lock(Contest(pk=contest.pk))
    if phase == PhaseKind.FINAL:
        check_line(contest)
    board = board_of(contest, phase)
    if board.pending:
        raise NotReady("Есть оценки, о которых не решено: засчитайте их или нет, потом подводите итоги.")
    places: dict[int, int] = {}
    for _, ranking in board.rankings():
        places |= {int(str(entry)): place for entry, place in ranking.places.items()}
        if not ranking.is_complete and not reason.strip():
            raise NotReady(
                "Не все оценки на месте: дождитесь их или напишите, почему подводите итоги без них."
            )
    if not places:
        raise NotReady("Оценок пока нет.")
    found: Decisions = {}
    for pk, said in admitted(contest).values_list("pk", "pending_result"):
        place = places.get(pk)
        result = result_of(place, board.rules.n_prizes)
        # A word that the jury itself gave to a work without a prize stays when places are counted once more.
        by_hand = result == PARTICIPANT and said not in ("", PARTICIPANT, PRIZE, WINNER)
        found[pk] = (said if by_hand else result, place if result != PARTICIPANT else None)
    propose_results(contest, decisions=found, by=by)
    record(by, "contests.decide_places", contest, reason=reason)
    return len(places)


@transaction.atomic
def take_back_places(contest: Contest, *, reason: str, by: Any) -> int:
    """Take the decision back before it is announced: marks and the jury are open again. Return of how many entries.

    Who is in the final stays decided, and may be decided anew. Raises: NeedsReason, NotReady.
    """
    contest = lock(Contest(pk=contest.pk))
    if not reason.strip():
        raise NeedsReason("Напишите, почему решение отменено: причина останется в журнале.")
    why = clean(reason)[:500]
    rows = admitted(contest).exclude(pending_result="", pending_place=None)
    if not has_marks(contest):
        raise NotReady(
            "Жюри здесь ничего не оценивало: места внесены без него, посчитать их заново не из чего. Исправьте их на странице «Итоги»."
        )
    if contest.state != ContestState.RUNNING or not rows:
        raise NotReady("Отменять нечего: решения пока нет или итоги уже объявлены. Обновите страницу.")
    for each in rows:
        values = {"pending_result": "", "pending_place": None}
        change(each, values, by=by, action="contests.propose_result", reason=why)
    record(by, "contests.take_back_places", contest, reason=why)
    return len(rows)
