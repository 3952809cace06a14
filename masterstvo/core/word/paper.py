"""A document written from top to bottom: the page of ГОСТ Р 7.0.97-2016, our typefaces, the same bytes for the same words."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import ceil

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from masterstvo.core.charts import Pair, pairs_description, pairs_svg, shares_description, shares_svg
from masterstvo.core.dates import short_date
from masterstvo.core.numbers import Number, format_decimal
from masterstvo.core.word import look
from masterstvo.core.word.contents import fill_contents
from masterstvo.core.word.markup import Cell, Markup, elements, simple_field, twips
from masterstvo.core.word.package import describe, packed

BODY, TABLE = Pt(12), Pt(10)
BLANK_DAY = "«___» ______________ 20___ г."
_MOST_IN_PICTURE = 18
_CONTENTS = "\uf0c0"  # a sign of nobody's language: where the contents go, once all headings are there
_LONGEST_SIGNER = 40  # characters that leave room for a signature and a date in the same line


class Paper:
    """Usage: ``paper = Paper(title, day=…)``, then the methods in the order of the page, then ``paper.bytes()``.

    ``title`` and ``author`` are properties of the file; what the reader sees on top is ``head``.
    """

    def __init__(self, title: str, *, day: dt.date, author: str = "", landscape: bool = False):
        self._document = docx.Document(BytesIO(_blank(landscape)))
        describe(self._document, title=title, author=author, day=day)
        self._width = look.LANDSCAPE_WIDTH if landscape else look.PORTRAIT_WIDTH
        self._parts: list[str] = []
        self.ink = Markup(
            self._document, look.style_ids(self._document), look.list_number(self._document)
        )  # for cells that stretch or hold links

    def head(self, *lines: str) -> None:
        """Write the name of the document."""
        for line, last in zip(lines, [*[False] * (len(lines) - 1), True], strict=True):
            self.line(line, bold=True, align="center", after=12 if last else 0)

    def contents(self, title: str = "Содержание") -> None:
        """Write the contents of the whole document here: its headings of two levels with their pages."""
        self.line(title, bold=True, align="center", after=6, keep_next=True)
        self._parts.append(self.ink.paragraph(self.ink.text(_CONTENTS)))

    def heading(self, text: str, level: int = 1) -> None:
        self._parts.append(self.ink.paragraph(self.ink.text(text), f"Heading {level}"))

    def line(
        self,
        text: str,
        *,
        bold: bool = False,
        align: str = "",
        before: int = 0,
        after: int = 0,
        keep_next: bool = False,
    ) -> None:
        """Write a line from the left edge. Units: ``before`` and ``after`` in points."""
        inner = self.ink.text(text, bold=bold)
        self._parts.append(
            self.ink.paragraph(inner, align=align, spacing=(before, after), keep_next=keep_next)
        )

    def text(self, *paragraphs: str) -> None:
        """Write running text: justified, the first line indented."""
        self._parts += [self.ink.paragraph(self.ink.text(each), "Report Body") for each in paragraphs]

    def items(self, texts: Iterable[str]) -> None:
        self._parts += [self.ink.list_item(each) for each in texts]

    def pairs(self, rows: Iterable[tuple[str, object]], *, title: str, share: float = 0.33) -> None:
        """Write what stands on top of a form: names at the left, what they are at the right."""
        told = [[self.ink.cell(name, bold=True), self._cell(value)] for name, value in rows]
        self._parts.append(self.ink.table((), self._widths((share, 1 - share)), told, title=title))

    def table(
        self, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[object]], *, title: str
    ) -> None:
        """Write a table whose header repeats on each page; ``title`` is told to those who listen to the file.

        Shape: ``columns`` [(header, its share of the width, in any unit)]; a cell is a text, a number, a day, None or
        what ``ink.cell`` returns.
        """
        header = [name for name, _ in columns]
        widths = self._widths([share for _, share in columns])
        told = [[self._cell(value) for value in row] for row in rows]
        self._parts.append(self.ink.table(header, widths, told, title=title))

    def chart(self, svg: str, *, caption: str, description: str) -> None:
        """Write a chart of ``core.charts`` with its caption; ``description`` holds its numbers in words."""
        picture = self.ink.picture(svg, title=caption, description=description)
        self._parts += [
            self.ink.paragraph(picture, align="center", keep_next=True, spacing=(6, 0)),
            self.ink.paragraph(self.ink.text(caption), "Report Table", align="center"),
        ]

    def before_after(self, rows: Sequence[Pair], *, caption: str) -> None:
        """Write the scales of ``core.charts.pairs_svg``; nothing of no rows."""
        self._paged(rows, pairs_svg, pairs_description, caption)

    def shares(self, rows: Sequence[tuple[str, Number]], *, caption: str) -> None:
        """Write the bars of ``core.charts.shares_svg``; nothing of no rows."""
        self._paged(rows, shares_svg, shares_description, caption)

    def _paged(self, rows: Sequence, draw: Callable, describe: Callable, caption: str) -> None:
        """Write as many pictures of nearly the same height as pages need."""
        n_pictures = max(1, ceil(len(rows) / _MOST_IN_PICTURE))
        step = ceil(len(rows) / n_pictures) or 1
        for start in range(0, len(rows), step):
            shown = rows[start : start + step]
            going_on = " (продолжение)" if start else ""
            self.chart(draw(shown), caption=f"{caption}{going_on}", description=describe(shown))

    def signatures(self, signers: Iterable[str], *, dated: bool = False) -> None:
        """Write a line for the signature of each of ``signers``, kept together, with a blank for the day when ``dated``."""
        end = self._width - (620 if dated else 700)
        tabs = f'<w:tab w:val="left" w:leader="underscore" w:pos="{twips(end)}"/>'
        for signer in signers:
            told = f"{signer}\n" if len(signer) > _LONGEST_SIGNER else f"{signer} "
            line = f"{self.ink.text(told)}<w:r><w:tab/></w:r>{self.ink.run(f' {BLANK_DAY}' if dated else '')}"
            self._parts.append(self.ink.paragraph(line, tabs=tabs, spacing=(18, 0)))

    def bytes(self) -> bytes:
        """Return the file."""
        body = self._document.element.body
        added = elements("".join(self._parts))
        for element in added:
            body.sectPr.addprevious(element)
        for element, following in pairwise([*added, None]):
            if _is_table(element) and (following is None or _is_table(following)):
                element.addnext(elements("<w:p/>")[0])  # two tables in a row would become one
        for paragraph in self._document.paragraphs:
            if paragraph.text == _CONTENTS:
                fill_contents(self._document, paragraph, self.ink)
        return packed(self._document)

    def _widths(self, shares: Sequence[float]) -> list[int]:
        whole = sum(shares)
        return [round(self._width * share / whole) for share in shares]

    def _cell(self, value: object) -> Cell:
        if isinstance(value, Cell):
            return value
        if isinstance(value, int | Decimal | Fraction | float) and not isinstance(value, bool):
            return self.ink.cell(format_decimal(value), align="center")
        if isinstance(value, dt.date):
            return self.ink.cell(short_date(value))
        return self.ink.cell("" if value is None else value)


def _is_table(element) -> bool:
    return element is not None and element.tag == qn("w:tbl")


@cache
def _blank(landscape: bool) -> bytes:
    document = docx.Document()
    look.dress_all(document, body=BODY, table=TABLE)
    section = document.sections[0]
    (look.landscape if landscape else look.portrait)(section)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]  # ГОСТ Р 7.0.97-2016, 3.8: in the middle of the upper margin
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in elements(f"<w:p>{simple_field('PAGE', '2')}</w:p>")[0]:
        number._p.append(run)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
