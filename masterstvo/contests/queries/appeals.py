"""Appeals as the commission and the entrant see them: what was marked before, what is marked anew, what came of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from masterstvo.contests.choices import UNSETTLED, AppealState, AssignmentState, PhaseKind
from masterstvo.contests.marking import Row
from masterstvo.contests.marking.words import marks_in_words, number, total_in_words
from masterstvo.contests.models import Appeal, Assignment, Contest, Entry, JuryMember
from masterstvo.contests.queries.board import Board, board_of
from masterstvo.contests.queries.finalists import Final, final_of
from masterstvo.contests.queries.jury import is_decided, jury_conflicts, label_of
from masterstvo.contests.queries.phases import is_in


def deciding_phase(contest: Contest) -> str:
    """Return the phase whose ranking gives the places: the final, once works were given to somebody there. Queries: one."""
    held = Assignment.objects.filter(entry__contest=contest, phase=PhaseKind.FINAL)
    return PhaseKind.FINAL if held.exists() else PhaseKind.MARKING


def row_of(board: Board, entry: Entry) -> Row | None:
    """Return where an entry stands, None where it does not stand in this phase. Queries: none."""
    ranking = board.ranking(entry.nomination)
    return next((row for row in ranking.rows if row.entry == entry.pk), None)


def unsettled(contest: Contest) -> int:
    """Return how many appeals have no decision yet. Queries: one."""
    return Appeal.objects.filter(entry__contest=contest, state__in=UNSETTLED).count()


# --- For the entrant ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class OwnMarks:
    """The marks of one entry before the results are announced. Jurors stay unnamed; the place is told with all the others."""

    marks: list[str]
    how: str
    total: str


def may_appeal(entry: Entry, day: dt.date) -> bool:
    """Tell whether marks are known and may be objected to: the phase lasts, the jury has decided. Queries: three at most."""
    return (
        entry.team_id is None
        and bool(entry.code or not entry.contest.is_blind)
        and is_in(entry.contest, PhaseKind.APPEAL, day)
        and is_decided(entry.contest)
    )


def own_marks(entry: Entry) -> OwnMarks | None:
    """Return what the jury gave ``entry`` in the phase that gives the places, None while there is nothing. Queries: as ``board_of``, one more."""
    board = board_of(entry.contest, deciding_phase(entry.contest))
    row = row_of(board, entry)
    if row is None or row.total is None:
        return None
    numbers = {each.juror: n for n, each in enumerate(row.marks, start=1)}
    told = marks_in_words(row, lambda juror: f"Эксперт {numbers[juror]}")
    return OwnMarks(told, total_in_words(row, board.declared), number(row.total))


# --- For the commission ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Candidate:
    """A member who may mark a work anew. ``has_marked``: the work was theirs before; ``why_not``: a conflict, "" when none.

    ``can_sign_in``: whoever has no sign-in cannot open a work to mark it.
    """

    member: JuryMember
    has_marked: bool
    why_not: str
    can_sign_in: bool = True


@dataclass(frozen=True)
class Told:
    """One appeal. ``before`` and ``after``: [(juror, mark in words)]; ``phases``: whose marks may be given anew; ``is_ready``: all came in.

    ``n_declared``: how many marks the rules of marking say; ``final``: what new marks of the first marking do to the final, "" when nothing; ``final_look``: how loudly it is said.
    """

    appeal: Appeal
    label: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]
    candidates: list[Candidate]
    phases: list[tuple[str, str]]
    n_declared: int = 0
    whole: Final | None = None

    @property
    def final(self) -> str:
        return said_of_final(self.appeal, self.whole, is_ready=self.is_ready)

    @property
    def final_look(self) -> str:
        is_moving = self.appeal.state == AppealState.REMARKING and self.whole and self.whole.is_moved
        return "risk" if is_moving else ""

    @property
    def is_short(self) -> bool:
        """Tell whether there are fewer new marks than declared: settling then needs a reason."""
        return len(self.after) < self.n_declared

    @property
    def title(self) -> str:
        return f"Работа {self.label}"

    @property
    def is_ready(self) -> bool:
        return bool(self.after) and all(mark != WAITED for _, mark in self.after)


WAITED = "ждём"


def said_of_final(appeal: Appeal, final: Final | None, *, is_ready: bool) -> str:
    """Return what marking anew may do, or would do, to who is in the final; "" where it cannot touch it."""
    stood = final.row_of(appeal.entry) if final and final.is_decided else None
    if final is None or stood is None:
        return ""
    if appeal.state == AppealState.FILED:
        where = "в финале" if stood.is_in else "не в финале"
        place = f"{stood.place} место" if stood.place else "без места"
        return (
            f"Кто в финале, решает оценка работ: выходят первые места ({final.n_places}). У этой работы {place}, она {where}. "
            "Новая оценка работы может сдвинуть черту: тогда о финале нужно будет решить заново."
        )
    if appeal.state != AppealState.REMARKING or appeal.phase != PhaseKind.MARKING or not is_ready:
        return ""
    if not final.is_moved:
        return "С новыми оценками черта финала не сдвигается: в финале те же."
    return f"С новыми оценками черта финала сдвигается: {final.said}. После решения об апелляции решите заново, кто в финале."


def appeals_told(contest: Contest, day: dt.date) -> list[Told]:
    """Return the appeals of ``contest``, those without a decision first. Queries: two boards, and eight."""
    rows = Appeal.objects.filter(entry__contest=contest).select_related(
        "entry__nomination", "entry__person", "entry__organization", "entry__contest"
    )
    appeals = sorted(rows.order_by("created_at", "pk"), key=lambda each: each.state not in UNSETTLED)
    if not appeals:
        return []
    phases = dict.fromkeys((PhaseKind.MARKING, deciding_phase(contest)))
    boards = {phase: board_of(contest, phase) for phase in phases}
    filed = [each.entry for each in appeals if each.state == AppealState.FILED]
    members = [each for each in boards[PhaseKind.MARKING].members if each.judges]
    conflicts = jury_conflicts(members, filed, day=day) if filed else {}
    final = final_of(contest, boards[PhaseKind.MARKING])
    return [_told(each, boards, members if each.entry in filed else [], conflicts, final) for each in appeals]


def _told(
    appeal: Appeal,
    boards: dict[str, Board],
    members: Iterable[JuryMember],
    conflicts: dict[tuple[int, int], list],
    final: Final | None,
) -> Told:
    entry = appeal.entry
    held = [(board, each) for board in boards.values() for each in board.of_entry(entry)]
    names = {each.pk: each.appointment.person.short_name for each in boards[PhaseKind.MARKING].members}
    anew = [
        (board, each)
        for board, each in held
        if each.appeal_id and (each.state == AssignmentState.GIVEN or board.is_done(each))
    ]
    old = [
        (board, each)
        for board, each in held
        if not each.appeal_id and each.state != AssignmentState.ABSTAINED
    ]
    if appeal.phase:
        old = [(board, each) for board, each in old if each.phase == appeal.phase]
    marked = {each.member_id for _, each in held if each.state == AssignmentState.GIVEN}
    phases = {each.phase: each.get_phase_display() for _, each in old}
    return Told(
        appeal,
        label_of(entry),
        [(names[each.member_id], _mark(board, each)) for board, each in old],
        [(names[each.member_id], _mark(board, each)) for board, each in anew],
        [
            Candidate(
                each,
                each.pk in marked,
                "; ".join(one.words for one in conflicts.get((each.pk, entry.pk), [])),
                each.appointment.person.user_id is not None,
            )
            for each in members
        ],
        list(phases.items()),
        boards[PhaseKind.MARKING].rules.jurors_per_entry,
        final,
    )


def _mark(board: Board, each: Assignment) -> str:
    value = board.mark_of(each)
    return WAITED if value is None else number(value)
