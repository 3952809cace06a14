"""What stands around the tables: title, place, years, order, goal, tasks."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from masterstvo.plans.reading.columns import read_layout
from masterstvo.plans.reading.grid import Document, Grid, Paragraph
from masterstvo.plans.reading.model import Heading, Order
from masterstvo.plans.reading.places import municipality_in, region_in
from masterstvo.plans.reading.words import (
    has_bullet,
    one_line,
    squeeze,
    without_bullet,
    without_footnote_marks,
)

_TITLE = re.compile(
    r"^(?:(?:муниципальн|комплексн|перспективн|годов|сводн|единый|проект|итогов|аналитическ)\w*\s+){0,2}"
    r"(?P<kind>план\b|планы\b|отч[её]т(?:\b|(?=о\s))|дорожная\s+карта|«?дорожн\w+|концептуальн\w+\s+модел|концепци|программ|"
    r"модель|комплекс\s+мер|план-график|информация\s+о\s+реализации)",
    re.I,
)
_STOP = re.compile(
    r"^(?:раздел|глава|цел[ьи]|задач|введени|содержани|оглавлени|пояснительн|общ(?:ая|ие)\s|паспорт|таблица|"
    r"приложени|утвержд|согласован|рассмотрен|приказ|нормативн|\d+(?:\.\d+)*[.)]?\s|[IVX]+[.)]\s)",
    re.I,
)
_BODY = re.compile(r"^(?:раздел|цел[ьи]\b|введени|содержани|пояснительн|паспорт|оглавлени)", re.I)
_YEARS = re.compile(
    r"(?P<from>20[0-4]\d)(?:\s*(?:г\.?|год[ау]?)?\s*[-–—/]\s*(?P<to>20[0-4]\d|\d\d))?\s*"
    r"(?P<word>уч\w*\.?\s*(?:г\.?|год\w*)|г\.\s*г\.|гг|г\.|год\w*)?",
    re.I,
)
_MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_DATE = re.compile(
    r"[«\"„]?\s*(?P<day>\d{1,2})\s*[»\"”]?\s*(?:\.\s*(?P<month>\d{1,2})\s*\.|\s+(?P<name>(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*)\s+)\s*(?P<year>\d{4}|\d\d\b)",
    re.I,
)
_NUMBER = re.compile(r"(?:№|N\b)\s*(?P<number>\d[\w/.-]*(?:\s*[-/–]\s*[\wА-Яа-я]+)*)")
_ORDER_WORD = re.compile(r"приказ|распоряжени|постановлени", re.I)
_GOAL = re.compile(
    r"^(?:основн\w+\s+)?цел[ьи](?:\s+(?:плана|работы|деятельности|программы|модели|дорожной\s+карты|реализации)[^:]{0,60})?\s*(?::|[-–—]|$)",
    re.I,
)
_TASKS = re.compile(
    r"^(?:основн\w+\s+)?задач[аи](?:\s+(?:плана|работы|деятельности|программы|модели|на)[^:]{0,80})?\s*:?\s*$|^(?:основн\w+\s+)?задачи\s*:",
    re.I,
)
_MARKER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[а-я]\))\s*")


def read_heading(document: Document, *, year: int | None = None) -> Heading:
    paragraphs = list(_paragraphs(document))
    at, title = _title(paragraphs)
    texts = [p.text for p in paragraphs]
    year_from, year_to = _years(title, texts, year)
    before = texts[: at + 12]
    return Heading(
        title=title,
        kind=_kind(title, year_from, year_to),
        municipality=municipality_in([title, *before, *texts]),
        region=region_in([title]) or region_in(before) or region_in(texts),
        year_from=year_from,
        year_to=year_to,
        order=_order(texts, at),
        goal=_goal(paragraphs),
        tasks=tuple(_tasks(paragraphs)),
    )


def _paragraphs(document: Document) -> Iterable[Paragraph]:
    """Paragraphs outside the tables of data: the rows above a header are text, too, as is a frame without one."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if block.text:
                yield block
            continue
        header = next((r for r in range(min(len(block.rows), 40)) if read_layout(block, r)), None)
        if header is None and len(block.rows) > 12:
            continue
        for row in range(len(block.rows) if header is None else header):
            yield from _row_paragraphs(block, row)


def _row_paragraphs(grid: Grid, row: int) -> Iterable[Paragraph]:
    for cell in grid.own(row):
        for paragraph in cell.paragraphs:
            if paragraph.text:
                yield paragraph


def _title(paragraphs: Sequence[Paragraph]) -> tuple[int, str]:
    """Return where the title begins and the title, its lines joined."""
    for at, paragraph in enumerate(paragraphs[:120]):
        text = one_line(paragraph.text)
        if not _TITLE.match(text) or text.endswith(";") or len(text) > 600:
            continue
        if _is_sentence(text, paragraph):
            continue
        lines = [text]
        for following in paragraphs[at + 1 : at + 14]:
            line = one_line(following.text)
            if _ends(lines[-1]) and not line[:1].islower():
                break
            if _STOP.match(line) or len(line) > 250 or following.is_heading != paragraph.is_heading:
                break
            if following.align != paragraph.align and not line[:1].islower():
                break
            lines.append(line)
        return at, without_footnote_marks(" ".join(lines))
    return 0, ""


def _is_sentence(text: str, paragraph: Paragraph) -> bool:
    """«План был направлен на …» is prose."""
    return (
        paragraph.is_list
        or (text.endswith((".", ":")) and len(text) > 120 and not _ends(text))
        or bool(
            re.search(
                r"\b(?:был|была|направлен|подготовлен|составлен|является|представлен|включает)\w*\b", text
            )
        )
    )


def _ends(text: str) -> bool:
    return bool(re.search(r"20\d\d[^А-Яа-я]*(?:уч\w*\.?\s*)?(?:год\w*|г\.\s*г\.|гг?\.?)?[».]*$", text))


def _kind(title: str, year_from: int | None, year_to: int | None) -> str:
    lower = title.lower().replace("ё", "е")
    if lower.startswith(("отчет", "итоговый отчет", "аналитический отчет", "информация о реализации")):
        return "report"
    if "концептуальн" in lower or lower.startswith(("концепци", "модель", "муниципальная модель")):
        return "concept"
    several = year_from is not None and year_to is not None and year_to - year_from > 1
    return "roadmap" if "дорожн" in lower or several else "annual"


def _years(title: str, texts: Sequence[str], given: int | None) -> tuple[int | None, int | None]:
    spans = [span for match in _YEARS.finditer(title) if (span := _span(match))]
    if spans:
        return min(first for first, _ in spans), max(last for _, last in spans)
    if given is not None:
        return given, given
    for text in texts[:60]:
        match = re.search(r"(?:в|на)\s+(20[0-4]\d)(?:\s*[-–—/]\s*(20[0-4]\d|\d\d))?\s*(?:уч|г)", text)
        if match:
            return int(match[1]), _second_year(match[1], match[2])
    return None, None


def _span(match: re.Match[str]) -> tuple[int, int] | None:
    first, last = int(match["from"]), _second_year(match["from"], match["to"])
    return (first, last) if first <= last <= first + 20 else None


def _second_year(first: str, second: str | None) -> int:
    if not second:
        return int(first)
    return int(second) if len(second) == 4 else int(first[:2] + second)


def _order(texts: Sequence[str], title_at: int) -> Order | None:
    """The order that approves: its number and date stand near the word, before the title or right after it."""
    head = texts[: max(title_at + 1, 1) + 6][:60]
    for at, text in enumerate(head):
        if not _ORDER_WORD.search(text) or len(text) > 400:
            continue
        for width in (1, 2, 3, 4):
            near = one_line(" ".join(head[at : at + width]))
            number, date = _NUMBER.search(near), _date(near)
            if number and date:
                return Order(_order_number(number["number"]), date)
    for at, text in enumerate(head):
        number = _NUMBER.search(text)
        if number and _ORDER_WORD.search(" ".join(head[max(0, at - 2) : at + 1])):
            return Order(_order_number(number["number"]), _date(one_line(" ".join(head[at : at + 2]))))
    return None


def _order_number(text: str) -> str:
    return re.sub(r"\s*([-/])\s*", r"\1", text.replace("–", "-")).strip(" .,")


def _date(text: str) -> dt.date | None:
    for match in _DATE.finditer(text):
        if match["name"]:
            month = next(
                (i for i, name in enumerate(_MONTHS, 1) if match["name"].lower().startswith(name)), 0
            )
        else:
            month = int(match["month"])
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        try:
            return dt.date(year, month, int(match["day"]))
        except ValueError:
            continue
    return None


def _goal(paragraphs: Sequence[Paragraph]) -> str:
    for at, paragraph in enumerate(paragraphs):
        match = _GOAL.match(paragraph.text)
        if match is None or len(paragraph.text) > 3000:
            continue
        rest = paragraph.text[match.end() :].strip()
        if rest:
            return without_bullet(rest)
        lines = []
        for following in paragraphs[at + 1 : at + 8]:
            if _TASKS.match(following.text) or _BODY.match(following.text) or following.is_heading:
                break
            if (
                _STOP.match(following.text)
                and not _GOAL.match(following.text)
                and not following.text.startswith("Цел")
            ):
                break
            lines.append(without_bullet(following.text))
        if lines:
            return "\n".join(lines)
    return ""


def _tasks(paragraphs: Sequence[Paragraph]) -> Iterable[str]:
    """The items after «Задачи»: listed, marked, or going on after a semicolon."""
    at = next((i for i, p in enumerate(paragraphs) if _TASKS.match(p.text)), None)
    if at is None:
        return
    first = paragraphs[at].text.partition(":")[2].strip()
    items = [first] if first else []
    for paragraph in paragraphs[at + 1 : at + 60]:
        text = paragraph.text
        marked = bool(paragraph.is_list or _MARKER.match(text) or has_bullet(text))
        goes_on = not items or items[-1].rstrip().endswith((";", ","))
        if paragraph.is_heading or not (marked or goes_on) or (not marked and _BODY.match(text)):
            break
        if squeeze(text).startswith(("направлени", "содержательн")) and not paragraph.is_list:
            break
        items.append(text)
    for item in items:
        yield without_bullet(_MARKER.sub("", item, count=1))
