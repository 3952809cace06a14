"""What is marked, by whom, and by which declared rules: plain values.

Marks are percent of the greatest mark, as exact fractions: places depend on equality.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

CENT = Decimal("0.01")


class Method(StrEnum):
    """How the marks of an entry become one number."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED = "trimmed"  # the mean without the highest and the lowest mark; with fewer than three marks nothing is left out


class Correction(StrEnum):
    """What is done about jurors who mark alike but not by the same measure. Raw marks are always kept."""

    NONE = "none"
    ADDITIVE = "additive"  # each juror's leniency, estimated on shared entries, is taken off
    Z_SCORE = "z_score"  # each juror's marks get the mean and the spread of all marks


class Third(StrEnum):
    """How the mark of the expert called because of a spread counts."""

    ALL = "all"  # as one more
    NEAREST = "nearest"  # only the two marks closest to each other count, of two such pairs the higher


class TieBreak(StrEnum):
    """What decides between equal totals; «part:key» names a section of the criteria."""

    MEDIAN = "median"
    HIGHEST = "highest"
    SPREAD = "spread"  # the smaller one
    CHAIR = "chair"
    FINAL = "final"  # the final alone, where the first marking weighs too
    PART = "part"


@dataclass(frozen=True)
class Mark:
    """One juror's finished sheet for one entry. ``parts``: percent of each section; ``is_third``: called because of a spread."""

    juror: Hashable
    entry: Hashable
    value: Fraction
    parts: Mapping[str, Fraction] = field(default_factory=dict, compare=False)
    is_third: bool = False


@dataclass(frozen=True)
class Waiting:
    """A sheet that is not there. ``has_abstained``: the juror said no, and nobody waits for it."""

    juror: Hashable
    entry: Hashable
    has_abstained: bool = False


@dataclass(frozen=True)
class Rules:
    """What the regulations say before the first mark.

    ``threshold``: a greater spread calls a third expert, None never does; ``tie_breaks``: in their order, of ``TieBreak`` or «part:key»;
    ``n_prizes``: the last place that brings something; ``chair``: whose mark the tie-break of that name looks at;
    ``n_jurors``: so many marks each entry needs, 0 does not ask; ``weights``: how much the first marking and the final weigh in the total, (0, 1) where the final alone gives the places.
    """

    method: Method = Method.MEAN
    correction: Correction = Correction.NONE
    threshold: Fraction | None = None
    third: Third = Third.ALL
    tie_breaks: tuple[str, ...] = ()
    n_prizes: int = 3
    chair: Hashable = None
    n_jurors: int = 0
    weights: tuple[int, int] = (0, 1)


@dataclass(frozen=True)
class Earlier:
    """The first marking, beside which the final is counted: all entries that stood in it, with their marks."""

    entries: Sequence[Hashable] = ()
    marks: Sequence[Mark] = ()


def rounded(value: Fraction) -> Decimal:
    """Return a number as the protocol prints it. Places are given by these, so that the printed numbers explain them."""
    # Decimal division would round once more on the way.
    cents, rest = divmod(abs(value.numerator) * 100, value.denominator)
    cents += rest * 2 >= value.denominator
    found = (Decimal(cents) / 100).quantize(CENT, ROUND_HALF_UP)
    return -found if value < 0 and found else found
