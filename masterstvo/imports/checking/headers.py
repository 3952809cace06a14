"""Finding the header of the table and which of its columns is which."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from masterstvo.core.errors import DomainError
from masterstvo.core.grids import Grid, read_grids
from masterstvo.core.words import fold
from masterstvo.imports.checking.rows import FileRow
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.kinds.base import Kind, Type

HEADER_WITHIN = 10
PARTS = ("Фамилия", "Имя", "Отчество")
Mapping = dict[str, list[int]]  # column of the contract → places in the file; a name may stand in three


class NoHeader(DomainError):
    """Nothing in the file looks like the header of this kind."""


@dataclass(frozen=True)
class Layout:
    """Where the table stands: ``header`` is the index of its header row."""

    sheet: int
    header: int
    titles: list[str]
    mapping: Mapping
    missing: list[str]


def header_key(text: str) -> str:
    """Return the form in which headers are compared: letters and figures alone."""
    return re.sub(r"[^\w%№]+", "", fold(text)).replace("_", "")


def _spellings(kind: Kind) -> dict[str, str]:
    """Return {header key: column}; a column's own name wins over another's synonym."""
    own = {header_key(column.name): column.name for column in kind.columns}
    others = {
        header_key(synonym): column.name for column in reversed(kind.columns) for synonym in column.synonyms
    }
    return others | own


SPELLINGS = {key: _spellings(kind) for key, kind in KINDS.items()}


def map_columns(kind: Kind, titles: list[str]) -> Mapping:
    """Recognise the columns of a header row; of two that mean the same the first is taken."""
    spellings = SPELLINGS[kind.key]
    mapping: Mapping = {}
    parts: dict[str, int] = {}
    for place, title in enumerate(titles):
        key = header_key(title)
        name = spellings.get(key) or spellings.get(header_key(re.sub(r"\(.*?\)", "", title)))
        if name and name not in mapping:
            mapping[name] = [place]
        for part in PARTS:
            if key == header_key(part):
                parts.setdefault(part, place)
    full_name = next((column.name for column in kind.columns if column.name == "ФИО"), None)
    if full_name and full_name not in mapping and "Фамилия" in parts and "Имя" in parts:
        mapping[full_name] = [parts[part] for part in PARTS if part in parts]
    return mapping


def missing_columns(kind: Kind, mapping: Mapping) -> list[str]:
    return [column.name for column in kind.columns if column.required and column.name not in mapping]


def find_layout(kind: Kind, grids: list[Grid]) -> Layout:
    """Return the sheet and header row that fit ``kind`` best.

    Raises: NoHeader when nothing fits, or when another kind fits instead.
    """
    best = max(
        (_layout(kind, sheet, at, row) for sheet, grid in enumerate(grids) for at, row in _first_rows(grid)),
        key=lambda layout: (-len(layout.missing), len(layout.mapping), -layout.sheet, -layout.header),
        default=None,
    )
    if best is None or best.missing:
        other = _other_kind(kind, grids)
        if other:
            raise NoHeader(f"Похоже, это «{other.title}», а не «{kind.title}». Выберите нужный вид загрузки.")
    if best is None or len(best.mapping) < min(2, len(kind.columns)):
        wanted = ", ".join(f"«{column.name}»" for column in kind.columns if column.required)
        raise NoHeader(
            f"В первых десяти строках нет заголовков столбцов. Для вида «{kind.title}» нужны: {wanted}."
        )
    return best


def _first_rows(grid: Grid) -> list[tuple[int, list[str]]]:
    return [(at, row) for at, row in enumerate(grid.rows[:HEADER_WITHIN]) if any(row)]


def _layout(kind: Kind, sheet: int, at: int, titles: list[str]) -> Layout:
    mapping = map_columns(kind, titles)
    return Layout(sheet, at, titles, mapping, missing_columns(kind, mapping))


def _other_kind(kind: Kind, grids: list[Grid]) -> Kind | None:
    """Return another kind all of whose required columns are here, the best fitting one."""
    fitting = [
        (len(layout.mapping), other)
        for other in KINDS.values()
        if other is not kind
        for sheet, grid in enumerate(grids)
        for at, row in _first_rows(grid)
        if not (layout := _layout(other, sheet, at, row)).missing
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


def explain_missing(kind: Kind, layout: Layout) -> str:
    """Say which required columns are not there and what stands in the file instead."""
    missing = ", ".join(f"«{name}»" for name in layout.missing)
    there = ", ".join(f"«{title}»" for title in layout.titles if title) or "ничего"
    word = "обязательного столбца" if len(layout.missing) == 1 else "обязательных столбцов"
    return f"Нет {word} {missing} вида «{kind.title}». В файле есть: {there}."


def guess(layout: Layout, name: str) -> int | None:
    """Return the place of a not yet used column whose title is close to ``name``."""
    used = {place for places in layout.mapping.values() for place in places}
    free = {
        header_key(title): place for place, title in enumerate(layout.titles) if title and place not in used
    }
    near = get_close_matches(header_key(name), free, n=1, cutoff=0.6)
    return free[near[0]] if near else None


def rows_of(kind: Kind, grid: Grid, layout: Layout) -> list[tuple[int, dict[str, str]]]:
    """Return (row number as Excel shows it, {column: text}) of the filled rows under the header."""
    names = {column.name for column in kind.columns if column.type == Type.NAME}
    header = [header_key(title) for title in layout.titles]
    rows = []
    for at, row in enumerate(grid.rows[layout.header + 1 :], start=layout.header + 1):
        cells = {
            name: " ".join(filter(None, (row[place] for place in places if place < len(row))))
            if name in names
            else next((row[place] for place in places if place < len(row)), "")
            for name, places in layout.mapping.items()
        }
        if (
            not any(cells.values())
            or _is_furniture(at - layout.header, row, header)
            or _is_example(kind, cells)
        ):
            continue
        rows.append((at + 1, cells))
    return rows


def open_table(
    kind: Kind,
    content: bytes,
    filename: str,
    mapping: Mapping | None = None,
    *,
    read: Callable[[bytes, str], list[Grid]] = read_grids,
) -> tuple[Layout, str, list[FileRow]]:
    """Return the layout of a file, the name of its sheet and its rows; with ``mapping``, as a person mapped its columns.

    Raises: UnreadableFile, NoHeader.
    """
    grids = read(content, filename)
    layout = find_layout(kind, grids)
    if mapping is not None:
        layout = replace(layout, mapping=mapping, missing=missing_columns(kind, mapping))
    rows = [FileRow(number, cells) for number, cells in rows_of(kind, grids[layout.sheet], layout)]
    if not rows:
        raise NoHeader("Под заголовками нет ни одной заполненной строки.")
    return layout, grids[layout.sheet].name, rows


def _is_example(kind: Kind, cells: dict[str, str]) -> bool:
    """The example row of our own empty table, left where it was."""
    examples = {column.name: column.example for column in kind.columns}
    return len(cells) == len(examples) and cells == examples


def _is_furniture(below: int, row: list[str], header: list[str]) -> bool:
    """A row of column numbers right under the header, or the header repeated on a new printed page."""
    if below == 1:
        filled = [(place, cell) for place, cell in enumerate(row) if cell]
        if len(filled) > 2 and all(cell == str(place + 1) for place, cell in filled):
            return True
    return [header_key(cell) for cell in row] == header
