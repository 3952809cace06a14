"""A period phrase into typed tokens, each knowing its place in the cleaned text."""

import re
from dataclasses import dataclass
from typing import Final

from .words import meaning

_DASHES: Final = "‐‑‒–—―−﹣－\u00ad"
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")
_FOLD: Final = str.maketrans({**dict.fromkeys("‐‑‒–—―−﹣－", "-"), "ё": "е"})

_TOKEN: Final = re.compile(
    r"""
    (?P<iso>\d{4}-\d{2}-\d{2}(?!\d))
  | (?P<dmy>\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?(?:\d{4}|\d{2})(?!\d))
  | (?P<my>\d{1,2}\.\d{4}(?!\d))
  | (?P<clock>\d{1,2}:\d{2}(?!\d))
  | (?P<dm>\d{1,2}\.\d{2}(?![\d]))
  | (?P<four>1[vу](?![а-яa-z]))
  | (?P<halfyear>п/г(?:ода?|од)?(?![а-я]))
  | (?P<number>\d+(?:-?(?:ого|его|ому|ему|ое|ый|ой|ий|ая|ом|го|му|ми|ую|ых|их|ти|е|й|я|м|х|ю)(?![а-яa-z]))?)
  | (?P<word>[а-яa-zії]+)
  | (?P<ellipsis>\.{2,}|…)
  | (?P<mark>[-,;:/()\n\\+&])
  | (?P<dot>[.!])
  | (?P<space>\s+)
  | (?P<sign>.)
    """,
    re.VERBOSE,
)
_MARKS: Final = {
    "-": "dash",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    "/": "slash",
    "\\": "slash",
    "+": "and",
    "&": "and",
    "\n": "newline",
}


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` says what ``value`` is: a month number, a day, a unit …; ``start``/``end`` its place in the text."""

    kind: str
    value: int | str | tuple[int, int, int | None]
    start: int
    end: int


def clean(text: str) -> str:
    """Return ``text`` without invisible signs, spaces made plain, words torn by a line break made whole."""
    text = _INVISIBLE.sub("", text).replace("\u00ad\n", "").replace("\u00ad", "")
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n[ \n]*", "\n", text)
    text = re.sub(rf"([^\W\d]+)[-{_DASHES}]\n([^\W\d]+)", _rejoin, text)
    return text.strip()


def fold(text: str) -> str:
    """Return ``text`` in lower case with plain dashes, sign for sign."""
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text).translate(_FOLD)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a cleaned ``text``; spaces and full stops bear no meaning of their own."""
    tokens = []
    for match in _TOKEN.finditer(fold(text)):
        group = match.lastgroup or ""
        if group not in ("space", "dot"):
            kind, value = _typed(group, match.group())
            tokens.append(Token(kind, value, match.start(), match.end()))
    return tokens


def _rejoin(match: re.Match[str]) -> str:
    whole = match.group(1) + match.group(2)
    known_apart = meaning(fold(match.group(1))) and meaning(fold(match.group(2)))
    return whole if meaning(fold(whole)) and not known_apart else match.group(0)


def _typed(group: str, text: str) -> tuple[str, int | str | tuple[int, int, int | None]]:
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    match group:
        case "iso":
            return "date", (numbers[2], numbers[1], numbers[0])
        case "dmy":
            return "date", (numbers[0], numbers[1], numbers[2] if numbers[2] > 99 else 2000 + numbers[2])
        case "my":
            return "month_year", (1, numbers[0], numbers[1])
        case "clock":
            return "clock", text
        case "dm":
            if 1 <= numbers[1] <= 12:
                return "date", (numbers[0], numbers[1], None)
            return ("clock", text) if numbers[0] <= 24 and numbers[1] < 60 else ("other", text)
        case "four":
            return "ordinal", 4
        case "halfyear":
            return "unit", "half"
        case "number":
            if len(text) == 4 and text.isdecimal() and 1990 <= numbers[0] <= 2099:
                return "year", numbers[0]
            return ("number", numbers[0]) if numbers and numbers[0] < 10_000 else ("other", text)
        case "word":
            return meaning(text) or ("other", text)
        case "ellipsis":
            return "dash", text
        case "mark":
            return _MARKS.get(text, "other"), text
    return "other", text
