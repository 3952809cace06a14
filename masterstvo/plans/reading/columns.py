"""What the columns of a table mean, by the words of its header."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from masterstvo.plans.reading.grid import Cell, Grid
from masterstvo.plans.reading.words import squeeze

Role = Literal[
    "number", "direction", "title", "content", "period", "responsible", "participants", "result", "actual",
    "target", "unit", "place", "note",
]  # fmt: skip

# Tried in this order on the header without spaces, case and punctuation («№ п/п» is «пп»); the first that fits wins.
_WORDS: tuple[tuple[Role, str], ...] = (
    ("number", r"^(nn?|no)?(пп?|номер(пп|строки|пункта|мероприятия)?)$|^nn?$|^no$"),
    ("content", r"^(уровень|формат?|вид|тип|статус|цел[ьи]|задач[аи]|тематика)\w{0,10}мероприят"),
    ("title", r"^(наименовани[ея]|название|перечень|содержание|основн[а-я]{2,3}|планируем[а-я]{2,3}|тем[аы])*мероприяти"),
    ("unit", r"^ед(иниц[аы])?изм|^единиц[аы]измерен"),
    ("note", r"^примечани|^комментари|^согласован|^отметкаосогласован|^подпись"),
    ("actual", r"фактическ|^факт|достигнут|^исполнение$|^отметка|^выполнение$|^итогивыполнен|^информацияо(б)?(ис|вы)полнен"),
    ("participants", r"^участник|^категори(я|и)(участник|слушател|педагог|работник)?|^целев(ая|ые)(аудитори|групп|категори)|^аудитори|^длякого|^охват|^контингент"),
    ("responsible", r"ответств|^отв$|исполнител|^организатор|^ктопроводит|^ктоотвечает|^куратор|^фио(идолжность)?$|^соисполнител|^координатор"),
    ("period", r"^(?!результат|ответствен|исполнит|форм|документ)\w{0,18}(срок|период|дат[аы]|время|месяц)|^когда|^график|^годреализации"),
    ("place", r"^место|^площадк|^где|^форма(т)?проведения|^форма(т)?$|^форматочн"),
    ("target", r"^(целев|планов|планируем|прогноз)\w{0,4}(знач|показател|индикатор)|^показател[ьи](результ|эффект|знач)|^значени[ея]|^план(на|\d|$)|^целев\w*ориентир|^критери"),
    ("result", r"результат|продукт|^документ|^форма(отчет|представлен|завершен|контрол)|^показател|^итог|^выход|эффект$|^контрольн\w*(показател|точк)|^индикатор|^вид(отчетного)?документ|^подтвержда|^чтобудетсделано"),
    ("direction", r"^(?!.*мероприят)(основн[а-я]{2,3}|наименование|название)?(этап|раздел|блок|модул|направлени|задач)"),
    ("title", r"^(наименование|название)(конкурс|семинар|событи|акци|вебинар|фестивал|заседани|консультаци|совещани|курс)"),
    ("title", r"мероприяти|^(виды?|формы?)(и)?(деятельност|работ)|^(планируем|предстоящ|намечен)?\w*(действия|работ[аы]|дела)$|^наименованиеработ|^тем[аы]мероприят|^вопрос|^чтосделать|^событи|^план(овые)?работ"),
    ("content", r"содержани|описани|^тем[аы]$|^тематика|^механизм"),
    ("title", r"^(наименование|название|показател)$"),
)  # fmt: skip
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _WORDS)
_YEAR_COLUMN = re.compile(
    r"^(?:план|целев[а-я]{2}|планов[а-я]{2}|прогнозн[а-я]{2}|значение|показатель|на|в)*(20\d\d)(?:год[ау]?|г)?(?:план)?$"
)
_INDICATOR_TITLE = re.compile(
    r"^(наименование|название)?(целев\w*|основн\w*|ожидаем\w*)?(показател|индикатор|результат|критери)\w{0,3}$|^(наименование|название)(показател|индикатор|результат|критери)|^(целев\w*)(показател|индикатор)(и|ы|ь)?$"
)
_CRITERION = re.compile(r"критери")
_HEADER_FRAGMENT = re.compile(
    r"^(пп|п|мероприяти[йея]|исполнени[яе]|реализации|проведения|выполнения|исполнител[ьи]|результаты?|показател[ьи]|"
    r"деятельности|работы|этапа|направлени[яе]|ответственн\w+|участник\w*|организатор\w*|фио|должность|план|факт|"
    r"(20\d\d)(год|г)?|начало|окончание|значени[ея]|единицы?|измерения)+$"
)
_DATA = re.compile(
    r"(?!20\d\d)\d{1,3}([.,)]\d*)*\.?|(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w{0,2}\b.*|"
    r"в течение .*|(?:до )?\d\d\.\d\d\.20\d\d.*|\d+[.,]?\d* ?%.*",
    re.I | re.S,
)
_LONGEST = 180
_SLOT = re.compile(
    r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,5}|(?:[1-4]|i{1,3}|iv)(?:кв|квартал|полугодие)"
)
_BEGINS, _ENDS = re.compile(r"начал|^с$"), re.compile(r"оконч|заверш|конец|^по$")


@dataclass(frozen=True, slots=True)
class Column:
    role: Role | None
    header: str
    start: int
    end: int  # half-open
    year: int | None = None
    slot: str = ""  # the part of the year that a column stands for: «I квартал», «Март»

    @property
    def names_organizers(self) -> bool:
        return bool(re.search(r"организатор|ответствен|исполнител", squeeze(self.header)))


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, left to right."""

    columns: tuple[Column, ...]
    rows: int  # of the header

    def has(self, role: Role) -> bool:
        return any(column.role == role for column in self.columns)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(column.role for column in self.columns if column.role)

    @property
    def width(self) -> int:
        return max(column.end for column in self.columns)

    def joiner(self, role: Role) -> str:
        """What stands between the texts of several columns of one role."""
        columns = [column for column in self.columns if column.role == role]
        if role == "responsible" or any(column.slot for column in columns):
            return ", "
        if role == "period" and len(columns) == 2:
            first, last = (column.header.lower().split()[-1] for column in columns)
            return " – " if _BEGINS.search(first) and _ENDS.search(last) else "\n"
        return "\n"

    def for_activities(self) -> "Layout":
        """«Показатели» of an activity, where it has no other result, are its expected result."""
        if self.has("result"):
            return self
        columns = (
            _with_role(column, "result") if column.role == "target" else column for column in self.columns
        )
        return Layout(tuple(columns), self.rows)

    def cells(self, grid: Grid, row: int) -> list[tuple[Column, Cell]]:
        """Give every cell that covers ``row`` its column: by order when the counts agree, else by overlap."""
        cells = grid.cells(row)
        if len(cells) == len(self.columns):
            return list(zip(self.columns, cells, strict=True))
        return [(self._nearest(cell), cell) for cell in cells]

    def _nearest(self, cell: Cell) -> Column:
        def overlap(column: Column) -> int:
            return min(column.end, cell.column + cell.colspan) - max(column.start, cell.column)

        return max(self.columns, key=lambda column: (overlap(column), -column.start))


def role_of(header: str) -> Role | None:
    text = squeeze(header)
    if "№" in header and len(text) < 15:
        return "number"
    if _SLOT.fullmatch(text):
        return "period"
    if len(header) > _LONGEST:
        return None
    return next((role for role, pattern in _PATTERNS if pattern.search(text)), None)


def read_layout(grid: Grid, row: int) -> Layout | None:
    """Read a header that begins at ``row``; it may be split over several rows. ``None`` when there is none."""
    if not _may_be_header(grid, row):
        return None
    best: Layout | None = None
    for height in (1, 2, 3):
        if row + height > len(grid.rows):
            break
        if height > 1 and not _goes_on(grid, row, row + height - 1):
            break
        layout = _layout(grid, row, height)
        if layout is not None:
            best = layout
    return best


def _may_be_header(grid: Grid, row: int) -> bool:
    filled = [cell for cell in grid.own(row) if cell.text]
    if len(filled) < 2 or any(len(cell.text) > _LONGEST for cell in filled):
        return False
    slots = sum(bool(_SLOT.fullmatch(squeeze(cell.text))) for cell in filled)
    if sum(bool(_DATA.fullmatch(cell.text)) for cell in filled) > (slots if slots > 2 else 0):
        return False
    return any(role_of(cell.text) for cell in filled)


def _goes_on(grid: Grid, first: int, row: int) -> bool:
    """The header goes on in ``row``: a cell reaches down into it, or all its words are words of headers."""
    own = [cell for cell in grid.own(row) if cell.text]
    reached = any(cell.row < row and cell.row >= first for cell in grid.cells(row))
    if not own:
        return reached
    if is_number_row(grid, row) or any(len(cell.text) > 80 for cell in own):
        return False
    fragments = all(_HEADER_FRAGMENT.match(squeeze(cell.text)) or role_of(cell.text) for cell in own)
    return fragments and (reached or all(_HEADER_FRAGMENT.match(squeeze(c.text)) for c in own))


def _layout(grid: Grid, row: int, height: int) -> Layout | None:
    columns: list[Column] = []
    for place in range(grid.width):
        stack = list(dict.fromkeys(grid.rows[r][place] for r in range(row, row + height)))
        cells = [cell for cell in stack if cell is not None]
        header = " ".join(cell.text for cell in cells if cell.text)
        if columns and _same_stack(grid, row, height, place):
            columns[-1] = replace(columns[-1], end=place + 1)
            continue
        year = _YEAR_COLUMN.match(squeeze(cells[-1].text)) if cells else None
        role: Role | None = "target" if year else _role_of_stack(cells, header)
        slot = cells[-1].text if cells and _SLOT.fullmatch(squeeze(cells[-1].text)) else ""
        columns.append(Column(role, header, place, place + 1, int(year[1]) if year else None, slot))
    columns = _settled(columns)
    known = [column for column in columns if column.role]
    if len({column.role for column in known}) < 2 or len(known) * 2 < len([c for c in columns if c.header]):
        return None
    return Layout(tuple(columns), height)


def _role_of_stack(cells: list[Cell], header: str) -> Role | None:
    """The lowest cell is the most exact: «Исполнители» over «ответственный» and «участники»."""
    lowest = role_of(cells[-1].text) if len(cells) > 1 else None
    return lowest if lowest and lowest != "number" else role_of(header)


def _same_stack(grid: Grid, row: int, height: int, place: int) -> bool:
    return all(
        grid.rows[r][place] is not None and grid.rows[r][place] is grid.rows[r][place - 1]
        for r in range(row, row + height)
    )


def _settled(columns: list[Column]) -> list[Column]:
    """Give the columns their final roles where one header alone does not tell."""
    if not any(c.role == "title" for c in columns):
        columns = _titled(columns)
    if columns and columns[0].role is None and columns[0].header in {"", "№"}:
        columns = [_with_role(columns[0], "number"), *columns[1:]]
    seen_title = False
    settled = []
    for column in columns:
        if column.role == "title" and seen_title:
            column = _with_role(column, "content")
        seen_title = seen_title or column.role == "title"
        settled.append(column)
    return settled


def _titled(columns: list[Column]) -> list[Column]:
    """Find the title in a table of indicators, or of «содержание деятельности» alone."""
    for test in (
        lambda c: bool(_INDICATOR_TITLE.match(squeeze(c.header))) and not _CRITERION.match(squeeze(c.header)),
        lambda c: bool(_INDICATOR_TITLE.match(squeeze(c.header))),
        lambda c: c.role == "content",
        lambda c: c.role == "direction" and not any(d.role == "result" for d in columns),
    ):
        at = next((i for i, column in enumerate(columns) if test(column)), None)
        if at is not None:
            titled = [*columns[:at], _with_role(columns[at], "title"), *columns[at + 1 :]]
            return [_with_role(c, "direction") if _is_group(c) else c for c in titled]
    return columns


def _is_group(column: Column) -> bool:
    """«Критерий» beside «Показатель» only groups the indicators."""
    return column.role == "target" and bool(_CRITERION.match(squeeze(column.header)))


def _with_role(column: Column, role: Role) -> Column:
    return replace(column, role=role)


def is_number_row(grid: Grid, row: int) -> bool:
    """«1 | 2 | 3 | 4 | 5» under a header."""
    texts = [re.sub(r"\W", "", cell.text) for cell in grid.own(row) if cell.text]
    return len(texts) >= 2 and texts == [str(i) for i in range(1, len(texts) + 1)]


def repeats_header(grid: Grid, row: int, headers: Iterable[Iterable[str]]) -> bool:
    """``row`` says again what a row of the header has said."""
    texts = header_words(grid, row)
    if len(texts) < 2:
        return False
    return any(sum(text in header for text in texts) >= 0.6 * len(texts) for header in map(set, headers))


def ends_header(grid: Grid, row: int, headers: Iterable[Iterable[str]]) -> bool:
    """``row`` is the rest of a header that a page break has torn."""
    texts = header_words(grid, row)
    words = [word for header in headers for word in header]
    return bool(texts) and all(any(word.endswith(text) for word in words) for text in texts)


def header_words(grid: Grid, row: int) -> list[str]:
    return [squeeze(cell.text) or cell.text for cell in grid.own(row) if cell.text]


def is_activities(layout: Layout) -> bool:
    """What is done, and when, or by whom, or in which direction with what result."""
    roles = layout.roles
    if "title" not in roles:
        return False
    title = next(column for column in layout.columns if column.role == "title")
    if _INDICATOR_TITLE.match(squeeze(title.header)):
        return False
    return bool(roles & {"period", "responsible"})


def is_indicators(layout: Layout) -> bool:
    """What is measured, and the value it must reach."""
    title = next((column for column in layout.columns if column.role == "title"), None)
    if title is None or layout.roles & {"period", "responsible", "participants"} and not layout.has("target"):
        return False
    measured = bool(_INDICATOR_TITLE.match(squeeze(title.header)))
    return (measured and bool(layout.roles & {"target", "actual", "result"})) or (
        layout.has("target") and not is_activities(layout)
    )
