"""Who comes into the final: decided by the organizer, and decided anew once the line has moved (ADR 0049)."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q

from masterstvo.contests.actions.marking import decide_places
from masterstvo.contests.choices import AssignmentState, ContestState, PhaseKind
from masterstvo.contests.models import Assignment, Contest
from masterstvo.contests.queries.board import board_of
from masterstvo.contests.queries.finalists import Final, final_of
from masterstvo.contests.queries.jury import is_decided
from masterstvo.core.actions import change
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, NeedsReason, NotReady
from masterstvo.core.versions import lock
from masterstvo.core.words import clean


class NobodyInFinal(DomainError):
    pass


@transaction.atomic
def decide_finalists(contest: Contest, *, entries: Collection[int], by: Any, reason: str = "") -> Final:
    """Let ``entries`` into the final and nobody else; whoever departs from the line says why. Return the final as it is now.

    Where the places were decided already they are counted once more, or wait for the marks of whoever came in late.
    Raises: NotReady, NobodyInFinal, NeedsReason.
    """
    contest = lock(Contest(pk=contest.pk))
    final = final_of(contest)
    if final is None or contest.state != ContestState.RUNNING:
        raise NotReady("Финала у этого конкурса нет или итоги уже объявлены. Обновите страницу.")
    if not final.is_counted:
        raise NotReady("Работу оценивают заново по апелляции: сначала решите о ней, потом о финале.")
    chosen = set(entries) & {each.entry.pk for each in final.rows}
    if not chosen:
        raise NobodyInFinal("Отметьте, кто выходит в финал.")
    if chosen != final.above and not reason.strip():
        raise NeedsReason("Состав финала отличается от черты: напишите почему. Причина останется в журнале.")
    why = clean(reason)[:500]
    _keep(contest, final, chosen, reason=why, by=by)
    if is_decided(contest):
        _decide_anew(contest, chosen - final.let_in, reason=why, by=by)
    return final_of(contest) or final


def decide_finalists_by_line(contest: Contest, *, by: Any) -> None:
    """Let in whoever stands above the line: the works of the final are given out for the first time. Raises: NobodyInFinal."""
    final = final_of(contest)
    if final is not None and not final.is_decided:
        if not final.above:
            raise NobodyInFinal("Оценок работ пока нет: неизвестно, кто выходит в финал.")
        _keep(contest, final, final.above, reason="по черте", by=by)


def _keep(contest: Contest, final: Final, chosen: set[int], *, reason: str, by: Any) -> None:
    for each in final.rows:
        values = {"is_finalist": each.entry.pk in chosen, "was_above_line": each.is_above}
        change(each.entry, values, by=by, action="contests.decide_finalist", reason=reason)
    # Whoever is out is not marked in the final any more; what was marked there stays and counts no more.
    given = Assignment.objects.filter(
        entry__contest=contest, phase=PhaseKind.FINAL, state=AssignmentState.GIVEN
    ).exclude(entry__in=chosen)
    given.exclude(Q(sheets__finished_at__isnull=False)).delete()
    sizes = {"n_finalists": (len(final.let_in), len(chosen))}
    record(by, "contests.decide_finalists", contest, changes=sizes, reason=reason)


def _decide_anew(contest: Contest, added: set[int], *, reason: str, by: Any) -> None:
    board = board_of(contest, PhaseKind.FINAL)
    placed = {entry for _, ranking in board.rankings() for entry in ranking.places}
    late = [each for each in board.entries if each.pk in added - placed]
    for each in late:
        values = {"pending_result": "", "pending_place": None}
        change(each, values, by=by, action="contests.propose_result")
    if placed and not late:
        decide_places(contest, phase=PhaseKind.FINAL, by=by, reason=reason or "решено, кто в финале")
