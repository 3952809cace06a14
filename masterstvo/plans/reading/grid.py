"""A document as blocks: paragraphs and tables, each table a rectangle of cells that know where they stand."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from masterstvo.plans.reading.words import tidy


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    label: str = ""  # the number that Word itself draws: «1.», «2.3.»
    is_list: bool = False
    is_heading: bool = False
    is_bold: bool = False
    align: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    paragraphs: tuple[Paragraph, ...]
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    date: dt.date | None = None  # Excel turns «1.2» into 1 February
    is_number: bool = False

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs if p.text)

    @property
    def label(self) -> str:
        return next((p.label for p in self.paragraphs if p.label), "")

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(link for p in self.paragraphs for link in p.links))

    @property
    def is_bold(self) -> bool:
        filled = [p for p in self.paragraphs if p.text]
        return bool(filled) and all(p.is_bold for p in filled)


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows[r][c]`` is the cell that covers the place; a merged cell stands in all its places."""

    table: int  # which table of the document, from 1
    rows: tuple[tuple[Cell | None, ...], ...]
    title: str = ""  # the sheet's name
    breaks: frozenset[int] = frozenset()  # rows that open a new page

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def cells(self, row: int) -> list[Cell]:
        """Every cell that covers a place of ``row``, left to right, once."""
        return list(dict.fromkeys(cell for cell in self.rows[row] if cell is not None))

    def own(self, row: int) -> list[Cell]:
        """The cells that begin in ``row``."""
        return [cell for cell in self.cells(row) if cell.row == row]

    def filled(self, row: int) -> list[Cell]:
        return [cell for cell in self.own(row) if cell.text or cell.label]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph) and block.text]

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]


@dataclass(slots=True)
class GridBuilder:
    """Collects cells with spans and lays them out."""

    table: int
    title: str = ""
    places: dict[tuple[int, int], Cell] = field(default_factory=dict)
    breaks: set[int] = field(default_factory=set)
    height: int = 0

    def put(self, cell: Cell) -> None:
        self.height = max(self.height, cell.row + cell.rowspan)
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                self.places.setdefault((row, column), cell)

    def build(self) -> Grid:
        width = max((column for _, column in self.places), default=-1) + 1
        rows = tuple(tuple(self.places.get((r, c)) for c in range(width)) for r in range(self.height))
        return Grid(table=self.table, rows=rows, title=self.title, breaks=frozenset(self.breaks))


def plain_paragraphs(text: str, **properties: object) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line, **properties) for line in tidy(text).split("\n") if line)  # type: ignore[arg-type]


def pairs(blocks: Sequence[Block]) -> Iterator[tuple[list[Paragraph], Grid]]:
    """Yield each grid with the paragraphs that stand between it and the grid before."""
    before: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Grid):
            yield before, block
            before = []
        elif block.text:
            before.append(block)
