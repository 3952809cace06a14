"""A .pdf with a text layer as paragraphs and grids; tables that run over pages become one."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
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
from masterstvo.plans.reading.words import has_bullet, join_broken_words, one_line, tidy, words_of

_MAX_PAGES = 400
_NEAR = 4.0  # points; rulings of one table differ by less from page to page
SCANNED = (
    "В этом PDF нет текстового слоя, похоже, это скан: распознайте его или возьмите исходный документ в формате "
    ".docx, .xlsx или .pdf и загрузите ещё раз."
)
BROKEN = "PDF повреждён или защищён паролем: сохраните план заново в формате .docx или .pdf без пароля и загрузите ещё раз."
_BROKEN_ADDRESS = re.compile(
    r"(https?://[\x21-\x7e]*(?<!\.pdf)(?<!\.docx)(?<!\.html)(?<!\.htm))\n(?!https?:)([\x21-\x7e]+)(?=\n|$)"
)
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,3}[-–—\s]*")


def read_pdf(content: bytes) -> Document:
    """Raises: UnreadableFile."""
    import pdfplumber  # noqa: PLC0415 - heavy, and most plans are Word files

    try:
        pdf = pdfplumber.open(io.BytesIO(content))
        if len(pdf.pages) > _MAX_PAGES:
            raise UnreadableFile("В PDF слишком много страниц для плана: загрузите только сам план.")
        found = [(page, page.find_tables() if page.chars else []) for page in pdf.pages]
    except UnreadableFile:
        raise
    except Exception as error:  # pdfminer lets any error of its parsing through
        raise UnreadableFile(BROKEN) from error
    known = words_of("\n".join(page.extract_text() for page, _ in found))
    with pdf:
        pages = [list(_page(page, tables, known)) for page, tables in found]
    if not any(pages):
        raise UnreadableFile(SCANNED)
    return Document(tuple(_numbered(_joined(pages))))


def _page(page: Any, ruled: list[Any], known: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield («text», paragraph) and («table», (column edges, rows)) of a page from top to bottom."""
    if not page.chars:
        return
    tables = [table for table in ruled if len(table.rows) > 1 or len(table.cells) > 1]
    found: list[tuple[float, str, Any]] = [
        (table.bbox[1], "table", _rows(page, table, known)) for table in tables
    ]
    boxes = [table.bbox for table in tables]

    def outside(item: dict[str, Any]) -> bool:
        return not any(_is_inside(item, box) for box in boxes)

    lines = page.filter(lambda item: item["object_type"] != "char" or outside(item)).extract_text_lines()
    lines = [line for line in lines if line["text"].strip()]
    if lines and _PAGE_NUMBER.fullmatch(lines[-1]["text"]):
        lines.pop()
    if lines and _PAGE_NUMBER.fullmatch(lines[0]["text"]):
        lines.pop(0)
    for group in _paragraphs(lines, page.width, [table.bbox[1] for table in tables]):
        text = _flowing("\n".join(line["text"] for line in group), known)
        middle = (group[0]["x0"] + group[0]["x1"]) / 2
        centred = abs(middle - page.width / 2) < 12 and group[0]["x0"] > page.width * 0.15
        found.append((group[0]["top"], "text", Paragraph(text, align="center" if centred else "")))
    for _, kind, what in sorted(found, key=lambda item: item[0]):
        yield kind, what


def _is_inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """By the middle of the letter: its edges may reach over a ruling."""
    x0, top, x1, bottom = box
    return x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and top <= (char["top"] + char["bottom"]) / 2 <= bottom


def _paragraphs(
    lines: list[dict[str, Any]], width: float, tops: list[float]
) -> Iterator[list[dict[str, Any]]]:
    """Group lines: a line that fills the text's width goes on in the next."""
    left = min((line["x0"] for line in lines), default=0)
    right = max((line["x1"] for line in lines), default=0)
    group: list[dict[str, Any]] = []
    for line in lines:
        apart = group and any(group[-1]["top"] < top <= line["top"] for top in tops)
        indented = group and any(part["x0"] > left + 0.15 * width for part in (group[-1], line))
        if group and not apart and not indented and _goes_on(group[-1], line, right):
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
    if abs(previous["chars"][0]["size"] - line["chars"][0]["size"]) > 0.5:
        return False
    full = previous["x1"] > right * 0.88
    ended = bool(re.search(r"[.;:!?]$", previous["text"].strip()))
    return full and not (ended and text[:1].isupper()) or previous["text"].rstrip().endswith("-")


def _flowing(text: str, known: set[str]) -> str:
    """Lines of one paragraph as one line: words, numbers and addresses broken by the edge are whole again."""
    text = join_broken_words(text, known, keep_hyphen=True)
    text = re.sub(r"(?<=[\w/])-\n(?=\w)", "-", text)
    while (joined := _BROKEN_ADDRESS.sub(r"\1\2", text)) != text:
        text = joined
    return one_line(text)


def _rows(
    page: Any, table: Any, known: set[str]
) -> tuple[list[float], list[list[tuple[int, int, int, str]]]]:
    """Return the column edges and, row by row, cells as (column, colspan, rowspan, text)."""
    from pdfplumber.utils import extract_text  # noqa: PLC0415 - heavy, as above

    xs = _edges([x for cell in table.cells for x in (cell[0], cell[2])])
    ys = _edges([y for cell in table.cells for y in (cell[1], cell[3])])
    rows: list[list[tuple[int, int, int, str]]] = [[] for _ in range(max(len(ys) - 1, 0))]
    for cell in sorted(set(table.cells), key=lambda box: (box[1], box[0])):
        x0, top, x1, bottom = cell
        left, end = _index(xs, x0), _index(xs, x1)
        first, last = _index(ys, top), _index(ys, bottom)
        if end <= left or last <= first:
            continue
        inside = [char for char in page.chars if _is_inside(char, cell)]
        text = extract_text(inside) if inside else ""
        rows[first].append((left, end - left, last - first, _cell_text(text, known)))
    return xs, rows


def _cell_text(text: str, known: set[str]) -> str:
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
    return "\n".join(_flowing(part, known) for part in kept)


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
    waiting: Paragraph | None = None  # its end may stand on the next page
    for page in pages:
        for at, (kind, what) in enumerate(page):
            if kind == "text":
                if builder is not None:
                    yield builder.build()
                    builder = None
                if waiting is not None and at == 0 and _is_torn(waiting, what):
                    waiting = replace(waiting, text=f"{waiting.text} {what.text}")
                    continue
                if waiting is not None:
                    yield waiting
                waiting = what
                continue
            if waiting is not None:
                yield waiting
                waiting = None
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
    if waiting is not None:
        yield waiting
    if builder is not None:
        yield builder.build()


def _is_torn(before: Paragraph, after: Paragraph) -> bool:
    return (
        not re.search(r"[.;:!?]$", before.text) and after.text[:1].islower() and before.align == after.align
    )


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
