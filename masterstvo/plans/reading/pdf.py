"""A .pdf with a text layer as paragraphs and grids; tables that run over pages become one."""

import io
import re
from collections.abc import Iterator
from typing import Any

from masterstvo.plans.reading.errors import UnreadableFile
from masterstvo.plans.reading.grid import (
    Block,
    Cell,
    Document,
    Grid,
    GridBuilder,
    Paragraph,
    plain_paragraphs,
)
from masterstvo.plans.reading.words import has_bullet, join_broken_words, one_line, tidy

_MAX_PAGES = 400
_NEAR = 4.0  # points; rulings of one table differ by less from page to page
SCANNED = (
    "В этом PDF нет текстового слоя, похоже, это скан: распознайте его или возьмите исходный документ в формате "
    ".docx, .xlsx или .pdf и загрузите ещё раз."
)
BROKEN = "PDF повреждён или защищён паролем: сохраните план заново в формате .docx или .pdf без пароля и загрузите ещё раз."
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,3}[-–—\s]*")


def read_pdf(content: bytes) -> Document:
    """Raises: UnreadableFile."""
    import pdfplumber  # noqa: PLC0415 - heavy, and most plans are Word files

    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > _MAX_PAGES:
                raise UnreadableFile("В PDF слишком много страниц для плана: загрузите только сам план.")
            pages = [list(_page(page)) for page in pdf.pages]
    except UnreadableFile:
        raise
    except Exception as error:  # pdfminer lets any error of its parsing through
        raise UnreadableFile(BROKEN) from error
    if not any(pages):
        raise UnreadableFile(SCANNED)
    return Document(tuple(_numbered(_joined(pages))))


def _page(page: Any) -> Iterator[tuple[str, Any]]:
    """Yield («text», paragraph) and («table», (column edges, rows)) of a page from top to bottom."""
    if not page.chars:
        return
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.cells) > 1]
    found: list[tuple[float, str, Any]] = [(table.bbox[1], "table", _rows(page, table)) for table in tables]
    boxes = [table.bbox for table in tables]

    def outside(item: dict[str, Any]) -> bool:
        middle = (item["top"] + item["bottom"]) / 2
        center = (item["x0"] + item["x1"]) / 2
        return not any(x0 <= center <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes)

    lines = page.filter(lambda item: item["object_type"] != "char" or outside(item)).extract_text_lines()
    lines = [line for line in lines if line["text"].strip()]
    if lines and _PAGE_NUMBER.fullmatch(lines[-1]["text"]):
        lines.pop()
    if lines and _PAGE_NUMBER.fullmatch(lines[0]["text"]):
        lines.pop(0)
    right = max((line["x1"] for line in lines), default=0)
    for group in _paragraphs(lines, right, [table.bbox[1] for table in tables]):
        text = one_line(join_broken_words("\n".join(line["text"] for line in group)))
        middle = (group[0]["x0"] + group[0]["x1"]) / 2
        centred = abs(middle - page.width / 2) < 12 and group[0]["x0"] > page.width * 0.15
        found.append((group[0]["top"], "text", Paragraph(text, align="center" if centred else "")))
    for _, kind, what in sorted(found, key=lambda item: item[0]):
        yield kind, what


def _paragraphs(
    lines: list[dict[str, Any]], right: float, tops: list[float]
) -> Iterator[list[dict[str, Any]]]:
    """Group lines: a line that reaches the right edge goes on in the next."""
    group: list[dict[str, Any]] = []
    for line in lines:
        apart = group and any(group[-1]["top"] < top <= line["top"] for top in tops)
        if group and not apart and _goes_on(group[-1], line, right):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _goes_on(previous: dict[str, Any], line: dict[str, Any], right: float) -> bool:
    text = line["text"].strip()
    if has_bullet(text) or re.match(r"\d+(\.\d+)*[.)]\s", text):
        return False
    full = previous["x1"] > right * 0.88
    ended = bool(re.search(r"[.;:!?]$", previous["text"].strip()))
    return full and not (ended and text[:1].isupper()) or previous["text"].rstrip().endswith("-")


def _rows(page: Any, table: Any) -> tuple[list[float], list[list[tuple[int, int, int, str]]]]:
    """Return the column edges and, row by row, cells as (column, colspan, rowspan, text)."""
    xs = _edges([x for cell in table.cells for x in (cell[0], cell[2])])
    ys = _edges([y for cell in table.cells for y in (cell[1], cell[3])])
    rows: list[list[tuple[int, int, int, str]]] = [[] for _ in range(max(len(ys) - 1, 0))]
    for cell in sorted(set(table.cells), key=lambda box: (box[1], box[0])):
        x0, top, x1, bottom = cell
        left, end = _index(xs, x0), _index(xs, x1)
        first, last = _index(ys, top), _index(ys, bottom)
        if end <= left or last <= first:
            continue
        text = page.crop((x0, top, x1, bottom), strict=False).extract_text() or ""
        rows[first].append((left, end - left, last - first, _cell_text(text)))
    return xs, rows


def _cell_text(text: str) -> str:
    """Lines of a cell are only the width of its column, except where a list goes on or a number stands alone."""
    lines = tidy(text).split("\n")
    if all(re.fullmatch(r"[\d.,%\s]+;?", line) for line in lines):
        return "\n".join(lines)
    kept: list[str] = []
    for line in lines:
        if kept and not has_bullet(line) and not line.startswith("http"):
            kept[-1] += "\n" + line
        else:
            kept.append(line)
    return "\n".join(one_line(join_broken_words(part)) for part in kept)


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _joined(pages: list[list[tuple[str, Any]]]) -> Iterator[Block]:
    """Join a table at the foot of a page with the one at the head of the next."""
    builder: GridBuilder | None = None
    edges: list[float] = []
    for page in pages:
        for at, (kind, what) in enumerate(page):
            if kind == "text":
                if builder is not None:
                    yield builder.build()
                    builder = None
                yield what
                continue
            xs, rows = what
            goes_on = builder is not None and at == 0 and _same_columns(edges, xs)
            if not goes_on:
                if builder is not None:
                    yield builder.build()
                builder, edges = GridBuilder(table=0), xs
            assert builder is not None
            base = builder.height
            if goes_on:
                builder.breaks.add(base)
            for offset, row in enumerate(rows):
                for column, colspan, rowspan, text in row:
                    builder.put(Cell(plain_paragraphs(text), base + offset, column, rowspan, colspan))
    if builder is not None:
        yield builder.build()


def _same_columns(first: list[float], second: list[float]) -> bool:
    return len(first) == len(second) and all(
        abs(a - b) < 3 * _NEAR for a, b in zip(first, second, strict=True)
    )


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    table = 0
    for block in blocks:
        if isinstance(block, Grid):
            table += 1
            yield Grid(table, block.rows, block.title, block.breaks)
        else:
            yield block
