"""WordprocessingML as text: paragraphs, links, fields, tables, pictures. Text is far faster here than objects cell by cell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Cm

from masterstvo.core.addresses import is_address
from masterstvo.core.charts import svg_to_png
from masterstvo.core.typography import typography

# What XML 1.0 cannot carry, and the private mark that stands for a block while a template is rendered.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue001-\ufffd\U00010000-\U0010ffff]")
_URL = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_URL_TAIL = re.compile(r"[.,;:!?)\]]+$")
# A row taller than this would not fit on a page; it must be allowed to break.
LONGEST_WHOLE_ROW = 1400
PIXEL = 16.5 / 644  # centimetres: a chart of 644 pixels fills the line, and its letters are of 9 points
_VIEW_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def safe(text: object) -> str:
    """Return ``text`` without the characters that would make the file unreadable."""
    return _ILLEGAL.sub("", str(text)).replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Cell:
    """A cell: paragraphs of ready markup, and over how many columns it stretches."""

    paragraphs: tuple[str, ...]
    span: int = 1
    length: int = 0
    shade: str = ""


@dataclass
class Markup:
    """Builds markup that belongs to ``document``, whose relations and style names it knows."""

    document: Document
    styles: dict[str, str]
    list_number: int | None = None
    _links: dict[str, str] = field(default_factory=dict)
    _pictures: int = 0

    def run(self, text: object, *, bold: bool = False, italic: bool = False, style: str = "") -> str:
        """Return runs with typography; a line feed becomes a line break."""
        marks = "".join(
            (
                f'<w:rStyle w:val="{self.styles[style]}"/>' if style else "",
                "<w:b/>" if bold else "",
                "<w:i/>" if italic else "",
            )
        )
        properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
        body = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in safe(text).split("\n")
        )
        return f"<w:r>{properties}{body}</w:r>"

    def text(self, text: object, *, bold: bool = False, italic: bool = False) -> str:
        """Return runs of people's words: typography for the words, real links for the addresses among them."""
        parts, position, words = [], 0, safe(text)
        for found in _URL.finditer(words):
            address = _URL_TAIL.sub("", found.group())
            parts.append(self._words(words[position : found.start()], bold, italic))
            parts.append(self.link(address, address))
            position = found.start() + len(address)
        parts.append(self._words(words[position:], bold, italic))
        return "".join(parts)

    def _words(self, words: str, bold: bool, italic: bool) -> str:
        if not words:
            return ""
        lines = (typography(line) for line in words.split("\n"))
        return self.run("\n".join(lines), bold=bold, italic=italic)

    def link(self, address: str, title: str) -> str:
        """Return a link that Word follows; an address that no reader could follow stays plain words."""
        address = safe(address).strip()
        if not is_address(address):
            return self.run(title or address)
        if address not in self._links:
            self._links[address] = self.document.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        shown = self.run(title or address, style="Hyperlink")
        return f'<w:hyperlink r:id="{self._links[address]}" w:history="1">{shown}</w:hyperlink>'

    def paragraph(
        self,
        inner: str,
        style: str = "",
        *,
        keep_next: bool = False,
        align: str = "",
        page_break: bool = False,
        tabs: str = "",
        spacing: tuple[int, int] | None = None,
    ) -> str:
        """Return a paragraph; ``spacing``: points before and after it, where its style says otherwise."""
        properties = (
            (f'<w:pStyle w:val="{self.styles[style]}"/>' if style else "")
            + ("<w:keepNext/>" if keep_next else "")
            + ("<w:pageBreakBefore/>" if page_break else "")
            + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
            + (f'<w:spacing w:before="{spacing[0] * 20}" w:after="{spacing[1] * 20}"/>' if spacing else "")
            + (f'<w:jc w:val="{align}"/>' if align else "")
        )
        return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"

    def picture(self, svg: str, *, title: str, description: str) -> str:
        """Return a chart of ours as a picture that tells its numbers in words."""
        found = _VIEW_BOX.search(svg)
        if found is None:
            raise ValueError("a chart without a viewBox has no size")
        width, height = (Cm(int(pixels) * PIXEL) for pixels in found.groups())
        inline = self.document.part.new_pic_inline(BytesIO(svg_to_png(svg)), width, height)
        self._pictures += 1
        properties = inline.find(qn("wp:docPr"))
        properties.set(
            "id", str(self._pictures)
        )  # python-docx counts only those that stand in the text already
        properties.set("descr", safe(description))
        properties.set("title", safe(title))
        return f"<w:r><w:drawing>{serialize_for_reading(inline)}</w:drawing></w:r>"

    def list_item(self, text: object) -> str:
        """Return an item of a real list, or a dash before the words where a template has no lists."""
        if self.list_number is None:
            return self.paragraph(self.text(f"– {text}"), "Report List")
        numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.list_number}"/></w:numPr>'
        style = f'<w:pStyle w:val="{self.styles["Report List"]}"/>'
        return f"<w:p><w:pPr>{style}{numbered}</w:pPr>{self.text(text)}</w:p>"

    def cell(
        self,
        text: object = "",
        *,
        span: int = 1,
        bold: bool = False,
        align: str = "",
        keep_next: bool = False,
        extra: Iterable[str] = (),
        shade: str = "",
    ) -> Cell:
        """Return a cell of words; ``extra``: further paragraphs' inner markup."""
        words = safe(text).strip()
        inner = [self.text(line, bold=bold) for line in words.split("\n")] if words else []
        inner += list(extra)
        body = tuple(
            self.paragraph(part, "Report Table", align=align, keep_next=keep_next) for part in inner or [""]
        )
        return Cell(body, span, len(words), shade)

    def table(
        self, header: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]], *, title: str
    ) -> str:
        """Return a table whose header, if any, repeats on each page and whose rows stay whole.

        Units: ``widths`` in hundredths of a centimetre.
        """
        grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
        names = [self.cell(name, bold=True, align="center", shade="F2F2EE") for name in header]
        head = self._row(names, widths, head=True) if names else ""
        body = "".join(self._row(row, widths) for row in rows)
        properties = (
            f'<w:tblStyle w:val="{self.styles["Table Grid"]}"/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(safe(title))}/>'
        )
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"

    def _row(self, cells: Sequence[Cell], widths: Sequence[int], *, head: bool = False) -> str:
        whole = head or max((cell.length for cell in cells), default=0) <= LONGEST_WHOLE_ROW
        marks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
        parts, column = [], 0
        for cell in cells:
            width = twips(sum(widths[column : column + cell.span]))
            column += cell.span
            span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
            shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
            place = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>'
            parts.append(f"<w:tc>{place}{''.join(cell.paragraphs)}</w:tc>")
        return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(parts)}</w:tr>"


def simple_field(instruction: str, shown: str) -> str:
    """Return a field with the result that readers see before they renew it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{escape(shown)}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def elements(markup: str) -> list:
    """Return the markup as the elements it describes."""
    return list(parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{markup}</w:body>"))


def twips(hundredths: int) -> int:
    """Units: a hundredth of a centimetre is 5.669 twips."""
    return round(hundredths * 5.669)
