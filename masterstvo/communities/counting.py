"""How active a community is: published rules applied to what is known, line by line. What is not known is not nought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from masterstvo.communities.choices import SHARES, Measure


@dataclass(frozen=True)
class Rule:
    """``points``: for each thing of a number, or for the whole of a share."""

    measure: str
    points: int
    title: str


@dataclass(frozen=True)
class Known:
    """What is known of one measure: ``done`` of ``whole``; a number has no ``whole``."""

    done: int
    whole: int | None = None


@dataclass(frozen=True)
class Line:
    """One rule on one community. ``points``: None where nothing is known."""

    title: str
    calculation: str
    points: Decimal | None


@dataclass(frozen=True)
class Score:
    """``total``: None while no rule has anything to count."""

    lines: tuple[Line, ...]
    total: Decimal | None

    @property
    def n_known(self) -> int:
        return sum(line.points is not None for line in self.lines)


def rule_of(key: str, title: str) -> Rule | None:
    """Return the rule that a word of «community_score» is: «held:5»; None for one that says nothing to the program."""
    measure, _, points = key.partition(":")
    if measure not in Measure.values or not points.isdecimal():
        return None
    return Rule(measure, int(points), title)


def is_same_measure(key: str, other: str) -> bool:
    """Tell whether two rules count the same: one replaces the other."""
    return key.partition(":")[0] == other.partition(":")[0]


def score_of(rules: Iterable[Rule], known: Mapping[str, Known]) -> Score:
    """Apply ``rules`` to what is ``known``, by measure."""
    lines = tuple(_line(rule, known.get(rule.measure)) for rule in rules)
    told = [line.points for line in lines if line.points is not None]
    return Score(lines, sum(told, Decimal(0)) if told else None)


def _line(rule: Rule, known: Known | None) -> Line:
    if known is None or (rule.measure in SHARES and not known.whole):
        return Line(rule.title, "сведений нет", None)
    if rule.measure in SHARES and known.whole:
        points = (Decimal(known.done) / known.whole * rule.points).quantize(Decimal("0.1"))
        return Line(rule.title, f"{known.done} из {known.whole} × {rule.points}", points)
    return Line(rule.title, f"{known.done} × {rule.points}", Decimal(known.done * rule.points))
