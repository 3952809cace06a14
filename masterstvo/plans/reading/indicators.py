"""Rows of the tables of target indicators."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from masterstvo.plans.reading.columns import Column
from masterstvo.plans.reading.grid import Cell, Document
from masterstvo.plans.reading.model import Indicator, Problem, Provenance, Sources, Target
from masterstvo.plans.reading.outline import clean_number, is_number, parse_numbered
from masterstvo.plans.reading.segments import Segment
from masterstvo.plans.reading.targets import read_indicator, values_in
from masterstvo.plans.reading.words import has_bullet, is_blank, one_line, shorten, without_bullet

_PASSPORT = re.compile(
    r"(?:важнейши|целевы|основны|ожидаемы|планируемы)\w*\s+(?:\w+\s+и\s+)?(?:\w+\s+)?(?:показател|индикатор)|(?:показател|индикатор)",
    re.I,
)
_UNIT_WORDS = (
    ("%", "percent"),
    ("процент", "percent"),
    ("чел", "people"),
    ("ед", "count"),
    ("шт", "count"),
    ("балл", "points"),
    ("час", "hours"),
)


@dataclass(slots=True)
class _Line:
    """A row, its cells by role, texts joined."""

    segment: Segment
    index: int
    cells: list[tuple[Column, Cell]]

    def column(self, role: str) -> list[tuple[Column, Cell]]:
        return [(column, cell) for column, cell in self.cells if column.role == role]

    def text(self, role: str) -> str:
        return "\n".join(cell.text for _, cell in self.column(role) if cell.text and cell.row == self.index)

    def inherited(self, role: str) -> str:
        return "\n".join(cell.text for _, cell in self.column(role) if cell.text)

    def number(self) -> str:
        return next(
            (clean_number(c.text or c.label) for _, c in self.column("number") if c.row == self.index), ""
        )

    def __str__(self) -> str:
        return f"{self.segment.name}, строка {self.index + 1}"


def read_indicators(segments: Sequence[Segment]) -> tuple[list[Indicator], list[Problem]]:
    found: list[Indicator] = []
    problems: list[Problem] = []
    block, block_title = 1, ""
    for segment in segments:
        target_role = _target_role(segment)
        for index in segment.rows:
            line = _Line(segment, index, segment.layout.cells(segment.grid, index))
            filled = [cell for _, cell in line.cells if cell.row == index and cell.text]
            if not filled or all(is_blank(cell.text) for cell in filled):
                continue
            title_above = [c for _, c in line.column("title") if c.row < index and c.text]
            named = filled[1:] if len(filled) == 2 and is_number(filled[0].text) else filled
            if len(named) == 1 and not title_above and _is_block(named[0], line):
                block += bool(found)
                block_title = one_line(named[0].text)
                continue
            if found and not line.number() and _goes_on(line, target_role, index in segment.breaks):
                found[-1] = _extended(found[-1], line, target_role)
                continue
            indicator = _read(line, target_role)
            if not indicator.title:
                problems.append(Problem(str(line), "Значение без названия показателя; строка не прочитана."))
                continue
            if found and _is_part(found[-1], indicator):
                found[-1] = replace(found[-1], children=(*found[-1].children, indicator))
                continue
            found.append(replace(indicator, block=block, block_title=block_title))
            if not indicator.targets and not any(child.targets for child in indicator.children):
                what = f"Целевое значение показателя «{shorten(indicator.title)}» не понято: «{shorten(indicator.target_text)}»."
                problems.append(Problem(str(line), what))
    return found, problems


def _is_part(whole: Indicator, other: Indicator) -> bool:
    """«7.1» right after «7»."""
    return bool(whole.number) and other.number.startswith(whole.number + ".")


def read_passport(document: Document) -> list[Indicator]:
    """Indicators told in a table of «Цель», «Задачи», «Целевые показатели» and the like, one to a line."""
    found = []
    for grid in document.grids:
        for row in range(len(grid.rows)):
            filled = [cell for cell in grid.own(row) if cell.text and not is_number(cell.text)]
            if len(filled) != 2 or not _PASSPORT.match(filled[0].text):
                continue
            place = Provenance(grid.table, row + 1, filled[1].column + 1)
            sources = dict.fromkeys(("number", "title", "target_text"), (place,))
            found += [
                replace(indicator, sources=sources)
                for paragraph in filled[1].paragraphs
                for line in paragraph.text.split("\n")
                if (indicator := _told(line, paragraph.label)) is not None
            ]
    return found


def _told(line: str, label: str) -> Indicator | None:
    """«1. Доля обученных – не менее 60 %;» as an indicator; ``None`` for a line without a value."""
    number, text = parse_numbered(line)
    values = values_in(text)
    title = text[: values[0].start].rstrip(" :–—-,(") if values else ""
    if not title:
        return None
    target = text[values[0].start :].rstrip(" ;.")
    return read_indicator(number=number or clean_number(label), title=title, target_text=target)


def _target_role(segment: Segment) -> str:
    return "target" if segment.layout.has("target") else "result"


def _is_block(cell: Cell, line: _Line) -> bool:
    width = line.segment.layout.width
    column = next(column for column, other in line.cells if other is cell)
    if is_number(cell.text):
        return False
    return cell.colspan >= 0.6 * width or column.role == "number" or (column.role == "title" and cell.is_bold)


def _goes_on(line: _Line, role: str, after_break: bool) -> bool:
    """A part of the indicator above in a row of its own, or its text torn by a page."""
    title = line.text("title")
    if not title:
        return bool(line.text(role) or line.text("actual"))
    if has_bullet(title) or re.match(r"(?:в\s*т\.?\s*ч|в том числе|из них)", title, re.I):
        return True
    return after_break and title[:1].islower()


def _extended(indicator: Indicator, line: _Line, role: str) -> Indicator:
    """Read the indicator again with the text of one more row."""
    title, target, fact = line.text("title"), line.text(role), line.text("actual")
    sources = {
        name: (*indicator.sources.get(name, ()), *places) for name, places in _sources(line, role).items()
    }
    if (
        title
        and (has_bullet(title) or re.match(r"в\s*т\.?\s*ч|в том числе|из них", title, re.I))
        and values_in(target, unit="percent")
    ):
        part = _read(line, role)
        part = replace(part, number="", title=without_bullet(part.title).rstrip(" ;"))
        return replace(indicator, children=(*indicator.children, part), sources=sources)
    whole = read_indicator(
        number=indicator.number,
        title=f"{indicator.title}\n{title}"
        if has_bullet(title)
        else one_line(f"{indicator.title} {title}")
        if title
        else indicator.title,
        target_text="\n".join(filter(None, (indicator.target_text, target))),
        fact_text=None
        if indicator.fact_text is None
        else "\n".join(filter(None, (indicator.fact_text, fact))),
        unit=indicator.unit,
    )
    return replace(whole, block=indicator.block, block_title=indicator.block_title, sources=sources)


def _read(line: _Line, role: str) -> Indicator:
    unit_text = line.inherited("unit").lower()
    unit = next((name for word, name in _UNIT_WORDS if word in unit_text), "")
    by_year = [(column, cell) for column, cell in line.column(role) if column.year]
    target_text = (
        line.text(role)
        if not by_year
        else "; ".join(f"{column.year} – {cell.text}" for column, cell in by_year if cell.text)
    )
    indicator = read_indicator(
        number=line.number(),
        title=line.inherited("title"),
        target_text=target_text,
        fact_text=line.text("actual") if line.segment.layout.has("actual") else None,
        unit=unit,
    )
    if by_year:
        indicator = replace(indicator, targets=tuple(_yearly(by_year, indicator.unit)))
    return replace(indicator, sources=_sources(line, role))


def _yearly(columns: list[tuple[Column, Cell]], unit: str) -> list[Target]:
    return [
        Target(value.op, value.value, value.unit, column.year)
        for column, cell in columns
        for value in values_in(cell.text, unit=unit)[:1]
    ]


def _sources(line: _Line, role: str) -> Sources:
    names = {"number": "number", "title": "title", role: "target_text", "actual": "fact_text"}
    places: dict[str, tuple[Provenance, ...]] = {}
    for column, cell in line.cells:
        name = names.get(column.role or "")
        if name and cell.text:
            place = Provenance(line.segment.grid.table, line.index + 1, cell.column + 1)
            places[name] = (*places.get(name, ()), place)
    return places
