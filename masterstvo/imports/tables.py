"""The preview as the page shows it: lines of cells with their reasons, inputs and ways out."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from masterstvo.imports.checking.rows import DECISION
from masterstvo.imports.choices import Verdict
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.kinds.base import Type
from masterstvo.imports.models import ImportBatch, ImportRow

SEPARATOR = "|"


@dataclass(frozen=True)
class Way:
    """A click that puts a cell right; ``value`` says to the server which."""

    label: str
    value: str


@dataclass(frozen=True)
class Cell:
    """One cell: plain, changed (with ``before``), or refused (an input named ``name`` with reasons and ways out)."""

    label: str
    text: str
    name: str = ""
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    before: str | None = None
    is_number: bool = False


@dataclass(frozen=True)
class Line:
    number: int
    cells: list[Cell]
    verdict: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    titles: list[tuple[str, bool]]  # (column, is a number)
    lines: list[Line]


def preview(batch: ImportBatch, rows: list[ImportRow]) -> Preview:
    """Return the rows as lines; columns that say nothing here are left out."""
    kind = KINDS[batch.kind]
    texts = [{**row.cells, **row.fixes} for row in rows]
    spoken = {refusal["column"] for row in rows for refusal in (*row.refusals, *row.warnings)}
    shown = [
        (at, column)
        for at, column in enumerate(kind.columns)
        if column.name in spoken or any(text.get(column.name) for text in texts)
    ]
    spoken |= {name for row in rows for name in row.changes}
    who = {kind.columns[0].name, *(who.name for who in kind.who), kind.place, "ФИО", "Организация"}
    # What wants attention stands next to whom the row is about, so that nobody has to scroll for it.
    shown.sort(key=lambda each: (each[1].name not in who, each[1].name not in spoken, each[0]))
    numbers = (Type.NUMBER, Type.INTEGER, Type.PERCENT)
    lines = [
        Line(
            number=row.number,
            cells=[_cell(row, text, at, column.name, column.type in numbers) for at, column in shown],
            verdict=row.verdict,
            title=row.get_verdict_display(),
            reasons=tuple(refusal["reason"] for refusal in row.refusals if not refusal["column"]),
        )
        for row, text in zip(rows, texts, strict=True)
    ]
    return Preview([(column.name, column.type in numbers) for _, column in shown], lines)


def _cell(row: ImportRow, text: dict[str, str], at: int, name: str, is_number: bool) -> Cell:
    refusals = [refusal for refusal in row.refusals if refusal["column"] == name]
    ways = tuple(
        Way(candidate["label"], SEPARATOR.join((str(row.number), candidate["column"], candidate["fix"])))
        for refusal in refusals
        for candidate in refusal["candidates"]
    )
    change: list[Any] | None = row.changes.get(name)
    return Cell(
        label=name,
        text=text.get(name, ""),
        name=f"r{row.number}-{at}" if refusals else "",
        reasons=tuple(refusal["reason"] for refusal in refusals),
        warnings=tuple(warning["reason"] for warning in row.warnings if warning["column"] == name),
        ways=ways,
        before=change[0] if change else None,
        is_number=is_number,
    )


def posted_fixes(batch: ImportBatch, posted: QueryDict) -> dict[int, dict[str, str]]:
    """Return {row number: {column: text}} of the inputs that differ from what stands there, and of the clicked way out."""
    columns = KINDS[batch.kind].columns
    fixes: dict[int, dict[str, str]] = {}
    for name, text in posted.items():
        row, _, at = name.removeprefix("r").partition("-")
        if name.startswith("r") and row.isdecimal() and at.isdecimal() and int(at) < len(columns):
            fixes.setdefault(int(row), {})[columns[int(at)].name] = str(text).strip()
    parts = posted.get("fix", "").split(SEPARATOR, 2)
    if (
        len(parts) == 3
        and parts[0].isdecimal()
        and parts[1].removeprefix(DECISION) in {c.name for c in columns}
    ):
        fixes.setdefault(int(parts[0]), {})[parts[1]] = parts[2]
    numbers = {number for number in fixes if number < 2**31}
    stored = {row.number: {**row.cells, **row.fixes} for row in batch.rows.filter(number__in=numbers)}
    changed = {
        number: {name: text for name, text in fixes[number].items() if stored[number].get(name, "") != text}
        for number in fixes
        if number in stored
    }
    return {number: of_row for number, of_row in changed.items() if of_row}


TABS = (
    (Verdict.REFUSED, "Требуют решения"),
    (Verdict.NEW, "Новые"),
    (Verdict.CHANGED, "Изменятся"),
    (Verdict.UNCHANGED, "Без изменений"),
)
