"""Documents of our own for tests: fictional places and people, in Word, Excel and PDF."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column
TITLE = (
    "План работы по повышению профессионального мастерства педагогических работников Приреченского района "
    "Заозёрной области на 2026 год"
)
HEADER = ["№ п/п", "Наименование мероприятия", "Срок", "Ответственный", "Ожидаемый результат"]
FONTS = [
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/TTF/DejaVuSans.ttf"),
    Path("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf"),
]


@dataclass
class Table:
    """Rows of texts; a new line is a new paragraph, «\\v» a line break inside one."""

    rows: Sequence[Sequence[str]]
    merges: Sequence[Merge] = field(default_factory=list)


@dataclass
class Heading:
    text: str


def word(*blocks: str | Heading | Table) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, Table):
            _word_table(document, block)
        elif isinstance(block, Heading):
            document.add_heading(block.text, level=2)
        else:
            document.add_paragraph(block.replace("\v", "\n"))
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_table(document: "docx.document.Document", block: Table) -> None:
    width = max(map(len, block.rows))
    table = document.add_table(len(block.rows), width)
    hidden = set()
    for top, left, bottom, right in block.merges:
        table.cell(top, left).merge(table.cell(bottom, right))
        hidden |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    for r, row in enumerate(block.rows):
        for c, text in enumerate(row):
            if (r, c) not in hidden and text:
                put(table.cell(r, c), text)


def put(cell: "docx.table._Cell", text: str) -> None:
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    first, *others = text.split("\n")
    cell.paragraphs[0].add_run(first.replace("\v", "\n"))
    for line in others:
        cell.add_paragraph(line.replace("\v", "\n"))


def automatic_numbers(document: "docx.document.Document", pattern: str = "%1.") -> str:
    """Add a numbered list and return its id, to be given to ``number_by_word``."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "900")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", pattern)):
        node = OxmlElement(f"w:{name}")
        node.set(qn("w:val"), value)
        level.append(node)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "900")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "900")
    number.append(link)
    numbering.append(number)
    return "900"


def number_by_word(paragraph: "docx.text.paragraph.Paragraph", list_id: str) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(list_id)


def excel(*sheets: Table, titles: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, block in enumerate(sheets):
        sheet = book.create_sheet(titles[at] if at < len(titles) else f"Лист {at + 1}")
        for r, row in enumerate(block.rows, 1):
            for c, value in enumerate(row, 1):
                if value != "":
                    sheet.cell(r, c, value)
        for top, left, bottom, right in block.merges:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf(*blocks: str | Table, repeat_header: bool = True, widths: Sequence[int] | None = None) -> bytes:
    """A PDF with ruled tables, or a skip when there is no Cyrillic font."""
    fpdf = pytest.importorskip("fpdf")
    font = next((path for path in FONTS if path.is_file()), None)
    if font is None:
        pytest.skip("no DejaVu font here to draw Cyrillic letters")
    document = fpdf.FPDF(orientation="landscape")
    document.add_font("DejaVu", fname=str(font))
    document.set_font("DejaVu", size=9)
    document.add_page()
    for block in blocks:
        if isinstance(block, str):
            document.multi_cell(0, 6, block, align="C", new_x="LMARGIN", new_y="NEXT")
            continue
        spans = {
            (top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in block.merges
        }
        hidden = {
            (r, c)
            for top, left, bottom, right in block.merges
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        } - set(spans)
        style = fpdf.fonts.FontFace(emphasis="")
        with document.table(
            first_row_as_headings=repeat_header, headings_style=style, col_widths=widths, line_height=5
        ) as table:
            for r, row in enumerate(block.rows):
                line = table.row()
                for c, text in enumerate(row):
                    if (r, c) not in hidden:
                        height, width = spans.get((r, c), (1, 1))
                        line.cell(text, colspan=width, rowspan=height)
    return bytes(document.output())
