"""A published formula into points and places: exact, on plain values. What is not known is not nought (ADR 0048)."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from masterstvo.core.numbers import format_decimal, round_half_up

PLACES = 2  # points are told to hundredths, and what is told is what is added up
HUNDRED = Fraction(100)


class Scale(StrEnum):
    UNIT = "unit"
    BANDS = "bands"


class Better(StrEnum):
    MORE = "more"
    LESS = "less"


class Without(StrEnum):
    OUT = "out"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Rule:
    """One part of a formula. ``points``: for each unit, of a share for the whole of it; ``bands``: (from, points), of a share in percent.

    ``most``: no more than that, before the weight. ``per_hundred``: a number is counted on a hundred people of the participant.
    Where less is better, units are taken off ``most``, and a band holds up to its value.
    """

    key: Hashable
    is_share: bool = False
    scale: Scale = Scale.UNIT
    points: Fraction = Fraction(0)
    bands: tuple[tuple[Fraction, Fraction], ...] = ()
    most: Fraction | None = None
    weight: Fraction = Fraction(1)
    better: Better = Better.MORE
    per_hundred: bool = False
    without: Without = Without.OUT

    @property
    def is_steady(self) -> bool:
        """Tell whether a better value never brings fewer points: bands may be written the wrong way round."""
        points = [points for _, points in sorted(self.bands)]
        return points == sorted(points, reverse=self.better == Better.LESS)

    @property
    def ceiling(self) -> Fraction | None:
        """The most that a participant can get, None where nothing limits it."""
        limits = [] if self.most is None else [self.most]
        if self.scale == Scale.BANDS:
            limits.append(max((points for _, points in self.bands), default=Fraction(0)))
        elif self.is_share and self.better == Better.MORE:
            limits.append(self.points)
        return min(limits) * self.weight if limits else None


@dataclass(frozen=True)
class Known:
    """What is known: ``done`` of ``whole``, a number has no ``whole``. ``note``: where it is from, in words."""

    done: Fraction
    whole: Fraction | None = None
    note: str = ""


@dataclass(frozen=True)
class Participant:
    """``size``: how many people; ``known``: {key of a rule: what is known}, nothing where nothing is."""

    key: Hashable
    name: str
    known: Mapping[Hashable, Known]
    size: int = 0


@dataclass(frozen=True)
class Line:
    """One rule on one participant. ``amount``: percent of a share; None, like ``points``, where nothing is known."""

    rule: Rule
    amount: Fraction | None
    points: Decimal | None
    calculation: str


@dataclass(frozen=True)
class Standing:
    """``total``: of what is known, None when that is nothing; ``place``: None where the formula gives none."""

    participant: Participant
    lines: tuple[Line, ...]
    total: Decimal | None
    place: int | None = None

    @property
    def is_ranked(self) -> bool:
        """Tell whether the formula gives a place: something is known, and all without which there is none."""
        lacks = any(line.points is None and line.rule.without == Without.OUT for line in self.lines)
        return self.total is not None and not lacks


def standings(rules: Sequence[Rule], participants: Iterable[Participant]) -> list[Standing]:
    """Return the participants by places, those without one last. Equal totals share a place, and the next ones are skipped."""
    counted = [_counted(rules, each) for each in participants]
    ordered = sorted(counted, key=_order)
    places: dict[Decimal | None, int] = {}
    for position, each in enumerate(ordered, start=1):
        places.setdefault(each.total, position)
    return [replace(each, place=places[each.total] if each.is_ranked else None) for each in ordered]


def _order(each: Standing) -> tuple[bool, bool, Decimal, str, str]:
    total = each.total
    name = each.participant.name
    return not each.is_ranked, total is None, -(total or Decimal(0)), name, str(each.participant.key)


def _counted(rules: Sequence[Rule], participant: Participant) -> Standing:
    lines = tuple(line_of(rule, participant.known.get(rule.key), participant.size) for rule in rules)
    told = [line.points for line in lines if line.points is not None]
    return Standing(participant, lines, sum(told, Decimal(0)) if told else None)


def line_of(rule: Rule, known: Known | None, size: int) -> Line:
    """Apply ``rule`` to what is ``known`` of a participant with ``size`` people."""
    amount = _amount(rule, known, size)
    if known is None or amount is None:
        without = "" if rule.without == Without.OUT else ", по формуле баллов нет"
        return Line(rule, None, None, f"сведений нет{without}")
    points = round_half_up(_points(rule, amount), PLACES)
    return Line(rule, amount, points, f"{_value(rule, known, amount, size)}; {_how(rule, amount)}")


def _amount(rule: Rule, known: Known | None, size: int) -> Fraction | None:
    """Return the value that is compared: percent of a share, a number, or the number on a hundred people."""
    if known is None:
        return None
    if rule.is_share:
        return known.done * HUNDRED / known.whole if known.whole else None
    if rule.per_hundred:
        return known.done * HUNDRED / size if size else None
    return known.done


def _points(rule: Rule, amount: Fraction) -> Fraction:
    if rule.scale == Scale.BANDS:
        points = _band(rule, amount)[1]
    else:
        points = rule.points * amount / (HUNDRED if rule.is_share else 1)
        if rule.better == Better.LESS:
            points = max(Fraction(0), (rule.most or Fraction(0)) - points)
    return (points if rule.most is None else min(points, rule.most)) * rule.weight


def _band(rule: Rule, amount: Fraction) -> tuple[Fraction | None, Fraction]:
    """Return the band that ``amount`` has reached; (None, 0) below the first one."""
    if rule.better == Better.LESS:
        reached = [band for band in rule.bands if amount <= band[0]]
        return min(reached, default=(None, Fraction(0)))
    reached = [band for band in rule.bands if amount >= band[0]]
    return max(reached, default=(None, Fraction(0)))


# --- In words -----------------------------------------------------------------------------------------------------------
def rule_in_words(rule: Rule) -> str:
    """Return how points are given: «доля × 20, вес 2»."""
    return ", ".join(_rule_words(rule))


def _rule_words(rule: Rule) -> Iterator[str]:
    if rule.scale == Scale.BANDS:
        least = "до" if rule.better == Better.LESS else "от"
        unit = " %" if rule.is_share else ""
        bands = sorted(rule.bands, reverse=rule.better == Better.MORE)
        yield ", ".join(f"{least} {number(edge)}{unit} – {number(points)}" for edge, points in bands)
        yield "иначе 0"
    else:
        each = f"доля × {number(rule.points)}" if rule.is_share else f"число × {number(rule.points)}"
        yield f"{number(rule.most or Fraction(0))} минус {each}" if rule.better == Better.LESS else each
    if rule.per_hundred and not rule.is_share:
        yield "на 100 человек"
    if rule.better == Better.LESS and rule.scale == Scale.UNIT:
        yield "не меньше 0"
    elif rule.most is not None:
        yield f"не больше {number(rule.most)}"
    if rule.weight != 1:
        yield f"вес {number(rule.weight)}"


def _value(rule: Rule, known: Known, amount: Fraction, size: int) -> str:
    """Return what is known, in words: «7 из 9 = 77,78 %»."""
    if known.note:
        return f"{known.note}: {number(amount)}{' %' if rule.is_share else ''}"
    if rule.is_share:
        return f"{number(known.done)} из {number(known.whole or 0)} = {number(amount)} %"
    if rule.per_hundred:
        return f"{number(known.done)} на {size} человек = {number(amount)} на 100"
    return number(amount)


def _how(rule: Rule, amount: Fraction) -> str:
    """Return how the points come out of the value."""
    if rule.scale == Scale.BANDS:
        edge, points = _band(rule, amount)
        least = "до" if rule.better == Better.LESS else "от"
        told = f"{least} {number(edge)} – {number(points)}" if edge is not None else "ступень не достигнута"
    else:
        told = f"× {number(rule.points)}"
        if rule.better == Better.LESS:
            told = f"{number(rule.most or 0)} минус это {told}, не меньше 0"
    if rule.most is not None and rule.better == Better.MORE:
        told += f", не больше {number(rule.most)}"
    return told if rule.weight == 1 else f"{told}, вес {number(rule.weight)}"


def number(value: Fraction | Decimal | int) -> str:
    return format_decimal(value, PLACES)


# --- Bands as people write them -------------------------------------------------------------------------------------------
class UnreadableBands(ValueError):
    """A line is no band; the text is that line."""


def read_bands(text: str) -> list[tuple[str, str]]:
    """Return the bands that the lines of ``text`` say: «75 – 10». Raises: UnreadableBands."""
    found: dict[Fraction, tuple[str, str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        words = line.replace(",", ".").replace("–", " ").replace("=", " ").replace("%", " ").split()
        try:
            edge, points = (Decimal(word) for word in words)
            if not (edge.is_finite() and points.is_finite() and 0 <= edge < 10**6 and 0 <= points < 10**4):
                raise ValueError
        except (ArithmeticError, ValueError) as wrong:
            raise UnreadableBands(line) from wrong
        found[Fraction(edge)] = (str(edge), str(points))
    return [found[edge] for edge in sorted(found)]
