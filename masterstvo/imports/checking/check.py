"""``check``: rows of a file against the registry. One pure function for the preview and for the commit."""

from collections import defaultdict
from collections.abc import Callable

from masterstvo.core.words import fold
from masterstvo.imports.checking.cells import habits
from masterstvo.imports.checking.draft import Draft, Reader
from masterstvo.imports.checking.plan import Plan, Snapshot
from masterstvo.imports.checking.rows import DECISION, CheckedRow, FileRow
from masterstvo.imports.kinds.base import Kind

Progress = Callable[[float], None]


def check(
    kind: Kind, rows: list[FileRow], snapshot: Snapshot, progress: Progress | None = None
) -> list[CheckedRow]:
    """Return the verdict of every row, in the order of the file.

    Units: ``progress`` is called with shares from 0 to 1.
    """
    tell = progress or (lambda share: None)
    drafts = _read(kind, rows, snapshot, tell)
    while True:
        plan = Plan(kind, snapshot)
        for at, draft in enumerate(drafts):
            draft.place_in(plan)
            if at % 500 == 0:
                tell(0.6 + 0.3 * at / len(drafts))
        if kind.finish:
            kind.finish(plan)
        if not plan.refused:
            break
        # A refused row may have closed a place or opened one: the others are compared again without it.
        for draft in drafts:
            if draft.number in plan.refused:
                draft.refuse_for_good(*plan.refused[draft.number])
    checked = [draft.result(plan) for draft in drafts]
    tell(1)
    return checked


def _read(kind: Kind, rows: list[FileRow], snapshot: Snapshot, tell: Progress) -> list[Draft]:
    cells = [_effective(row) for row in rows]
    reader = Reader(kind, snapshot, habits(kind.columns, cells), _codes(kind, cells))
    drafts = []
    for at, (row, texts) in enumerate(zip(rows, cells, strict=True)):
        drafts.append(Draft(row, texts, reader))
        if at % 500 == 0:
            tell(0.6 * at / len(rows))
    return drafts


def _effective(row: FileRow) -> dict[str, str]:
    fixes = {name: text for name, text in row.fixes.items() if not name.startswith(DECISION)}
    return {**row.cells, **fixes} if fixes else row.cells


def _codes(kind: Kind, rows: list[dict[str, str]]) -> dict[tuple[str, str], set[str]]:
    """Return the codes that the file itself gives to one name and birth date: a second row of the person may omit it."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for who in kind.who:
        if who.may_be_new:
            for row in rows:
                if row.get(who.code):
                    codes[fold(row.get(who.name, "")), row.get(who.born, "")].add(row[who.code])
    return codes
