"""Many marks of one entry as one number."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from masterstvo.contests.marking.model import Mark, Method, Rules, Third

LEAST_TO_TRIM = 3


def mean(values: Sequence[Fraction]) -> Fraction:
    return Fraction(sum(values), len(values))


def median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def trimmed(values: Sequence[Fraction]) -> Fraction:
    """Return the mean without one highest and one lowest value; of fewer than three, of all."""
    return mean(sorted(values)[1:-1] if len(values) >= LEAST_TO_TRIM else values)


METHODS = {Method.MEAN: mean, Method.MEDIAN: median, Method.TRIMMED: trimmed}


def spread(values: Sequence[Fraction]) -> Fraction:
    return max(values) - min(values) if values else Fraction(0)


def nearest_pair(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Return the two values closest to each other, of equally close pairs the higher one; there must be two at least."""
    return min(combinations(sorted(values), 2), key=lambda pair: (pair[1] - pair[0], -pair[0]))


def total(values: Sequence[Fraction], rules: Rules, *, has_third: bool) -> Fraction:
    """Return the total of one entry. ``values``: corrected when the rules say so."""
    if has_third and rules.third == Third.NEAREST and len(values) > 2:
        return mean(nearest_pair(values))
    return METHODS[rules.method](values)


def calls_third(marks: Sequence[Mark], rules: Rules) -> bool:
    """Tell whether the raw marks lie so far apart that a third expert is to be called and none was."""
    return (
        rules.threshold is not None
        and not any(each.is_third for each in marks)
        and spread([each.value for each in marks]) > rules.threshold
    )
