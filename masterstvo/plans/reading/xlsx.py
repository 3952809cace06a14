"""A .xlsx as grids, one for each sheet, read from its XML directly."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from masterstvo.plans.reading.errors import UnreadableFile
from masterstvo.plans.reading.grid import Block, Cell, Document, GridBuilder, Paragraph
from masterstvo.plans.reading.package import DAMAGED, Package
from masterstvo.plans.reading.words import join_broken_words, superscript, tidy

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_MAX_ROWS, _MAX_COLUMNS = 5_000, 200  # a plan is never longer; formatted emptiness is
_MAX_MERGE = 20_000
_NOT_A_DATE = dt.date(1900, 1, 1)


def read_xlsx(package: Package) -> Document:
    """Raises: UnreadableFile."""
    workbook = package.xml("xl/workbook.xml")
    if workbook is None or not workbook.tag.startswith(S):
        raise UnreadableFile(DAMAGED)
    parts = package.relations("xl/_rels/workbook.xml.rels")
    properties = workbook.find(S + "workbookPr")
    values = _Values(
        strings=_shared_strings(package.xml("xl/sharedStrings.xml")),
        formats=_formats(package.xml("xl/styles.xml")),
        from_1904=properties is not None and properties.get("date1904") in {"1", "true"},
    )
    blocks: list[Block] = []
    for node in workbook.iterfind(f"{S}sheets/{S}sheet"):
        target = parts.get(node.get(R + "id", ""), ("", ""))[1]
        part = target.lstrip("/") if target.startswith("/") else "xl/" + target
        sheet = package.xml(part)
        if sheet is None or node.get("state", "visible") != "visible":
            continue
        folder, _, file = part.rpartition("/")
        links = {key: link for key, (_, link) in package.relations(f"{folder}/_rels/{file}.rels").items()}
        blocks += _sheet(sheet, len(blocks) + 1, node.get("name", ""), values, links)
    return Document(tuple(blocks))


def _sheet(
    sheet: etree._Element, table: int, title: str, values: "_Values", links: dict[str, str]
) -> Iterator[Block]:
    spans, covered = _merges(sheet)
    hrefs = _hyperlinks(sheet, links)
    builder = GridBuilder(table=table, title=title)
    row = -1
    for line in sheet.iterfind(f"{S}sheetData/{S}row"):
        row = int(line.get("r", "")) - 1 if line.get("r", "").isdecimal() else row + 1
        column = -1
        for node in line.iterfind(S + "c"):
            place = _place(node.get("r", ""))
            column = place[1] if place else column + 1
            if not (0 <= row < _MAX_ROWS and column < _MAX_COLUMNS) or (row, column) in covered:
                continue
            text, date, is_number = values.read(node)
            if not text and (row, column) not in spans:
                continue
            height, width = spans.get((row, column), (1, 1))
            found = tuple(hrefs.get((row, column), ()))
            paragraphs = tuple(Paragraph(part, links=found) for part in tidy(text).split("\n"))
            builder.put(Cell(paragraphs, row, column, height, width, date=date, is_number=is_number))
    yield builder.build()


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _merges(sheet: etree._Element) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Return the size of each merged area by its first place, and the places it hides."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for node in sheet.iterfind(f"{S}mergeCells/{S}mergeCell"):
        first, _, last = node.get("ref", "").partition(":")
        begin, end = _place(first), _place(last)
        if begin is None or end is None or end[0] < begin[0] or end[1] < begin[1]:
            continue
        bottom, right = min(end[0], _MAX_ROWS - 1), min(end[1], _MAX_COLUMNS - 1)
        if bottom < begin[0] or right < begin[1] or (bottom - begin[0]) * (right - begin[1]) > _MAX_MERGE:
            continue
        spans[begin] = (bottom - begin[0] + 1, right - begin[1] + 1)
        area = {(r, c) for r in range(begin[0], bottom + 1) for c in range(begin[1], right + 1)}
        covered |= area - {begin}
    return spans, covered


def _hyperlinks(sheet: etree._Element, links: dict[str, str]) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for node in sheet.iterfind(f"{S}hyperlinks/{S}hyperlink"):
        place = _place(node.get("ref", "").partition(":")[0])
        link = links.get(node.get(R + "id", ""))
        if place and link:
            found.setdefault(place, []).append(link)
    return found


def _shared_strings(root: etree._Element | None) -> list[str]:
    return [_rich_text(node) for node in root.iterfind(S + "si")] if root is not None else []


def _rich_text(node: etree._Element) -> str:
    texts = []
    for child in node:
        if child.tag == S + "t":
            texts.append(child.text or "")
        elif child.tag == S + "r":
            text = "".join(t.text or "" for t in child.iterfind(S + "t"))
            raised = child.find(f"{S}rPr/{S}vertAlign")
            texts.append(
                superscript(text) if raised is not None and raised.get("val") == "superscript" else text
            )
    return join_broken_words("".join(texts))


def _formats(root: etree._Element | None) -> list[str]:
    """Return the number format of each cell style."""
    if root is None:
        return []
    own = {
        node.get("numFmtId", ""): node.get("formatCode", "")
        for node in root.iterfind(f"{S}numFmts/{S}numFmt")
    }

    def code(key: str) -> str:
        return own.get(key) or (BUILTIN_FORMATS.get(int(key), "General") if key.isdecimal() else "General")

    return [code(node.get("numFmtId", "0")) for node in root.iterfind(f"{S}cellXfs/{S}xf")]


@dataclass(frozen=True, slots=True)
class _Values:
    strings: list[str]
    formats: list[str]
    from_1904: bool

    def read(self, node: etree._Element) -> tuple[str, dt.date | None, bool]:
        """Return what the reader sees in a cell, the date it holds, and whether it is a number."""
        kind = node.get("t", "n")
        value = node.findtext(S + "v") or ""
        if kind == "s":
            known = value.isdecimal() and int(value) < len(self.strings)
            return (self.strings[int(value)] if known else ""), None, False
        if kind == "inlineStr":
            inline = node.find(S + "is")
            return (_rich_text(inline) if inline is not None else ""), None, False
        if kind in {"str", "e", "d"}:
            return (value if kind != "e" else ""), None, False
        if kind == "b":
            return {"1": "да", "0": "нет"}.get(value, ""), None, False
        return self._number(value, node.get("s", "0"))

    def _number(self, value: str, style: str) -> tuple[str, dt.date | None, bool]:
        try:
            number = float(value)
        except ValueError:
            return value, None, False
        if number != number or abs(number) > 1e15:
            return value, None, False
        code = self.formats[int(style)] if style.isdecimal() and int(style) < len(self.formats) else "General"
        if is_date_format(code):
            date = self._date(number)
            if date is not None:
                return f"{date:%d.%m.%Y}", date, False
        if "%" in code:
            return f"{_plain(round(number * 100, 6))}%", None, True
        decimals = re.search(r"0[.,](0+)", code)
        return (
            (f"{number:.{len(decimals[1])}f}".replace(".", ",") if decimals else _plain(number)),
            None,
            True,
        )

    def _date(self, number: float) -> dt.date | None:
        try:
            moment = from_excel(number, CALENDAR_MAC_1904 if self.from_1904 else CALENDAR_WINDOWS_1900)
        except (OverflowError, ValueError):
            return None
        if isinstance(moment, dt.datetime) and moment.date() > _NOT_A_DATE:
            return moment.date()
        return None


def _plain(number: float) -> str:
    return f"{number:.10g}".replace(".", ",")
