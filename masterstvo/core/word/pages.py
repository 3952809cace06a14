"""On which page each heading will probably stand: what the contents show until Word or a printer counts for itself.

A page is filled line by line with average widths of letters, so a number may be off by one in a long report.
"""

from math import ceil

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length

from masterstvo.core.word.look import BODY, TABLE

LETTER = 0.497  # of the size: the mean width of Russian text in Times New Roman
LINE = 1.15  # of the size: the height of a line set solid
CELL_PADDING, CELL_SPACING = 10.8, 2.0  # points at both sides; above and below
PICTURE = 150.0  # points


def guess_pages(document: Document) -> dict:
    """Return {paragraph element: page}.

    Units: points.
    """
    sheet = _Sheet(document)
    pages = {}
    for element in document.element.body:
        if element.tag == qn("w:p"):
            pages[element] = sheet.add_paragraph(element)
        elif element.tag == qn("w:tbl"):
            sheet.add_table(element)
    return pages


class _Sheet:
    def __init__(self, document: Document):
        self.sections = iter(document.sections)
        self.sizes = {style.style_id: style for style in document.styles}
        self.page, self.used = 1, 0.0
        self._turn_section()

    def add_paragraph(self, element) -> int:
        properties = element.pPr
        if properties is not None and properties.find(qn("w:pageBreakBefore")) is not None:
            self._turn_page()
        style = self._style(properties)
        shape = style.paragraph_format if style is not None else None
        size = _points(style.font.size, BODY.pt) if style is not None else BODY.pt
        text = "".join(element.itertext(qn("w:t")))
        lines = max(1, ceil(len(text) * size * LETTER / self.width))
        spacing = (
            float(shape.line_spacing) if shape is not None and isinstance(shape.line_spacing, float) else 1.0
        )
        height = lines * size * LINE * spacing
        if shape is not None:
            height += _points(shape.space_before, 0) + _points(shape.space_after, 0)
        own = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if own is not None:
            height += sum(float(own.get(qn(name), 0)) / 20 for name in ("w:before", "w:after"))
        if element.find(f".//{qn('w:drawing')}") is not None:
            height += PICTURE
        keeps = bool(shape is not None and shape.keep_with_next)
        page = self._place(height, splits=lines > 3, needs=height + (2 * size * LINE if keeps else 0))
        if properties is not None and properties.find(qn("w:sectPr")) is not None:
            self._turn_page()
            self._turn_section()
        return page

    def add_table(self, table) -> None:
        rows = table.findall(qn("w:tr"))
        heights = [self._row_height(row) for row in rows]
        for row, height in zip(rows, heights, strict=True):
            properties = row.find(qn("w:trPr"))
            whole = properties is not None and properties.find(qn("w:cantSplit")) is not None
            before = self.page
            self._place(height, splits=not whole, needs=height)
            if self.page != before and row is not rows[0]:
                self.used += heights[0]

    def _row_height(self, row) -> float:
        return max((self._cell_height(cell) for cell in row.findall(qn("w:tc"))), default=0.0)

    def _cell_height(self, cell) -> float:
        width = float(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) / 20 - CELL_PADDING
        in_line = max(1, int(width / (TABLE.pt * LETTER)))
        height = 0.0
        for paragraph in cell.findall(qn("w:p")):
            words = "".join(paragraph.itertext(qn("w:t"))).split(" ")
            height += _lines(words, in_line) * TABLE.pt * LINE + CELL_SPACING
        return height

    def _place(self, height: float, *, splits: bool, needs: float) -> int:
        if self.used and not splits and self.used + needs > self.height:
            self._turn_page()
        page = self.page
        self.used += height
        while self.used > self.height:
            self.page, self.used = self.page + 1, self.used - self.height
        return page

    def _turn_page(self) -> None:
        if self.used:
            self.page, self.used = self.page + 1, 0.0

    def _turn_section(self) -> None:
        section = next(self.sections, None)
        if section is None:
            return
        self.width = (
            _points(section.page_width, 595)
            - _points(section.left_margin, 0)
            - _points(section.right_margin, 0)
        )
        self.height = (
            _points(section.page_height, 842)
            - _points(section.top_margin, 0)
            - _points(section.bottom_margin, 0)
        )

    def _style(self, properties):
        named = properties.find(qn("w:pStyle")) if properties is not None else None
        return self.sizes.get(named.get(qn("w:val"))) if named is not None else None


def _lines(words: list[str], in_line: int) -> int:
    """Return how many lines the words take; one longer than a line is broken."""
    lines, filled = 1, 0
    for word in words:
        length = len(word)
        if filled and filled + 1 + length > in_line:
            lines, filled = lines + 1, 0
        filled += length + (1 if filled else 0)
        while filled > in_line:
            lines, filled = lines + 1, filled - in_line
    return lines


def _points(length: Length | None, otherwise: float) -> float:
    return length.pt if length is not None else otherwise
