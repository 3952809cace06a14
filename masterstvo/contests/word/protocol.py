"""The protocol of a jury with all its marks, as a .docx file and as the text of a document."""

import datetime as dt
from collections.abc import Iterator

from masterstvo.contests.choices import ContestState, PhaseKind
from masterstvo.contests.marking.words import number
from masterstvo.contests.queries.board import Board
from masterstvo.contests.queries.told import Placed, Standing, rules_told, standings
from masterstvo.core.dates import russian_date
from masterstvo.core.word import Paper


def protocol(board: Board, *, day: dt.date) -> bytes:
    """Return the protocol. While a blind contest goes on the works stand under their codes: a juror may come across it. Queries: none."""
    contest = board.contest
    paper = Paper(title_of(board), day=day, landscape=True)
    paper.head("ПРОТОКОЛ ЖЮРИ", f"{contest}. {PhaseKind(board.phase).label}")
    paper.pairs(
        [
            ("Дата", russian_date(day, with_year=True)),
            ("Жюри", "; ".join(f"{each} – {each.get_role_display()}" for each in board.members)),
            ("Работ", len(board.entries)),
        ],
        title="О заседании жюри",
    )
    paper.heading("Порядок оценки", 2)
    paper.items(rules_told(board))
    for standing in standings(board, with_options=False):
        paper.heading(str(standing.nomination or "Итоги"), 2)
        if standing.uncorrected:
            paper.text(standing.uncorrected)
        paper.table(
            (("Место", 1.4), ("Работа", 4), ("Оценки", 8), ("Как получен итог", 5), ("Итог, %", 1.6)),
            [_row(board, each) for each in standing.rows],
            title=str(standing.nomination or "Итоги"),
        )
    paper.signatures(_signers(board))
    return paper.bytes()


def title_of(board: Board) -> str:
    return f"Протокол жюри: {board.contest}, {PhaseKind(board.phase).label}"[:500]


def paragraphs(board: Board) -> Iterator[str]:
    """Yield what the protocol says beside who sat in the jury. Queries: none."""
    yield "Порядок оценки:"
    yield from rules_told(board)
    for standing in standings(board, with_options=False):
        yield from _told(board, standing)


def _told(board: Board, standing: Standing) -> Iterator[str]:
    if standing.nomination:
        yield f"Номинация «{standing.nomination}»:"
    if standing.uncorrected:
        yield standing.uncorrected
    for each in standing.rows:
        place = f"{each.row.place} место" if each.row.place else "без места"
        tie = f" При равных итогах: {each.tie}." if each.tie else ""
        yield f"{place} – {_named(board, each)}: итог {number(each.row.total) if each.row.total is not None else '–'}. Оценки: {'; '.join(each.marks) or 'нет'}.{tie}"


def _row(board: Board, each: Placed) -> tuple[object, ...]:
    shared = " (делит)" if each.row.is_shared else ""
    how = each.how + (f"; при равных итогах: {each.tie}" if each.tie else "")
    place = f"{each.row.place}{shared}" if each.row.place else "–"
    total = number(each.row.total) if each.row.total is not None else "–"
    return place, _named(board, each), "; ".join(each.marks), how, total


def _named(board: Board, each: Placed) -> str:
    """Return the code; with whose work it is once there is nobody left from whom to hide it."""
    contest = board.contest
    if contest.is_blind and contest.state != ContestState.FINISHED:
        return each.label
    return f"{each.label}, {each.entry.person or each.entry.organization}"


def _signers(board: Board) -> list[str]:
    return [
        f"{each.get_role_display().capitalize()} {each.appointment.person.short_name}"
        for each in board.members
        if each.left_on is None
    ]
