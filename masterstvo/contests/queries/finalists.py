"""Who stands above the line of the final by the first marking, who was let in, and whether that decision is still of today."""

from dataclasses import dataclass
from decimal import Decimal

from masterstvo.contests.choices import AppealState, PhaseKind
from masterstvo.contests.models import Appeal, Contest, Entry
from masterstvo.contests.queries.board import Board, board_of
from masterstvo.contests.queries.jury import label_of


@dataclass(frozen=True)
class Stood:
    """One entry of the first marking. ``is_above``: by today's marks; ``was_above``: when the final was decided; ``is_in``: let in then."""

    entry: Entry
    label: str
    place: int | None
    total: Decimal | None
    is_above: bool
    was_above: bool
    is_in: bool


@dataclass(frozen=True)
class Final:
    """The final of a contest. ``is_counted``: no work is being marked anew, so the line is known."""

    rows: list[Stood]
    n_places: int
    is_decided: bool
    is_counted: bool

    @property
    def came_up(self) -> list[Stood]:
        return [each for each in self.rows if each.is_above and not each.was_above]

    @property
    def went_down(self) -> list[Stood]:
        return [each for each in self.rows if each.was_above and not each.is_above]

    @property
    def is_moved(self) -> bool:
        """Tell whether others stand above the line than when the final was decided."""
        return self.is_decided and bool(self.came_up or self.went_down)

    @property
    def is_stale(self) -> bool:
        """Tell whether it must be decided anew who is in the final."""
        return self.is_moved and self.is_counted

    @property
    def said(self) -> str:
        """Return what has moved in words, "" where nothing has."""
        up = ", ".join(f"{each.label} ({_in(each)})" for each in self.came_up)
        down = ", ".join(f"{each.label} ({_in(each)})" for each in self.went_down)
        parts = [f"выше неё теперь {up}" if up else "", f"ниже неё – {down}" if down else ""]
        return "; ".join(filter(None, parts)) if self.is_moved else ""

    @property
    def above(self) -> set[int]:
        return {each.entry.pk for each in self.rows if each.is_above}

    @property
    def let_in(self) -> set[int]:
        return {each.entry.pk for each in self.rows if each.is_in}

    def row_of(self, entry: Entry) -> Stood | None:
        return next((each for each in self.rows if each.entry == entry), None)


def _in(each: Stood) -> str:
    return "в финале" if each.is_in else "не в финале"


def final_of(contest: Contest, board: Board | None = None) -> Final | None:
    """Return the final, None where the contest has none. ``board``: of the first marking. Queries: two, and those of a board not given."""
    if not contest.criteria.filter(phase=PhaseKind.FINAL).exists():
        return None
    board = board or board_of(contest, PhaseKind.MARKING)
    rows = [
        _stood(board, by_key[int(str(row.entry))], row.place, row.total)
        for by_key in [{each.pk: each for each in board.entries}]
        for _, ranking in board.rankings()
        for row in ranking.rows
    ]
    remarked = Appeal.objects.filter(
        entry__contest=contest, state=AppealState.REMARKING, phase=PhaseKind.MARKING
    )
    is_decided = any(each.is_finalist is not None for each in board.entries)
    return Final(rows, board.rules.n_finalists, is_decided, not remarked.exists())


def _stood(board: Board, entry: Entry, place: int | None, total: Decimal | None) -> Stood:
    is_above = place is not None and place <= board.rules.n_finalists
    return Stood(
        entry, label_of(entry), place, total, is_above, bool(entry.was_above_line), bool(entry.is_finalist)
    )
