"""Numbers as people read them. The only place that rounds."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

NBSP = "\u00a0"
MINUS = "\u2212"
NOTHING = "—"

Number = int | float | Decimal | Fraction


def exact(value: Number) -> Decimal:
    """Return ``value`` as a Decimal; a float counts as the shortest decimal that prints the same."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def round_half_up(value: Number, places: int = 0) -> Decimal:
    """Return ``value`` rounded as in school and in official tables: 0,5 goes away from zero."""
    return exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_decimal(value: Number | None, places: int = 1, *, keep_zeros: bool = False) -> str:
    """Return «8,9», «10», «1 248,5», «−3», or a dash for None; trailing zeros go unless ``keep_zeros``."""
    if value is None:
        return NOTHING
    rounded = round_half_up(value, places)
    text = f"{abs(rounded):,.{places}f}"
    if places and not keep_zeros:
        text = text.rstrip("0").rstrip(".")
    sign = MINUS if rounded < 0 else ""
    return sign + text.replace(",", NBSP).replace(".", ",")


def format_percent(value: Number | None, places: int = 1) -> str:
    """Return «8,9 %» for 8.9.

    Units: ``value`` is in percent, not a fraction of one.
    """
    return NOTHING if value is None else f"{format_decimal(value, places)}{NBSP}%"


def percent(part: int, whole: int, places: int = 1) -> Decimal | None:
    """Return what share of ``whole`` is ``part``, in percent, or None when there is nobody to be a part of."""
    return round_half_up(Fraction(part * 100, whole), places) if whole else None


def format_share(part: int, whole: int) -> str:
    """Return «22 из 248»."""
    return f"{format_decimal(part, 0)}{NBSP}из{NBSP}{format_decimal(whole, 0)}"


def persons_needed(whole: int, target: Number) -> int:
    """Return the least number of persons that makes at least ``target`` percent of ``whole``."""
    return int((exact(target) * whole / 100).to_integral_value(rounding=ROUND_CEILING))


def persons_short(part: int, whole: int, target: Number) -> int:
    """Return how many more persons are needed for ``target`` percent of ``whole``; 0 when it is reached."""
    return max(0, persons_needed(whole, target) - part)


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form that goes with ``number``: 1 педагог, 2 педагога, 5 педагогов."""
    tail = abs(int(number)) % 100
    if 10 < tail < 20:
        return many
    return {1: one, 2: few, 3: few, 4: few}.get(tail % 10, many)


def counted(number: int, one: str, few: str, many: str) -> str:
    """Return «3 педагога»."""
    return f"{format_decimal(number, 0)}{NBSP}{plural(number, one, few, many)}"


def format_gap(number: int) -> str:
    """Return «не хватает 3 человек»: the genitive, in which 1 and 21 alone are singular."""
    return f"не{NBSP}хватает {counted(number, 'человека', 'человек', 'человек')}"
