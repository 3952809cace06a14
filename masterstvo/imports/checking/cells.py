"""One cell as written → a value of its column's type, or a reason in words."""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from masterstvo.core.words import clean, fold
from masterstvo.imports.kinds.base import Column, Link, New, Type, in_order

EMPTY = {
    "",
    "-",
    "нет данных",
    "н/д",
    "нд",
    "не указано",
    "не указана",
    "n/a",
    "#н/д",
    "нет сведений",
    "null",
    "none",
}
PLUS = {"+", "✓", "✔", "√", "v", "☑"}
YES = {"да", "1", "true", "истина", "yes", "есть", "имеется", "д", *PLUS}
NO = {"нет", "0", "false", "ложь", "no", "отсутствует", "н", "☐"}
MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
MONTHS_GENITIVE = (
    "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
EXCEL_EPOCH = dt.date(1899, 12, 30)
SERIALS = range(3_654, 73_051)  # 1910 … 2099; a smaller number is a year or a count, not a day
LATIN = str.maketrans("AaBCcEeHKMOoPpTXxy", "АаВСсЕеНКМОоРрТХху")


class CellError(Exception):
    """Why a cell is not accepted, with values that would be."""

    def __init__(self, reason: str, suggestions: tuple[str, ...] = ()):
        super().__init__(reason)
        self.reason, self.suggestions = reason, suggestions


@dataclass(frozen=True)
class Name:
    """A person's name in parts."""

    last: str
    first: str
    patronymic: str

    @property
    def folded(self) -> str:
        return fold(f"{self.last} {self.first} {self.patronymic}")

    @property
    def has_initials(self) -> bool:
        return len(self.first.rstrip(".")) < 2

    def __str__(self) -> str:
        return f"{self.last} {self.first} {self.patronymic}".strip()


@dataclass(frozen=True)
class Vocabulary:
    """The words of one dictionary. ``spellings``: folded spelling → key; ``ids``: key → primary key of the term.

    ``lasting``: (key, title, first day, first day after) of each, None where it holds without a limit.
    """

    titles: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    lasting: list[tuple[str, str, dt.date | None, dt.date | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Habits:
    """How the whole file writes a column: pluses mean that empty is «нет», shares of one mean percents."""

    pluses: frozenset[str] = frozenset()
    fractions: frozenset[str] = frozenset()


def is_empty(text: str, column: Column) -> bool:
    folded = fold(text).strip("-").strip()
    return folded in EMPTY or folded in column.nothing


def habits(columns: tuple[Column, ...], rows: list[dict[str, str]]) -> Habits:
    """Look at whole columns before reading their cells."""
    pluses, fractions = set(), set()
    for column in columns:
        if column.type not in (Type.BOOL, Type.PERCENT):
            continue
        filled = [
            row[column.name] for row in rows if column.name in row and not is_empty(row[column.name], column)
        ]
        if column.type == Type.BOOL and filled and all(fold(text) in PLUS for text in filled):
            pluses.add(column.name)
        if column.type == Type.PERCENT and all(map(_is_fraction, filled)) and any(map(_is_part, filled)):
            fractions.add(column.name)
    return Habits(frozenset(pluses), frozenset(fractions))


def _fraction(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return -1


def _is_part(text: str) -> bool:
    return 0 < _fraction(text) < 1


def _is_fraction(text: str) -> bool:
    return "%" not in text and 0 <= _fraction(text) <= 1


def parse(
    text: str, column: Column, *, today: dt.date, words: Vocabulary | None = None, habits: Habits
) -> Any:
    """Return the value of a cell, or None when it is empty.

    Raises: CellError, and nothing else whatever the text.
    """
    text = clean(text)
    if is_empty(text, column):
        return False if column.name in habits.pluses else None
    match column.type:
        case Type.DATE:
            return parse_date(text, today)
        case Type.LAST_DAY:
            day = parse_date(text, today)
            return day + dt.timedelta(days=1)
        case Type.TIME:
            return parse_time(text)
        case Type.NUMBER | Type.PERCENT | Type.INTEGER:
            return _within(_number(text, column, column.name in habits.fractions), column)
        case Type.BOOL:
            return parse_bool(text)
        case Type.TERM:
            return parse_term(text, words or Vocabulary())
        case Type.TERMS:
            return _terms(text, column.vocabulary, words or Vocabulary())
        case Type.CHOICE:
            return _choice(text, column)
        case Type.NAME:
            return parse_name(text)
        case Type.EMAIL:
            return _email(text, column)
        case Type.URL:
            return _url(text, column)
    return _text(text, column)


def _text(text: str, column: Column) -> str:
    if len(text) > column.max_length:
        raise CellError(f"Длиннее {column.max_length} знаков: сократите.")
    return text


def _email(text: str, column: Column) -> str:
    text = text.strip("<>;, ").removeprefix("mailto:")
    if not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+", text):
        raise CellError("Это не похоже на адрес электронной почты.")
    return _text(text, column)


def _url(text: str, column: Column) -> str:
    address = text if re.match(r"[a-zA-Z][\w+.-]*:", text) else f"https://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in address:
        raise CellError("Это не похоже на адрес сайта: нужно, например, https://school1.ru.")
    return _text(address, column)


# --- Dates -----------------------------------------------------------------------------------------------------------
def parse_date(text: str, today: dt.date) -> dt.date:
    """Return the day of «05.09.1987», «5/9/87», «1987-09-05», «5 сентября 1987 г.» or of an Excel serial number."""
    written = fold(text).translate(str.maketrans("", "", "*"))
    written = re.sub(r"\s*(года|год|г)\.?$", "", written)
    written = re.sub(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(z|\+\d{2}:?\d{2})?$", "", written)
    if found := re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", written):
        year, month, day = map(int, found.groups())
        return _day(day, month, year)
    if found := re.fullmatch(r"(\d{1,2}) ?[-./,] ?(\d{1,2}) ?[-./,] ?(\d{4}|\d{2})", written):
        return _day(int(found[1]), int(found[2]), _year(found[3], today))
    if found := re.fullmatch(r"(\d{1,2})[ -]([а-я]+)\.?[ -](\d{4}|\d{2})", written):
        month = next((at for at, stem in enumerate(MONTHS, start=1) if found[2].startswith(stem)), 0)
        if month:
            return _day(int(found[1]), month, _year(found[3], today))
    if re.fullmatch(r"\d{4,5}([.,]\d+)?", written):
        serial = int(re.split(r"[.,]", written)[0])
        if serial in SERIALS:
            return EXCEL_EPOCH + dt.timedelta(days=serial)
    raise CellError("Нужна дата целиком: ДД.ММ.ГГГГ.")


def parse_time(text: str) -> dt.time:
    """Return the hour of «14:00», «9.30», «14 ч» or of a cell of Excel. Raises: CellError."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.,-](\d{2})(?::\d{2})?)?\s*(?:ч|час|часов|часа)?\.?", fold(text))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise CellError("Нужно время: ЧЧ:ММ.")
    return dt.time(int(found[1]), int(found[2] or 0))


def _year(text: str, today: dt.date) -> int:
    """Two figures mean the nearest year that is not far ahead: «87» is 1987, «25» is 2025."""
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year + 10 else year - 100


def _day(day: int, month: int, year: int) -> dt.date:
    if not 1 <= month <= 12:
        suggestions = (f"{month:02}.{day:02}.{year}",) if 1 <= day <= 12 and 1 <= month <= 31 else ()
        raise CellError(f"Месяца с номером {month} нет.", suggestions)
    if not 1900 <= year <= 2100:
        raise CellError(f"Год {year} — явная опечатка.")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise CellError(
            f"В {MONTHS_GENITIVE[month - 1]} {year} года {last} дней.", (f"{last:02}.{month:02}.{year}",)
        )
    return dt.date(year, month, day)


# --- Numbers and yes/no ------------------------------------------------------------------------------------------------
def _number(text: str, column: Column, is_fraction: bool) -> Decimal:
    written = re.sub(r"\s", "", text).replace(",", ".").replace("−", "-")
    written = re.sub(r"(ч|час|часа|часов|%|чел|шт|мбит/с)\.?$", "", written.casefold())
    # Excel writes very small and very large floats with an exponent.
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d*)?|\d(\.\d+)?e[+-]\d{1,2})", written):
        raise CellError("Нужно число.")
    try:
        value = Decimal(written)
    except InvalidOperation as error:
        raise CellError("Нужно число.") from error
    return value * 100 if is_fraction else value


def _within(value: Decimal, column: Column) -> Decimal | int:
    if column.least is not None and value < Decimal(str(column.least)):
        raise CellError(f"Не меньше {column.least:g}.")
    if column.most is not None and value > Decimal(str(column.most)):
        raise CellError(f"Не больше {f'{column.most:,.0f}'.replace(',', ' ')}.")
    if column.type == Type.INTEGER:
        if value != value.to_integral_value():
            raise CellError("Нужно целое число.")
        return int(value)
    return value.quantize(Decimal(1).scaleb(-column.places))


def parse_bool(text: str) -> bool:
    folded = fold(text) or text
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise CellError("Нужно «да» или «нет».", ("да", "нет"))


# --- Words of dictionaries ---------------------------------------------------------------------------------------------
def parse_term(text: str, words: Vocabulary) -> str:
    """Return the key of a known word. Raises: CellError with the closest words of the dictionary."""
    key = words.spellings.get(fold(text))
    if key is None:
        near = get_close_matches(fold(text), words.spellings, n=3, cutoff=0.6)
        suggestions = tuple(dict.fromkeys(words.titles[words.spellings[each]] for each in near))
        raise CellError(_unknown_word(tuple(words.titles.values())), suggestions)
    return key


def _choice(text: str, column: Column) -> str:
    spellings = {
        fold(spelling): key for key, title, others in column.choices for spelling in (key, title, *others)
    }
    key = spellings.get(fold(text))
    if key is None:
        titles = {key: title for key, title, _ in column.choices}
        near = get_close_matches(fold(text), spellings, n=2, cutoff=0.6)
        suggestions = tuple(dict.fromkeys(titles[spellings[each]] for each in near))
        raise CellError(_unknown_word(tuple(titles.values())), suggestions)
    return key


def _unknown_word(titles: tuple[str, ...]) -> str:
    shown = ", ".join(titles[:16])
    return f"Такого слова нет в словаре. Подойдёт: {shown}{' и другие' if len(titles) > 16 else ''}."


def _terms(text: str, vocabulary: str, words: Vocabulary) -> tuple[Link, ...]:
    """Return the terms of a list through «;»; an unknown word is kept as the user's own."""
    found: dict[Link, None] = {}
    whole = words.spellings.get(fold(text))
    for word in [text] if whole else re.split(r"[;\n]", text):
        word = clean(word).strip(" .,;")
        if not fold(word):
            continue
        if len(word) > 200:
            raise CellError("Одно из слов длиннее 200 знаков: разделите их точкой с запятой.")
        key = words.spellings.get(fold(word))
        found[words.ids[key] if key else New("core.term", (vocabulary, fold(word)), word)] = None
    return in_order(found)


# --- Names -------------------------------------------------------------------------------------------------------------
def parse_name(text: str) -> Name:
    """Return the parts of «Соколова Ирина Викторовна», «СОКОЛОВА И. В.» or «Мамедов Али Гасан оглы».

    Raises: CellError when there is no first name or something else than a name.
    """
    written = re.sub(r"\s*([-‐‑–—])\s*", "-", text).replace(".", ". ").replace(",", " ")
    if re.search(r"[а-яё]", written, re.IGNORECASE):
        written = written.translate(LATIN)
    words = [word for word in written.split() if word]
    if re.search(r"[^\w\s.'’`()-]|[\d_]", written) or not words:
        raise CellError("Нужны только фамилия, имя и отчество.")
    if len(words) < 2:
        raise CellError("Нет имени: нужны фамилия, имя и отчество полностью.")
    last, first, *rest = map(_capital, words)
    name = Name(last, first, " ".join(rest))
    if max(map(len, (name.last, name.first, name.patronymic))) > 100:
        raise CellError("Слишком длинно для имени.")
    return name


def _capital(word: str) -> str:
    if word.casefold() in ("оглы", "оглу", "кызы", "гызы", "угли", "улы"):
        return word.casefold()
    if word.isupper() or word.islower():
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word
