"""Which rows of which tables hold activities, and which hold indicators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from masterstvo.plans.reading.columns import (
    Layout,
    Role,
    ends_header,
    header_words,
    is_activities,
    is_indicators,
    is_number_row,
    read_layout,
    repeats_header,
    role_of,
)  # fmt: skip
from masterstvo.plans.reading.grid import Document, Grid, Paragraph, pairs
from masterstvo.plans.reading.model import Problem
from masterstvo.plans.reading.outline import parse_numbered, says_direction
from masterstvo.plans.reading.words import squeeze

Kind = Literal["activities", "indicators"]


@dataclass(slots=True)
class Segment:
    """Rows under one header. ``rows`` are those of data; ``breaks`` come right after a repeated header or a new page."""

    kind: Kind
    grid: Grid
    layout: Layout
    rows: list[int]
    breaks: set[int]
    before: list[Paragraph]
    continues: bool = False  # the table goes on from the one before it

    @property
    def name(self) -> str:
        return f"Лист «{self.grid.title}»" if self.grid.title else f"Таблица {self.grid.table}"


def segments_of(document: Document) -> tuple[list[Segment], list[Problem]]:
    """Return the segments in the document's order, lists of the same look but another purpose left out."""
    found: list[Segment] = []
    last: Segment | None = None
    for before, grid in pairs(document.blocks):
        own = list(_split(grid, before))
        if not own and last is not None and _goes_on(last, grid, before):
            own = [_continued(last, grid, before)]
        found += own
        last = own[-1] if own else None
    return _of_the_plan(found)


def _split(grid: Grid, before: list[Paragraph]) -> Iterator[Segment]:
    segment: Segment | None = None
    headers: list[list[str]] = []
    row = 0
    fresh = False  # a repeated header or a new page stands right above
    while row < len(grid.rows):
        fresh = fresh or row in grid.breaks
        if segment is not None and (
            repeats_header(grid, row, headers) or (fresh and ends_header(grid, row, headers))
        ):
            row, fresh = row + 1, True
            continue
        layout = read_layout(grid, row)
        kind = _kind(layout) if layout else None
        if layout and kind and (segment is None or _is_new_header(grid, row, layout)):
            if segment is not None:
                yield segment
            layout = layout.for_activities() if kind == "activities" else layout
            headers = [header_words(grid, row + i) for i in range(layout.rows)]
            segment = Segment(kind, grid, layout, [], set(), before)
            before, row, fresh = [], row + layout.rows, False
            continue
        if segment is None:
            before = [*before, *_words_above(grid, row)]
        elif not is_number_row(grid, row):
            segment.rows.append(row)
            if fresh:
                segment.breaks.add(row)
            fresh = False
        row += 1
    if segment is not None:
        yield segment


def _words_above(grid: Grid, row: int) -> Iterator[Paragraph]:
    """A row above the header that holds one cell of words stands for a line above the table."""
    filled = [cell for cell in grid.own(row) if cell.text]
    if len(filled) == 1 and filled[0].column == 0 and filled[0].colspan > 1:
        yield replace(filled[0].paragraphs[0], text=filled[0].text)


def _kind(layout: Layout) -> Kind | None:
    if is_indicators(layout):
        return "indicators"
    return "activities" if is_activities(layout) else None


def _is_new_header(grid: Grid, row: int, layout: Layout) -> bool:
    """Inside a table a header must say nothing but header words: rows of data use such words, too."""
    cells = [cell for cell in grid.own(row) if cell.text]
    roles = [role_of(cell.text) for cell in cells]
    return (
        len(cells) >= 3
        and all(roles)
        and "number" in roles
        and not any(re.search(r"\d", c.text) for c in cells)
    )


def _goes_on(last: Segment, grid: Grid, before: list[Paragraph]) -> bool:
    """A table without a header, as wide as the one just above it, or one under a heading that names a direction."""
    if (
        not all(map(_names_direction, _apart(before)))
        or not grid.rows
        or any(role_of(cell.text) == "number" for cell in grid.own(0))
    ):
        return False
    return grid.width == last.grid.width or len(grid.own(0)) == len(last.layout.columns)


def _apart(before: list[Paragraph]) -> list[Paragraph]:
    """What stands between two tables and is more than «Продолжение таблицы 1»."""
    return [
        p for p in before if not re.match(r"(?:продолжение|окончание)", squeeze(p.text)) and len(p.text) > 3
    ]


def _names_direction(paragraph: Paragraph) -> bool:
    numbered = parse_numbered(paragraph.text)[0] or paragraph.label
    is_heading = paragraph.is_bold or paragraph.is_heading
    return len(paragraph.text) < 300 and (says_direction(paragraph.text) or bool(numbered and is_heading))


def _continued(last: Segment, grid: Grid, before: list[Paragraph]) -> Segment:
    rows = [row for row in range(len(grid.rows)) if not is_number_row(grid, row)]
    goes_on = not _apart(before)
    breaks = {*grid.breaks, *(rows[:1] if goes_on else ())}
    return Segment(last.kind, grid, last.layout, rows, breaks, before, continues=goes_on)


def _of_the_plan(found: list[Segment]) -> tuple[list[Segment], list[Problem]]:
    activities = [segment for segment in found if segment.kind == "activities" and segment.rows]
    if not activities:
        return [segment for segment in found if segment.rows], []
    main = max(activities, key=lambda segment: (len(segment.layout.roles & _CORE), len(segment.rows)))
    sizes: dict[frozenset[Role], int] = {}
    for segment in activities:
        needed = frozenset(segment.layout.roles & _NEEDED)
        sizes[needed] = sizes.get(needed, 0) + len(segment.rows)
    needed = max(sizes, key=lambda roles: (sizes[roles], len(roles)))
    if sizes[needed] < 2 * sizes[frozenset(main.layout.roles & _NEEDED)]:
        needed = frozenset(main.layout.roles & _NEEDED)
    kept, problems = [], []
    for segment in found:
        if not segment.rows:
            continue
        if segment.kind == "activities" and not needed <= segment.layout.roles:
            problems.append(
                Problem(
                    segment.name,
                    "Похожа на перечень мероприятий, но без срока или ответственных; не прочитана.",
                )
            )
            continue
        kept.append(segment)
    return kept, problems


_NEEDED: set[Role] = {"period", "responsible"}
_CORE: set[Role] = {"number", "direction", "title", "period", "responsible", "participants", "result"}
