"""The grammar of target values: «не менее 10 % от …», «12 %, из них: 8 % …; 4 % …», «(2021 – 13 %, 2022 – 20 %)»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from masterstvo.plans.reading.model import Fact, Indicator, Suggestion, Target
from masterstvo.plans.reading.words import (
    SUPERSCRIPTS,
    has_bullet,
    one_line,
    without_bullet,
    without_footnote_marks,
)  # fmt: skip

_OP = (
    r"(?P<op>(?:не\s+(?:менее|ниже|меньше|более|выше|больше|превышает)|более|больше|менее|меньше)(?:\s*,?\s*чем)?|свыше|"
    r"минимум|максимум|≥|≤|>=|<=|>|<|до|от)"
)
_UNITS = (
    ("percent", r"%|процент\w*|проц\b\.?"),
    ("people", r"чел\b\.?|человек\w*|педагог\w*|учител\w*|участник\w*|слушател\w*|специалист\w*|руководител\w*"),
    ("points", r"балл\w*"),
    ("hours", r"час(?:а|ов)?\b|ч\.(?=\s|$)"),
    ("rubles", r"(?:тыс\.?\s*|млн\.?\s*)?руб\w*\.?"),
    (
        "count",
        r"ед\b\.?|единиц\w*|шт\b\.?|штук\w*|раз(?:а)?\b|мероприяти\w*|семинар\w*|вебинар\w*|конкурс\w*|заседани\w*|"
        r"школ\w*|организаци\w*|учреждени\w*|курс\w*|программ\w*|практик\w*|мастер-класс\w*|договор\w*|пар\w?\b|"
        r"публикаци\w*|площад\w*|консультаци\w*|совещани\w*|кабинет\w*|занят\w*|урок\w*|О[ОУ]\b|ДОУ\b|СОШ\b|ШНОР\b",
    ),
)  # fmt: skip
_UNIT = "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS) + ")"
_NUMBER = r"(?P<value>\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?P<fraction>[.,]\d+)?"
_BETWEEN = r"(?:\s*\([а-яё ]+\))?\s*(?:[а-яё]+(?:ых|их|ого|ого|ные|ный)\s+)?"
_VALUE = re.compile(
    rf"(?:(?<![\w.,№/-])|(?<=ч\.))(?:{_OP}\s*)?{_NUMBER}(?!\d|[.,]\d|-?(?:го|й|я|е|м|х)\b){_BETWEEN}{_UNIT}",
    re.I,
)
_COUNTS = {
    "одного": 1, "одной": 1, "двух": 2, "трех": 3, "трёх": 3, "четырех": 4, "четырёх": 4, "пяти": 5, "шести": 6,
    "семи": 7, "восьми": 8, "девяти": 9, "десяти": 10,
}  # fmt: skip
_RANGE = re.compile(
    rf"(?<![\w.,№/-])(?P<from>от\s+|с\s+)?(?P<low>\d+(?:[.,]\d+)?)\s*%?\s*(?P<to>до|[-–—])\s*(?P<value>\d+)(?P<fraction>[.,]\d+)?"
    rf"(?!\d|[.,]\d){_BETWEEN}{_UNIT}",
    re.I,
)
_CHANGE = re.compile(  # «увеличение на 5 %» is no level to reach
    r"(?:увелич|рост|прирост|выр[ао]ст|повы|сниж|умень|сокра)\w*(?:\s+[^\W\d]+){0,6}\s+на\s*$", re.I
)
_SPELLED = re.compile(
    rf"{_OP}\s+(?P<value>{'|'.join(_COUNTS)})(?P<fraction>)(?:\s*\(\d+\))?(?:\s+{_BETWEEN}{_UNIT}|\s*$)",
    re.I,
)
_BARE = re.compile(
    rf"(?:всего|итого|в\s*т\.?\s*ч\.?|в\s+том\s+числе|из\s+них)?\s*:?\s*(?:{_OP}\s*)?{_NUMBER}\s*[.;,)]?\s*[{SUPERSCRIPTS}]*",
    re.I,
)
_BY_YEAR = re.compile(
    rf"(?:в\s+|к\s+|на\s+)?\b(?P<year>20[0-4]\d)\s*(?:г\.?\s*г?\.?|год[ауе]?|гг\.?)?\s*[-–—:=]\s*(?:{_OP}\s*)?{_NUMBER}"
    rf"\s*{_UNIT}?(?!\s*(?:г\b|год|гг))(?![\d.])",
    re.I,
)
_VALUE_OF_YEAR = re.compile(
    r"^\W{0,3}(?:(?:в|к|на|до)\s+)?(?:концу\s+)?(20[0-4]\d)(?!\s*(?:г\.?|год\w*)?\s*[-–—:=]\s*\d)", re.I
)
_YEAR_BEFORE = re.compile(r"(?:в|к|на)\s+(20[0-4]\d)\s*(?:г\.|год[ау]?)\W*(?:\w+\W+){0,2}$", re.I)
_PARTS = re.compile(
    r"(?:,\s*|\(\s*|\s)?(?P<word>из\s+них|в\s*т\.?\s*ч\.?|в\s+том\s+числе|включая)\s*:?\s*", re.I
)
_OPS = {
    "не менее": ">=", "не ниже": ">=", "не меньше": ">=", "минимум": ">=", "≥": ">=", ">=": ">=", "от": ">=",
    "не более": "<=", "не выше": "<=", "не больше": "<=", "не превышает": "<=", "максимум": "<=", "≤": "<=", "<=": "<=",
    "свыше": ">", "более": ">", "больше": ">", ">": ">", "менее": "<", "меньше": "<", "<": "<", "до": "<=",
}  # fmt: skip
_RISE = re.compile(r"(?:увелич|повыш|рост|доведен|возраст|достиж)\w*[^.;\n]*$", re.I)


@dataclass(frozen=True, slots=True)
class Value:
    op: str
    value: float
    unit: str
    year: int | None
    start: int
    end: int
    has_op: bool = False

    def target(self, label: str | None = None) -> Target:
        return Target(self.op, self.value, self.unit, self.year, label)


def values_in(text: str, *, unit: str = "") -> list[Value]:
    """Return every value with its operator, unit and year, in order.

    ``unit`` is taken for a number that stands alone; numbers inside prose need a unit of their own, so that dates,
    quantities in names and page numbers are no targets.
    """
    by_year = [_value(match, text, unit, int(match["year"])) for match in _BY_YEAR.finditer(text)]
    if len(by_year) > 1 or (by_year and by_year[0].unit):
        last_unit = next((value.unit for value in by_year if value.unit), unit)
        by_year = [replace(value, unit=value.unit or last_unit) for value in by_year]
    else:
        by_year = []
    ranges = [
        value
        for match in _RANGE.finditer(text)
        if not any(value.start < match.end() and match.start() < value.end for value in by_year)
        for value in _ends_of(match, text, unit)
    ]
    plain = [
        _value(match, text, unit, _year_near(text, match))
        for pattern in (_VALUE, _SPELLED)
        for match in pattern.finditer(text)
        if not any(value.start < match.end() and match.start() < value.end for value in by_year + ranges)
        and not _is_change(text, match)
    ] + ranges
    if not plain and not by_year:
        match = _BARE.fullmatch(text.strip())
        if match and not _is_year(match):
            plain = [_value(match, text.strip(), unit, None)]
    return sorted(by_year + plain, key=lambda value: value.start)


def _value(match: re.Match[str], text: str, unit: str, year: int | None) -> Value:
    groups = match.groupdict()
    op = one_line((groups.get("op") or "").lower())
    op = re.sub(r"\s*,?\s*чем$", "", op)
    sign = _OPS.get(op, "=")
    if op == "до" and _RISE.search(text[max(0, match.start() - 120) : match.start()]):
        sign = "="
    if op == "от" and re.match(r"\s*до\b|\s*[-–]", text[match.end("value") :]):
        sign = ">="
    digits = str(_COUNTS.get(groups["value"].lower(), "")) or re.sub(r"\s", "", groups["value"])
    value = float(digits + (groups["fraction"] or "").replace(",", "."))
    named = next((name for name, _ in _UNITS if groups.get(name)), unit)
    start = match.start("op") if op else match.start("year") if "year" in groups else match.start("value")
    return Value(sign, value, named, year, start, match.end(), bool(op))


def _is_change(text: str, match: re.Match[str]) -> bool:
    return bool(_CHANGE.search(text[max(0, match.start() - 120) : match.start()]))


def _ends_of(match: re.Match[str], text: str, unit: str) -> Iterator[Value]:
    """«10–15 %» is at least 10 and at most 15; «с 10 до 15 %» goes from one level to another."""
    high = _value(match, text, unit, _year_near(text, match))
    low = float(match["low"].replace(",", "."))
    is_move = (match["from"] or "").lower().startswith("с") and match["to"].lower() == "до"
    if low >= high.value or _is_change(text, match) or re.fullmatch(r"20[0-4]\d", match["low"]):
        return
    if is_move:
        yield replace(high, start=match.start())
        return
    yield replace(high, op=">=", value=low, start=match.start(), end=match.end("low"))
    yield replace(high, op="<=", start=match.start("value"))


def _year_near(text: str, match: re.Match[str]) -> int | None:
    after = _VALUE_OF_YEAR.match(text[match.end() :])
    if after:
        return int(after[1])
    before = _YEAR_BEFORE.search(text[max(0, match.start() - 80) : match.start()])
    return int(before[1]) if before else None


def _is_year(match: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"20[0-4]\d", match["value"])) and not match["fraction"] and not match["op"]


def unit_of_title(title: str) -> str:
    """«Доля …» is measured in percent, «Количество …» in pieces."""
    first = title.strip().lower()
    if re.match(r"дол[яи]|процент|удельный вес|охват|уровень", first) or "%" in first:
        return "percent"
    if re.match(r"количеств|числ|наличи", first):
        return "count"
    return ""


def _targets(text: str, unit: str, year: int | None = None) -> tuple[Target, ...]:
    found = values_in(text, unit=unit)
    targets = []
    for at, value in enumerate(found):
        label = _label(text, found, at) if at and value.year is None else None
        targets.append(replace(value.target(label), year=value.year or year))
    return tuple(targets)


def _label(text: str, found: list[Value], at: int) -> str | None:
    """The words around a further value: «с общим охватом не менее 80 % педагогов»."""
    line_end = text.find("\n", found[at].end)
    end = found[at + 1].start if at + 1 < len(found) else line_end if line_end > 0 else len(text)
    words = f"{text[found[at - 1].end : found[at].start]} {text[found[at].end : end]}"
    return one_line(words).strip(" ,;:()–-") or None


def facts_in(text: str, unit: str) -> tuple[Fact, ...]:
    found = values_in(text, unit=unit)
    return tuple(
        Fact(value.value, value.unit, _label(text, found, at) if at else None)
        for at, value in enumerate(found)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as written in the target cell, with parts of its own."""

    text: str
    label: str = ""
    parts: tuple["_Part", ...] = ()


@dataclass(frozen=True, slots=True)
class _Written:
    """A target cell taken apart. ``is_told`` : every part carries its own words, so that the head stands alone."""

    head: str
    parts: tuple[_Part, ...] = ()
    is_told: bool = False


def read_indicator(
    *,
    number: str,
    title: str,
    target_text: str,
    fact_text: str | None = None,
    unit: str = "",
    year: int | None = None,
) -> Indicator:
    """Make an indicator of the texts of a row, its parts as children.

    A text stays whole as it was written, except where each part is spelt out in both the title and the target.
    """
    title = without_footnote_marks(title)
    unit = unit or unit_of_title(title)
    head_title, part_titles = split_title(title)
    written = _take_apart(target_text, len(part_titles))
    facts = _take_apart(fact_text, len(part_titles)) if fact_text is not None else None
    children = tuple(
        _child(at, part, part_titles, facts, unit, year) for at, part in enumerate(written.parts)
    )
    split = written.is_told and bool(children)
    return Indicator(
        number=number,
        title=head_title if split else title,
        target_text=written.head if split else target_text,
        targets=_targets(written.head, unit, year),
        children=children,
        fact_text=fact_text,
        facts=facts_in(facts.head, unit) if facts else (),
        unit=unit,
    )


def _child(
    at: int, part: _Part, titles: list[str], facts: _Written | None, unit: str, year: int | None
) -> Indicator:
    own = facts.parts[at] if facts and at < len(facts.parts) else None
    title = titles[at] if at < len(titles) else part.label
    inner: list[str] = []
    if part.parts:
        title, inner = _inner_titles(title, len(part.parts))
    return Indicator(
        number="",
        title=title,
        target_text=part.text,
        targets=_targets(part.text, unit, year),
        children=tuple(
            Indicator(
                "", inner[k] if k < len(inner) else deeper.label, deeper.text, _targets(deeper.text, unit, year),
                fact_text="" if facts else None, unit=unit,
            )
            for k, deeper in enumerate(part.parts)
        ),
        fact_text=(own.text if own else "") if facts else None,
        facts=facts_in(own.text, unit) if own else (),
        unit=unit,
    )  # fmt: skip


def split_title(title: str) -> tuple[str, list[str]]:
    """Split «Доля …, из них:⏎– дошкольных;⏎– школьных» into its head and its parts."""
    lines = title.split("\n")
    first_part = next((i for i, line in enumerate(lines) if i and has_bullet(line)), len(lines))
    if first_part == len(lines) and len(lines) > 1 and lines[0].rstrip().endswith(":"):
        first_part = 1
    if first_part < len(lines):
        return "\n".join(lines[:first_part]), [_part_title(line) for line in lines[first_part:]]
    marker = _last_marker(title)
    if marker is None:
        return title, []
    tail = title[marker.end() :]
    items = [_part_title(item) for item in tail.split(";") if item.strip()]
    if (
        len(items) == 1
    ):  # «…, в т. ч. на базе …»: the abbreviation belongs to the part, «в том числе» does not
        short = re.match(r"\W*в\s*т", marker[0], re.I) and "том" not in marker[0]
        items = [f"{marker['word']} {items[0]}" if short else items[0]]
    return title[: marker.end()].rstrip(), items


def _part_title(text: str) -> str:
    return without_bullet(text).rstrip(" ;,.")


def _last_marker(text: str) -> re.Match[str] | None:
    """The first word that opens parts outside brackets, with words after it."""
    for match in _PARTS.finditer(text):
        before = text[: match.start("word")]
        outside = before.count("(") <= before.count(")")
        if outside and match["word"].lower() != "включая" and text[match.end() :].strip():
            return match
    return None


def _inner_titles(title: str, count: int) -> tuple[str, list[str]]:
    match = _PARTS.search(title)
    if match is None:
        return title, []
    return title[: match.start()].rstrip(" ,"), [title[match.start("word") :].strip()] * count


def _take_apart(text: str, wanted: int) -> _Written:
    """Take a cell apart: bulleted lines, lines of values, or «…, из них: a; b» in one line."""
    lines = text.split("\n")
    if len(lines) > 1 and (wanted or _PARTS.search(lines[0]) or any(map(has_bullet, lines[1:]))):
        whole = [line for line in lines[1:] if values_in(line, unit="percent") or has_bullet(line)]
        if len(whole) == len(lines) - 1:
            parts = tuple(_lines_part(line) for line in whole)
            return _Written(lines[0], parts, is_told=all(_is_told(line) for line in whole))
    head, _, rest = text.partition("\n")
    marker = next((m for m in _PARTS.finditer(head) if values_in(head[: m.start()])), None)
    if marker is None or rest or not _opens_values(head[marker.end() :]):
        return _Written(text)
    inline = head[marker.end() :].rstrip(" )")
    pieces = [piece.strip() for piece in _pieces(inline) if piece.strip()]
    if len(pieces) == 1:
        text_of = f"{marker['word']}{head[marker.end('word') : marker.end()]}{pieces[0]}".strip()
        return _Written(head[: marker.start()], (_Part(text_of, _words_of(pieces[0])),))
    told = all(_is_told(piece) for piece in pieces)
    parts = tuple(_Part(piece.rstrip(" ;,."), _words_of(piece)) for piece in pieces)
    return _Written(head[: marker.end()].rstrip(), parts, is_told=told)


def _opens_values(text: str) -> bool:
    found = values_in(text, unit="percent") or _BARE.match(text)
    return bool(found) and bool(re.match(r"\W*(?:[а-яё]+\W+){0,6}?\d|\W*\d", text, re.I))


def _pieces(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    return re.split(r",\s*(?=(?:не\s+\w+\s+)?\d+(?:[.,]\d+)?\s*%)", text)


def _lines_part(line: str) -> _Part:
    text = without_bullet(line).rstrip(" ;")
    marker = next((m for m in _PARTS.finditer(text) if values_in(text[: m.start()])), None)
    if marker and _VALUE.match(text[marker.end() :]):
        inner = text[marker.start("word") :].strip()
        return _Part(
            text[: marker.start()].rstrip(" ,("), parts=(_Part(inner, _words_of(text[marker.end() :])),)
        )
    return _Part(text if values_in(text, unit="percent") else "", _words_of(text))


def _is_told(text: str) -> bool:
    """A value with words of its own."""
    return bool(values_in(text)) and len(re.findall(r"[^\W\d]{2,}", _words_of(text))) > 0


def _words_of(text: str) -> str:
    """A part without its value: its name."""
    for value in reversed(values_in(text)):
        text = text[: value.start] + text[value.end :]
    return one_line(without_bullet(text)).strip(" ;,.–-—:()")


def suggestions_in(activity: int, number: str, text: str) -> Iterator[Suggestion]:
    """Yield the targets hidden in a result: shares, and counts with an operator."""
    for line in text.split("\n"):
        for value in values_in(line):
            if value.unit == "percent" or (value.unit and value.has_op):
                start = max(line.rfind(";", 0, value.start), line.rfind(". ", 0, value.start)) + 1
                stop = line.find(";", value.end)
                sentence = line[start : stop if stop > 0 else len(line)]
                yield Suggestion(
                    activity,
                    number,
                    without_bullet(sentence.strip()),
                    value.op,
                    value.value,
                    value.unit,
                    value.year,
                )
