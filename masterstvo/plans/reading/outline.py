"""Directions and their numbers: a tree built while rows are read."""

import re
from dataclasses import dataclass, field

from masterstvo.plans.reading.model import Direction, Problem, Provenance
from masterstvo.plans.reading.words import join_broken_words, one_line, squeeze, without_bullet
from masterstvo.plans.schedule import parse

_KEYWORD = (
    r"(?:под)?(?:раздел|направление|этап|блок|модуль|глава|часть|задача|цель|мероприятия\s+по\s+направлению)"
)
_NUMBERED = re.compile(
    rf"^\s*(?P<word>{_KEYWORD})?\s*№?\s*(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}|[IVXХІ]{{1,5}}(?![а-яёa-z]))\s*"
    r"(?P<mark>[.):]|[-–—](?=\s))?\s*(?P<title>.*)$",
    re.I | re.S,
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ORDINALS = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
_ORDINAL = re.compile(
    rf"(?P<ordinal>(?:{'|'.join(_ORDINALS)})\w{{2,3}})\s+(?:направление|раздел|этап|блок|модуль|задача)\s*[-–—:.]\s*(?P<title>.+)",
    re.I,
)
_SPELLED = re.compile(rf"^(?i:{_KEYWORD})\s*(?::\s*|\s+)(?=[А-ЯЁ«\"])")


def parse_numbered(text: str) -> tuple[str, str]:
    """Split «1.2. Название», «Направление 1. Название», «Раздел II – Название» into number and title."""
    text = without_bullet(one_line(text))
    spelled = _ORDINAL.match(text)
    if spelled:
        at = next(i for i, stem in enumerate(_ORDINALS, 1) if spelled["ordinal"].lower().startswith(stem))
        return str(at), spelled["title"]
    match = _NUMBERED.match(text)
    if match and (match["mark"] or match["word"] or "." in match["number"]) and match["title"]:
        number = match["number"].upper().replace("Х", "X").replace("І", "I")
        if re.fullmatch(r"20\d\d", number) or re.match(r"(?:год|г\.|%)", match["title"]):
            return "", text
        return number, match["title"].strip()
    return "", text


def says_direction(text: str) -> bool:
    return bool(re.match(_KEYWORD + r"\b", text.strip(), re.I))


def clean_number(text: str) -> str:
    """«1.1.» → «1.1», «1)» → «1», «п. 3» → «3»."""
    text = one_line(text)
    match = re.fullmatch(
        r"(?:п\.?\s*п?\.?|пункт|№)?\s*((?:\d+\s*[.,]\s*)*\d+(?:\s*[-–]\s*\d+)?|[IVXLХ]+|(?:\d+\.)*\d*[а-я])\s*[.):]*",
        text,
        re.I,
    )
    return re.sub(r"\s+", "", match[1]).replace(",", ".") if match else text.rstrip(" .)")


def period_of(text: str) -> str:
    """«ЯНВАРЬ 2026 г.» → «Январь 2026 г.»; «» for anything but a period alone."""
    text = one_line(text)
    schedule = parse(text, 2000)
    if (
        schedule.kind not in {"months", "range", "point", "deadline", "continuous", "recurring"}
        or schedule.note
    ):
        return ""
    return text.capitalize() if text.isupper() else text


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"(?:\d+\.)*\d+|[IVXL]+", clean_number(text)))


def _arabic(number: str) -> str:
    """«II» → «2»; «» for any other number."""
    return str(_ROMAN.index(number) + 1) if number in _ROMAN else ""


@dataclass(slots=True, eq=False)
class Node:
    """A direction in the making; its number may be settled last."""

    number: str
    title: str
    parent: "Node | None" = None
    from_column: bool = False
    sources: dict[str, tuple[Provenance, ...]] = field(default_factory=dict)
    numbers_below: list[str] = field(default_factory=list)  # of its activities
    has_activities: bool = False


@dataclass(slots=True)
class Outline:
    nodes: list[Node] = field(default_factory=list)
    current: Node | None = None

    def open_section(self, number: str, title: str, place: Provenance) -> None:
        """A row, or a heading, that opens a direction; its depth follows from its number."""
        parent = self._parent(number)
        known = self._known(title, parent, number)
        self.current = known or self._add(Node(number, title, parent), place)

    def open_column(self, number: str, title: str, place: Provenance) -> None:
        """A cell of the direction's column: the same words again are the same direction."""
        current = self.current
        if current is not None and current.from_column and squeeze(current.title) == squeeze(title):
            return
        parent = current.parent if current is not None and current.from_column else current
        known = self._known(title, parent, number)
        self.current = known or self._add(Node(number, title, parent, from_column=True), place)

    def go_on(self, text: str) -> None:
        """The title of the current direction, torn by a page, goes on."""
        if self.current is not None:
            self.current.title = one_line(join_broken_words(f"{self.current.title}\n{text}"))

    def _add(self, node: Node, place: Provenance) -> Node:
        node.sources = {"number": (place,), "title": (place,)}
        self.nodes.append(node)
        return node

    def _known(self, title: str, parent: Node | None, number: str) -> Node | None:
        for node in reversed(self.nodes):
            if (
                node.parent is parent
                and squeeze(node.title) == squeeze(title)
                and number in {"", node.number}
            ):
                return node
        return None

    def _parent(self, number: str) -> Node | None:
        if "." in number:
            above = number.rpartition(".")[0]
            return next(
                (node for node in reversed(self.nodes) if above in (node.number, _arabic(node.number))), None
            )
        if number.isdecimal():  # «1.» under «II.»
            roman = next((n for n in reversed(self.nodes) if n.parent is None and n.number), None)
            return roman if roman is not None and re.fullmatch("[IVXL]+", roman.number) else None
        return None

    def settled(self) -> tuple[list[Direction], dict[int, str], list[Problem]]:
        """Return the directions, the number of each node by ``id``, and what was doubtful."""
        taken: set[str] = set()
        numbers: dict[int, str] = {}
        problems: list[Problem] = []
        written = {node.number for node in self.nodes if node.number}
        for node in self.nodes:
            above = numbers[id(node.parent)] if node.parent is not None else ""
            number = node.number
            if node.parent is not None and number and not number.startswith(above + "."):
                number = f"{above}.{number}"
            if not number or number in taken:
                number = self._free_number(node, above, taken | written)
                if node.number:
                    problems.append(
                        Problem(
                            str(node.sources["number"][0]),
                            f"Номер направления {node.number} повторяется; принят {number}.",
                        )
                    )
            taken.add(number)
            numbers[id(node)] = number
        directions = [
            Direction(numbers[id(n)], n.title, numbers[id(n.parent)] if n.parent else None, n.sources)
            for n in self.nodes
        ]
        return directions, numbers, problems

    @staticmethod
    def _free_number(node: Node, above: str, taken: set[str]) -> str:
        """Take the number that its activities bear («5.1» → «5»), else the next one."""
        prefixes = {number.rpartition(".")[0] for number in node.numbers_below}
        prefix = prefixes.pop() if len(prefixes) == 1 else ""
        if prefix and prefix not in taken and prefix.count(".") == (above.count(".") + 1 if above else 0):
            return prefix
        lead = f"{above}." if above else ""
        following = 1
        while f"{lead}{following}" in taken:
            following += 1
        return f"{lead}{following}"


def title_of_section(text: str) -> str:
    """«Направление: Наставничество (продолжение)» → «Наставничество»."""
    return _SPELLED.sub("", re.sub(r"\s*\((?:продолжение|окончание)\)\s*$", "", text, flags=re.I), count=1)
