"""A .docx as paragraphs and grids, read from its XML directly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from masterstvo.plans.reading.errors import UnreadableFile
from masterstvo.plans.reading.grid import Block, Cell, Document, GridBuilder, Paragraph
from masterstvo.plans.reading.numbering import Numbering
from masterstvo.plans.reading.package import DAMAGED, Package, parse_xml
from masterstvo.plans.reading.words import join_broken_words, superscript, tidy, words_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_TRANSPARENT = {W + name for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo")} | {
    MC + "AlternateContent",
    MC + "Choice",
}
_UNSEEN = {W + name for name in ("del", "moveFrom", "pPr", "instrText", "delText")} | {MC + "Fallback"}
_FIELD_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
_ON = {None, "1", "true", "on"}
_MAX_WIDTH = 200  # no real table is wider; a corrupted span must not eat the memory
_MAX_DEPTH = 12


def read_docx(package: Package) -> Document:
    """Raises: UnreadableFile."""
    part = "word/document.xml" if "word/document.xml" in package.names else package.main_part()
    root = package.xml(part)
    if root is not None and root.tag.startswith("{http://purl.oclc.org/"):
        root = _transitional(root)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise UnreadableFile(DAMAGED)
    folder, _, name = part.rpartition("/")
    reader = _Reader(
        links={key: target for key, (_, target) in package.relations(f"{folder}/_rels/{name}.rels").items()},
        numbering=Numbering(package.xml(f"{folder}/numbering.xml")),
        styles=_styles(package.xml(f"{folder}/styles.xml")),
        known=words_of("\n".join("".join(_paragraph_text(node)) for node in body.iter(W + "p"))),
    )
    return Document(tuple(reader.blocks(body)))


def _transitional(root: etree._Element) -> etree._Element:
    """Bring «Strict Open XML» to the names of the usual kind."""
    content = etree.tostring(root)
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    return parse_xml(content)


@dataclass(frozen=True, slots=True)
class _Style:
    is_heading: bool = False
    is_bold: bool = False
    align: str = ""
    number: tuple[str, int] | None = None
    is_list: bool = False


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for node in root.iterfind(W + "style") if root is not None else ():
        key = node.get(W + "styleId", "")
        name = _value(node.find(W + "name")) or key
        ppr, rpr = node.find(W + "pPr"), node.find(W + "rPr")
        base = styles.get(_value(node.find(W + "basedOn")), _Style())
        styles[key] = _Style(
            is_heading=base.is_heading or bool(re.match(r"(?i)heading|заголовок|title|название", name)),
            is_bold=_is_on(rpr, "b", base.is_bold),
            align=_value(ppr.find(W + "jc"))
            if ppr is not None and ppr.find(W + "jc") is not None
            else base.align,
            number=_number_of(ppr) or base.number,
            is_list=base.is_list
            or bool(re.match(r"(?i)list|список", name))
            and "paragraph" not in name.lower(),
        )
    return styles


def _value(node: etree._Element | None) -> str:
    return node.get(W + "val", "") if node is not None else ""


def _count(node: etree._Element | None, default: int) -> int:
    value = _value(node)
    return min(int(value), _MAX_WIDTH) if value.isdecimal() and len(value) < 9 else default


def _is_on(properties: etree._Element | None, name: str, default: bool) -> bool:
    node = properties.find(W + name) if properties is not None else None
    return default if node is None else node.get(W + "val") in _ON


def _number_of(ppr: etree._Element | None) -> tuple[str, int] | None:
    node = ppr.find(W + "numPr") if ppr is not None else None
    if node is None:
        return None
    return _value(node.find(W + "numId")), _count(node.find(W + "ilvl"), 0)


@dataclass(slots=True)
class _Reader:
    links: dict[str, str]
    numbering: Numbering
    styles: dict[str, _Style]
    known: set[str]
    tables: int = 0
    depth: int = field(default=0)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for node in _children(parent):
            if node.tag == W + "p":
                for box in _boxes(node):
                    yield from self.blocks(box)
                yield self.paragraph(node)
            elif node.tag == W + "tbl":
                yield from self.table(node)

    def table(self, node: etree._Element) -> Iterator[Block]:
        frame = _frame(node)
        if frame and self.depth < _MAX_DEPTH:
            self.depth += 1
            for cell in frame:
                yield from self.blocks(cell)
            self.depth -= 1
            return
        self.tables += 1
        builder = GridBuilder(table=self.tables)
        open_cells: dict[int, tuple[Cell, int]] = {}
        for row, line in enumerate(child for child in _children(node) if child.tag == W + "tr"):
            self._row(line, row, builder, open_cells)
        for cell, rowspan in open_cells.values():
            builder.put(_spanned(cell, rowspan))
        yield builder.build()

    def _row(
        self, line: etree._Element, row: int, builder: GridBuilder, open_cells: dict[int, tuple[Cell, int]]
    ) -> None:
        properties = line.find(W + "trPr")
        column = _count(properties.find(W + "gridBefore"), 0) if properties is not None else 0
        touched: set[int] = set()
        for node in (child for child in _children(line) if child.tag == W + "tc"):
            tcpr = node.find(W + "tcPr")
            colspan = max(1, _count(tcpr.find(W + "gridSpan"), 1)) if tcpr is not None else 1
            merge = tcpr.find(W + "vMerge") if tcpr is not None else None
            if merge is not None and _value(merge) != "restart" and column in open_cells:
                cell, rowspan = open_cells[column]
                extra = tuple(
                    p for p in self.cell_paragraphs(node) if p.text
                )  # unseen in Word, yet typed there
                open_cells[column] = (cell if not extra or cell.text else _with(cell, extra), rowspan + 1)
            else:
                cell = Cell(paragraphs=self.cell_paragraphs(node), row=row, column=column, colspan=colspan)
                if column in open_cells:
                    builder.put(_spanned(*open_cells.pop(column)))
                if merge is not None:
                    open_cells[column] = (cell, 1)
                else:
                    builder.put(cell)
            touched.add(column)
            column = min(column + colspan, _MAX_WIDTH)
        for gone in [key for key in open_cells if key not in touched]:
            builder.put(_spanned(*open_cells.pop(gone)))

    def cell_paragraphs(self, node: etree._Element) -> tuple[Paragraph, ...]:
        found: list[Paragraph] = []
        for child in _children(node):
            if child.tag == W + "p":
                for box in _boxes(child):
                    found += self.cell_paragraphs(box)
                found.append(self.paragraph(child))
            elif child.tag == W + "tbl" and self.depth < _MAX_DEPTH:
                self.depth += 1
                for row in child.iter(W + "tr"):
                    if next(row.iterancestors(W + "tbl")) is child:
                        cells = (
                            self.cell_paragraphs(cell) for cell in _children(row) if cell.tag == W + "tc"
                        )
                        texts = [" ".join(p.text for p in cell if p.text) for cell in cells]
                        found.append(Paragraph(" ".join(text for text in texts if text)))
                self.depth -= 1
        return tuple(found)

    def paragraph(self, node: etree._Element) -> Paragraph:
        ppr = node.find(W + "pPr")
        style = self.styles.get(_value(ppr.find(W + "pStyle")) if ppr is not None else "", _Style())
        number = _number_of(ppr) or style.number
        runs, links, bold = self._runs(node, style.is_bold)
        align = _value(ppr.find(W + "jc")) if ppr is not None else ""
        level = ppr.find(W + "outlineLvl") if ppr is not None else None
        text = tidy(join_broken_words("".join(runs), self.known))
        return Paragraph(
            text=text,
            label=self.numbering.label(*number) if number else "",
            is_list=bool(number and number[0] != "0") or style.is_list,
            is_heading=style.is_heading or (level is not None and _count(level, 9) < 9),
            is_bold=bold,
            align=align or style.align,
            links=tuple(dict.fromkeys(links)),
        )

    def _runs(self, node: etree._Element, style_bold: bool) -> tuple[list[str], list[str], bool]:
        texts: list[str] = []
        links: list[str] = []
        bold = True
        for run in _inline(node):
            if run.tag == W + "hyperlink":
                links.append(self.links.get(run.get(R + "id", ""), ""))
                continue
            properties = run.find(W + "rPr")
            if _is_on(properties, "vanish", False):
                continue
            text = "".join(_run_text(run))
            links += _FIELD_LINK.findall("".join(n.text or "" for n in run.iter(W + "instrText")))
            raised = properties is not None and _value(properties.find(W + "vertAlign")) == "superscript"
            if text.strip():
                bold = bold and _is_on(properties, "b", style_bold)
            texts.append(superscript(text) if raised else text)
        return texts, [link for link in links if link and not link.startswith("#")], bold and bool(texts)


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Child elements, looking through content controls, accepted insertions and the like."""
    for node in parent:
        if node.tag in _TRANSPARENT:
            yield from _children(node)
        elif node.tag not in _UNSEEN:
            yield node


def _inline(parent: etree._Element) -> Iterator[etree._Element]:
    """Runs of a paragraph in order; a hyperlink comes before its own runs."""
    for node in parent:
        if node.tag in _UNSEEN or not isinstance(node.tag, str):
            continue
        if node.tag == W + "r":
            yield node
        else:
            if node.tag == W + "hyperlink":
                yield node
            yield from _inline(node)


def _run_text(run: etree._Element) -> Iterator[str]:
    for node in run:
        if node.tag == W + "t":
            yield node.text or ""
        elif node.tag in {W + "br", W + "cr"}:
            yield "\n"
        elif node.tag in {W + "tab", W + "ptab"}:
            yield " "
        elif node.tag == W + "noBreakHyphen":
            yield "-"


def _paragraph_text(paragraph: etree._Element) -> Iterator[str]:
    for run in _inline(paragraph):
        if run.tag == W + "r":
            yield from _run_text(run)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes anchored in a paragraph, in the newer of the two forms that Word writes of each."""
    for box in paragraph.iter(W + "txbxContent"):
        inside = {node.tag for node in box.iterancestors() if node is not paragraph}
        if MC + "Fallback" not in inside and next(box.iterancestors(W + "p")) is paragraph:
            yield box


def _frame(table: etree._Element) -> list[etree._Element]:
    """The cells of a table that is only a frame: one to a row, with real tables inside; [] for any other."""
    rows = [child for child in _children(table) if child.tag == W + "tr"]
    cells = [[cell for cell in _children(row) if cell.tag == W + "tc"] for row in rows]
    column = [cell for row in cells for cell in row]
    framed = any(child.tag == W + "tbl" for cell in column for child in _children(cell))
    return column if framed and all(len(row) == 1 for row in cells) else []


def _spanned(cell: Cell, rowspan: int) -> Cell:
    return Cell(cell.paragraphs, cell.row, cell.column, rowspan=rowspan, colspan=cell.colspan)


def _with(cell: Cell, extra: tuple[Paragraph, ...]) -> Cell:
    return Cell(cell.paragraphs + extra, cell.row, cell.column, colspan=cell.colspan)
