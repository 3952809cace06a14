"""Rows of the activities table, with their directions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from masterstvo.plans.reading.columns import Column, Role
from masterstvo.plans.reading.grid import Cell, Paragraph
from masterstvo.plans.reading.model import Activity, Direction, Problem, Provenance
from masterstvo.plans.reading.outline import (
    Node,
    Outline,
    clean_number,
    is_number,
    parse_numbered,
    period_of,
    says_direction,
    title_of_section,
)  # fmt: skip
from masterstvo.plans.reading.rows import (
    Draft,
    Row,
    finished,
    glued,
    links_in,
    most_have_numbers,
    number_in_title,
    numbers_are_of_directions,
    sort_row,
)
from masterstvo.plans.reading.segments import Segment
from masterstvo.plans.reading.words import (
    has_bullet,
    is_blank,
    one_line,
    shorten,
    squeeze,
    without_bullet,
)  # fmt: skip

_LISTED = re.compile(r"\d{1,2}[.)]\s")
_CAPTION = re.compile(r"^(?:таблица|приложени|продолжени|форма|рисун|примечани)", re.I)
_FOOT = re.compile(r"(?:итого|всего)\b|примечани[ея]\s*[:.–-]|\*+\s*[-–—]|сноска", re.I)
_ASIDE = re.compile(r"(?:цел[ьи]|задачи|ответственн\w+|куратор\w*|ожидаем\w+\s+результат\w*)\s*[:–—-]", re.I)
_GENERIC = re.compile(
    r"^(?:раздел\w*|глава)?(?:\d|[ivx])*(?:лист\d|sheet|план(?!иров)|перечень|мероприяти|планировани|дорожнаякарта|содержаниеработы|система|календарн|реализаци)"
)
_TEXTS: tuple[Role, ...] = (
    "period",
    "title",
    "content",
    "responsible",
    "participants",
    "result",
    "actual",
    "place",
    "note",
)


def read_activities(
    segments: Sequence[Segment], listed: Sequence[tuple[str, str]] = ()
) -> tuple[list[Direction], list[Activity], list[Problem]]:
    """Read the rows of all ``segments`` as one plan.

    ``listed``: directions that the text before the tables names, used where the tables name none.
    """
    reader = _Reader()
    by_headings = sum(not segment.continues for segment in segments) > 1
    for segment in segments:
        reader.read(segment, by_headings=by_headings)
    return reader.result(segments, listed)


@dataclass(slots=True)
class _Reader:
    outline: Outline = field(default_factory=Outline)
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_numbered: bool = False  # most activities bear a number
    fresh_section: bool = False  # no activity has followed the section yet
    period: str = ""  # of the section, in a plan by months
    group_numbers: bool = False  # «№» counts the directions, not the activities

    def read(self, segment: Segment, *, by_headings: bool) -> None:
        heading = _heading_before(segment, explicit_only=not by_headings)
        if heading is not None:
            number, title = parse_numbered(heading.text)
            self.outline.open_section(
                clean_number(heading.label) or number,
                title_of_section(title),
                Provenance(segment.grid.table, 1, 1),
            )
        rows = [sort_row(segment, index) for index in segment.rows]
        self.group_numbers = numbers_are_of_directions(rows)
        self.is_numbered = not self.group_numbers and most_have_numbers(rows)
        self.period = ""
        broken = bool(heading is None and self.drafts and segment.continues)
        for at, row in enumerate(rows):
            broken = broken or row.index in segment.breaks
            if not row.filled or all(is_blank(cell.text) and not cell.label for _, cell in row.filled):
                continue
            if _FOOT.match(row.filled[0][1].text) and not is_number(row.text("number") or "-"):
                continue
            following = next((r for r in rows[at + 1 :] if r.filled), None)
            if self._section(row, following, after_break=broken):
                broken = False
                continue
            self._activity(row, after_break=broken)
            broken = False

    # Sections

    def _section(self, row: Row, following: Row | None, *, after_break: bool) -> bool:
        found = self._section_text(row, following, after_break=after_break)
        if found is None:
            return False
        number, title, cell = found
        if after_break and self.fresh_section and not number and title[:1].islower():
            self.outline.go_on(title)
            return True
        if self.fresh_section and _ASIDE.match(cell.text):
            return True
        self.fresh_section = True
        period = "" if row.segment.layout.has("period") else period_of(cell.text)
        if period:
            self.period = period
            return True
        self.outline.open_section(number, title_of_section(title), row.place(cell))
        return True

    def _section_text(
        self, row: Row, following: Row | None, *, after_break: bool
    ) -> tuple[str, str, Cell] | None:
        """Return number, title and cell of a row that only names a direction."""
        filled = row.filled
        if len(filled) == 1:
            column, cell = filled[0]
            if not self._is_section_cell(row, column, cell, after_break=after_break):
                return None
            number, title = parse_numbered(cell.text)
            return clean_number(cell.label) if cell.label and not number else number, title, cell
        if len(filled) == 2:
            (first, left), (_, right) = filled
            text = left.text or left.label
            if (
                first.role != "number"
                or not (is_number(text) or says_direction(text))
                or row.above.get("title")
            ):
                return None
            number = clean_number(text) if is_number(text) else parse_numbered(text + ". _")[0]
            wide = right.colspan >= 0.5 * row.segment.layout.width and right.colspan > 1
            role = next(column.role for column, cell in filled if cell is right)
            if wide or (role in {"title", "direction"} and self._outranks(number, right, following)):
                return number, one_line(without_bullet(right.text)), right
        return None

    def _is_section_cell(self, row: Row, column: Column, cell: Cell, *, after_break: bool) -> bool:
        text = cell.text
        if is_number(text) or not text:
            return False
        if row.above.get("title"):
            return False
        if cell.colspan >= 0.6 * row.segment.layout.width and cell.colspan > 1:
            return True
        if column.role == "number":
            return True
        if column.role == "direction":
            return False
        if column.role == "title":
            number, _ = parse_numbered(text)
            if row.above.get("direction") or has_bullet(text) or text[:1].islower() or "\n" in text:
                return False
            return bool(cell.is_bold or number or says_direction(text)) or (
                row.segment.layout.has("number") and self.is_numbered and not after_break
            )
        return False

    def _outranks(self, number: str, cell: Cell, following: Row | None) -> bool:
        """«4» before «4.1», or bold: a direction; «3.4» after «3.3»: an activity about which nothing else is said."""
        after = clean_number(following.text("number") or following.label("number")) if following else ""
        if cell.is_bold or re.fullmatch("[IVXL]+", number) or after.startswith(number + "."):
            return True
        previous = self.drafts[-1].number if self.drafts else after
        return bool(previous) and previous.count(".") > number.count(".")

    # Activities

    def _activity(self, row: Row, *, after_break: bool) -> None:
        number = self._number(row)
        row_number = "" if self.group_numbers else number
        self._column_direction(row, number if self.group_numbers else "", after_break=after_break)
        row_number = self._double_number(row, row_number)
        if not any(row.text(role) for role in _TEXTS):
            if row_number:
                self.problems.append(
                    Problem(str(row), f"Под номером {row_number} ничего не написано; строка не прочитана.")
                )
            return
        if self._goes_on(row, row_number, after_break=after_break):
            self._glue(row, after_break=after_break)
            return
        draft = Draft(row_number, self.outline.current)
        rest = row.text("title")
        if self.group_numbers or not (row_number or row.segment.layout.has("number")):
            draft.number, rest = number_in_title(rest)
        for role in _TEXTS:
            self._fill(draft, row, role, rest if role == "title" else None)
        number_cells = row.own.get("number") or ()
        draft.sources["number"] = [row.place(cell) for cell in number_cells]
        if not draft.texts.get("title"):
            self.problems.append(Problem(str(row), "У мероприятия нет названия."))
        if not draft.texts.get("period") and self.period:
            draft.texts["period"] = self.period
        self.drafts.append(draft)
        self.fresh_section = False
        if draft.node is not None:
            self._note(draft.node, draft.number)

    def _note(self, node: Node, number: str) -> None:
        while node is not None:
            node.has_activities = True
            if "." in number:
                node.numbers_below.append(number)
            node = node.parent  # type: ignore[assignment]

    def _fill(self, draft: Draft, row: Row, role: Role, text: str | None) -> None:
        cells = row.own.get(role) or row.above.get(role) or []
        text = row.text(role) if text is None else text
        if not row.own.get(role):  # one period, or one person, merged over several activities
            text = "\n".join(dict.fromkeys(cell.text for cell in cells if cell.text))
        if row.segment.layout.has(role):
            draft.texts[role] = text
            draft.sources[role] = [row.place(cell) for cell in cells]
            draft.links += links_in(text, cells)

    def _number(self, row: Row) -> str:
        cell = next(iter(row.own.get("number", ())), None)
        if cell is None:
            return ""
        if cell.date is not None:
            return f"{cell.date.day}.{cell.date.month}"
        number = clean_number(cell.text or cell.label)
        if squeeze(number) in {"п", "пп"}:  # a piece of a header, left by a page break
            return ""
        previous = self.drafts[-1].number if self.drafts else ""
        if cell.is_number and "." in number and previous.rpartition(".")[0] == number.rpartition(".")[0]:
            following = (
                f"{previous.rpartition('.')[0]}.{int(previous.rpartition('.')[2]) + 1}"
                if previous[-1:].isdigit()
                else ""
            )
            if following.rstrip("0") == number:  # Excel keeps 1.10 as 1.1
                return following
        return number

    def _double_number(self, row: Row, number: str) -> str:
        """«5.⏎5.1.» beside two paragraphs: the direction and its first activity share a row."""
        cell = next(iter(row.own.get("number", ())), None)
        lines = cell.text.split("\n") if cell is not None else []
        title = next(iter(row.own.get("title", ())), None)
        numbers = [clean_number(line) for line in lines if is_number(line)]
        if len(numbers) != 2 or not numbers[1].startswith(numbers[0] + ".") or cell is None or title is None:
            return number
        first, _, rest = title.text.partition("\n")
        if not rest:  # the paragraphs are lost, as in a PDF
            first, _, rest = re.sub(r"\.\s+(?=[А-ЯЁ])", ".\n", title.text, count=1).partition("\n")
        if rest:
            self.outline.open_section(numbers[0], one_line(without_bullet(first)), row.place(title))
            kept = [p for p in title.paragraphs if p.text]
            kept = kept[1:] if len(kept) > 1 and "\n" not in kept[0].text else [Paragraph(rest)]
            row.own["title"] = [replace(title, paragraphs=tuple(kept))]
        return numbers[1]

    def _column_direction(self, row: Row, number: str, *, after_break: bool) -> None:
        cell = next((cell for cell in row.own.get("direction", ()) if not is_blank(cell.text)), None)
        if cell is None:
            return
        own_number, title = parse_numbered(cell.text)
        title = title_of_section(title)
        current = self.outline.current
        if after_break and current is not None and current.from_column and cell.text[:1].islower():
            self.outline.go_on(cell.text)
            return
        self.outline.open_column(own_number or number or clean_number(cell.label), title, row.place(cell))

    def _goes_on(self, row: Row, number: str, *, after_break: bool) -> bool:
        """The row is a piece of the activity above: torn by a page, or split by lines inside one merged row."""
        if not self.drafts or number:
            return False
        title = row.text("title")
        if not title:
            return True
        torn = title[:1].islower() or has_bullet(title) or ("\n" in title and _LISTED.match(title))
        period = row.text("period") or row.above.get("period")
        if after_break and self.is_numbered:
            return bool(torn or not period)
        return bool(torn and not period and (after_break or self.is_numbered))

    def _glue(self, row: Row, *, after_break: bool) -> None:
        draft = self.drafts[-1]
        for role in _TEXTS:
            text = row.text(role)
            if not text or not row.segment.layout.has(role):
                continue
            draft.texts[role] = glued(draft.texts.get(role, ""), text)
            draft.sources.setdefault(role, []).extend(row.place(cell) for cell in row.own[role])
            draft.links += links_in(text, row.own[role])
        if after_break:
            what = f"Строка продолжает мероприятие «{shorten(draft.texts.get('title', ''))}» и присоединена к нему."
            self.problems.append(Problem(str(row), what))

    # Result

    def result(
        self, segments: Sequence[Segment], listed: Sequence[tuple[str, str]]
    ) -> tuple[list[Direction], list[Activity], list[Problem]]:
        if not self.outline.nodes:
            self._adopt(listed)
        directions, numbers, doubts = self.outline.settled()
        directions += self._unused(directions, listed)
        activities = [finished(draft, numbers, segments) for draft in self.drafts]
        for node in self.outline.nodes:
            if not node.has_activities and not any(other.parent is node for other in self.outline.nodes):
                self.problems.append(
                    Problem(
                        str(node.sources["title"][0]),
                        f"В направлении {numbers[id(node)]} нет ни одного мероприятия.",
                    )
                )
        seen: set[tuple[str, str]] = set()
        for activity in activities:
            key = (activity.direction, activity.number)
            if activity.number and key in seen:
                self.problems.append(
                    Problem(
                        _where(activity), f"Номер {activity.number} встречается в этом направлении ещё раз."
                    )
                )
            seen.add(key)
        return directions, activities, doubts + self.problems

    def _unused(self, directions: Sequence[Direction], listed: Sequence[tuple[str, str]]) -> list[Direction]:
        """Directions that the text lists and no row serves, when the list is plainly that of the tables."""
        top = {direction.number: direction.title for direction in directions if direction.parent is None}
        names = dict(listed)
        alike = sum(squeeze(names[n])[:30] == squeeze(title)[:30] for n, title in top.items() if n in names)
        if not top or not top.keys() <= names.keys() or alike * 2 < len(top):
            return []
        unused = [Direction(number, title) for number, title in listed if number not in top]
        self.problems += [
            Problem("Перечень направлений", f"В направлении {d.number} нет ни одного мероприятия.")
            for d in unused
        ]
        return unused

    def _adopt(self, listed: Sequence[tuple[str, str]]) -> None:
        """No direction in the tables: «1.1» belongs to the first of the list in the text."""
        nodes = {number: Node(number, title) for number, title in listed}
        if not nodes or not any(
            draft.number.partition(".")[0] in nodes for draft in self.drafts if "." in draft.number
        ):
            return
        self.outline.nodes = list(nodes.values())
        for node in nodes.values():
            node.sources = {"title": (Provenance(0, 0, 0),)}
        for draft in self.drafts:
            draft.node = nodes.get(draft.number.partition(".")[0]) if "." in draft.number else None
            if draft.node is not None:
                draft.node.has_activities = True


def _where(activity: Activity) -> str:
    places = activity.sources.get("title") or ()
    return str(places[0]) if places else ""


def _heading_before(segment: Segment, *, explicit_only: bool) -> Paragraph | None:
    """The nearest paragraph above the table that names a direction, or else the name of its sheet."""
    if any(column.role == "direction" for column in segment.layout.columns):
        return None
    for paragraph in reversed(segment.before[-4:]):
        text = one_line(paragraph.text)
        if _CAPTION.match(text) or re.fullmatch(r"\(.*\)", text) or _GENERIC.match(squeeze(text)):
            continue
        if says_direction(text) and not re.match(r"раздел|глава|цел", text, re.I):
            return paragraph
        number, _ = parse_numbered(text)
        marked = (
            paragraph.is_heading or paragraph.is_bold or number or paragraph.label or says_direction(text)
        )
        if not explicit_only and marked and len(text) < 600:
            return paragraph
        break
    sheet = segment.grid.title
    if explicit_only or _GENERIC.match(squeeze(sheet)) or period_of(sheet):
        return None
    return Paragraph(sheet) if sheet else None
