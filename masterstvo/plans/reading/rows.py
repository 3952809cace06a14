"""A row of activities before it becomes one: its cells by role, and what is collected of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from masterstvo.plans.reading.columns import Column, Role
from masterstvo.plans.reading.grid import Cell, Paragraph
from masterstvo.plans.reading.model import Activity, Provenance
from masterstvo.plans.reading.outline import Node, clean_number, is_number, parse_numbered
from masterstvo.plans.reading.segments import Segment
from masterstvo.plans.reading.words import has_bullet, join_broken_words

_MARK = re.compile(r"[+*✓✔√xхvVX•●■Х]|да", re.I)
_URL = re.compile(r"https?://[^\s<>«»\"]+")


@dataclass(slots=True)
class Draft:
    number: str
    node: Node | None
    texts: dict[Role, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    sources: dict[str, list[Provenance]] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """A row of data sorted by role: ``own`` begin here, ``above`` are merged down from an earlier row."""

    segment: Segment
    index: int
    own: dict[Role, list[Cell]] = field(default_factory=dict)
    above: dict[Role, list[Cell]] = field(default_factory=dict)
    filled: list[tuple[Column, Cell]] = field(default_factory=list)

    def text(self, role: Role) -> str:
        joiner = self.segment.layout.joiner(role)
        return joiner.join(dict.fromkeys(cell.text for cell in self.own.get(role, ()) if cell.text))

    def label(self, role: Role) -> str:
        return next((cell.label for cell in self.own.get(role, ()) if cell.label), "")

    def place(self, cell: Cell) -> Provenance:
        return Provenance(self.segment.grid.table, self.index + 1, cell.column + 1)

    def __str__(self) -> str:
        return f"{self.segment.name}, строка {self.index + 1}"


def finished(draft: Draft, numbers: dict[int, str], segments: Sequence[Segment]) -> Activity:
    texts = draft.texts
    columns = [column for segment in segments for column in segment.layout.columns]
    responsible, participants = texts.get("responsible"), texts.get("participants")
    if responsible is None and any(c.role == "participants" and c.names_organizers for c in columns):
        responsible, participants = (
            participants,
            None,
        )  # «Участники, организаторы» is all that is said of persons
    result, actual = texts.get("result"), texts.get("actual")
    if result is None and actual is not None:
        result, actual = actual, None
    return Activity(
        direction=numbers[id(draft.node)] if draft.node is not None else "",
        number=draft.number,
        period_text=texts.get("period", ""),
        title=texts.get("title", ""),
        responsible_text=responsible or "",
        result_text=result or "",
        content_text=texts.get("content"),
        participants_text=participants,
        actual_text=actual,
        place_text=texts.get("place"),
        note_text=texts.get("note"),
        links=tuple(dict.fromkeys(draft.links)),
        sources={role: tuple(dict.fromkeys(places)) for role, places in draft.sources.items() if places},
    )


def sort_row(segment: Segment, index: int) -> Row:
    row = Row(segment, index)
    for column, cell in segment.layout.cells(segment.grid, index):
        role = column.role
        if role is None:
            continue
        if (
            role == "title"
            and is_number(cell.text)
            and not (row.own.get(role) or segment.layout.has("number"))
        ):
            role = "number"  # «1 | Семинар» under one wide «Мероприятие»
        if column.slot and _MARK.fullmatch(cell.text):
            cell = replace(cell, paragraphs=(Paragraph(column.slot),))
        if cell.row == index:
            row.own.setdefault(role, []).append(cell)
            if cell.text or cell.label and role in {"number", "direction", "title"}:
                row.filled.append((column, cell))
        elif cell.text or cell.label:
            row.above.setdefault(role, []).append(cell)
    return row


def most_have_numbers(rows: Sequence[Row]) -> bool:
    data = [row for row in rows if row.text("title") and len(row.filled) > 1]
    return sum(bool(row.text("number") or row.label("number")) for row in data) * 2 > len(data)


def numbers_are_of_directions(rows: Sequence[Row]) -> bool:
    """«№ | Направление | …» where a number stands only where a direction begins, and activities have none."""
    if not any("direction" in row.own or "direction" in row.above for row in rows):
        return False
    data = [row for row in rows if row.text("title")]
    with_number = [row for row in data if row.text("number") or row.label("number")]
    starts = [row for row in with_number if row.text("direction")]
    if starts and all(
        parse_numbered(row.text("direction"))[0] == clean_number(row.text("number")) for row in with_number
    ):
        return True
    return len(starts) == len(with_number) < len(data) and bool(starts)


def number_in_title(title: str) -> tuple[str, str]:
    match = re.match(r"((?:\d{1,2}\.)+\d{1,3}\.?|\d{1,3}[.)])\s+(?=\D)", title)
    if match is None:
        return "", title
    number, rest = clean_number(match[1]), title[match.end() :]
    is_list = number.isdecimal() and re.search(rf"\s{int(number) + 1}[.)]\s", rest)  # «1) … 2) …»
    return ("", title) if is_list else (number, rest)


def glued(before: str, after: str) -> str:
    if not before:
        return after
    if re.search(r"[^\W\d_]-$", before):
        return join_broken_words(f"{before}\n{after}")
    fresh = before.endswith((".", ";", ":")) or after[:1].isupper() or has_bullet(after)
    return f"{before}\n{after}" if fresh else f"{before} {after}"


def links_in(text: str, cells: Sequence[Cell]) -> list[str]:
    bare = [url.rstrip(".,;:)") for url in _URL.findall(text)]
    behind = [link for cell in cells for link in cell.links if re.match(r"https?://|mailto:|ftp://", link)]
    return bare + [link for link in behind if link.rstrip("/") not in {url.rstrip("/") for url in bare}]
