"""Numbers that Word draws itself: the text of «№ п/п» is often nowhere in the file."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(slots=True)
class _Level:
    pattern: str = ""
    format: str = "decimal"
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counts list paragraphs in document order."""

    root: etree._Element | None
    _abstract_of: dict[str, str] = field(default_factory=dict)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for node in self.root.iterfind(W + "abstractNum"):
            levels = {_int(lvl.get(W + "ilvl"), 0): _level(lvl) for lvl in node.iterfind(W + "lvl")}
            self._levels[node.get(W + "abstractNumId", "")] = levels
        for node in self.root.iterfind(W + "num"):
            key = node.get(W + "numId", "")
            self._abstract_of[key] = _val(node.find(W + "abstractNumId"))
            for override in node.iterfind(W + "lvlOverride"):
                start = override.find(W + "startOverride")
                if start is not None:
                    self._starts[key, _int(override.get(W + "ilvl"), 0)] = _int(start.get(W + "val"), 1)

    def label(self, number: str, depth: int) -> str:
        """Count one more paragraph of list ``number`` and return what Word shows before it, «» for a bullet."""
        abstract = self._abstract_of.get(number)
        levels = self._levels.get(abstract or "", {})
        level = levels.get(depth)
        if abstract is None or level is None or level.format in {"bullet", "none"}:
            return ""
        restarted = any(key == number for key, _ in self._starts)
        counters = self._counters[f"{abstract}/{number}" if restarted else abstract]
        start = self._starts.get((number, depth), level.start)
        counters[depth] = counters.get(depth, start - 1) + 1
        for deeper in [key for key in counters if key > depth]:
            del counters[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, _Level())
            return _draw(counters.get(at, other.start), other.format)

        return re.sub(r"%(\d)", shown, level.pattern).strip()


def _val(node: etree._Element | None) -> str:
    return node.get(W + "val", "") if node is not None else ""


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default


def _level(node: etree._Element) -> _Level:
    return _Level(
        pattern=_val(node.find(W + "lvlText")),
        format=_val(node.find(W + "numFmt")) or "decimal",
        start=_int(_val(node.find(W + "start")), 1),
    )


def _draw(value: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"} and 0 < value < 50:
        text, rest = "X" * (value // 10), value % 10
        for size, sign in _ROMAN[1:]:
            while rest >= size:
                text, rest = text + sign, rest - size
        return text if form == "upperRoman" else text.lower()
    if form in {"russianLower", "russianUpper"} and 0 < value <= 28:
        letter = "абвгдежзиклмнопрстуфхцчшщэюя"[value - 1]
        return letter if form == "russianLower" else letter.upper()
    if form in {"lowerLetter", "upperLetter"} and 0 < value <= 26:
        letter = chr(ord("a") + value - 1)
        return letter if form == "lowerLetter" else letter.upper()
    return str(value)
