"""How each juror marked beside the others, and who stands so far out that the organizer should look."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from masterstvo.contests.marking.correction import deviation, leniency
from masterstvo.contests.marking.model import Mark
from masterstvo.contests.marking.totals import mean, median

FAR = Fraction(3)  # so many times the usual distance from the middle juror is extreme …
FAR_AT_LEAST = Fraction(10)  # … but never less than so many percent of the greatest mark
TO_DEVIATION = Fraction(14826, 10000)  # median absolute deviation as a standard deviation of a normal one
AGAINST = Fraction(4, 10)  # a smaller share of pairs put as the others put them is no agreement
PAIRS_AT_LEAST = 6


@dataclass(frozen=True)
class Juror:
    """``leniency``: see ``correction``; ``agreement``: of the pairs of entries that the others tell apart, the share put in the same order.

    ``n_pairs``: how many such pairs there were; without any ``agreement`` is None.
    """

    juror: Hashable
    n_marks: int
    leniency: Fraction
    spread: Fraction
    agreement: Fraction | None
    n_pairs: int
    is_extreme: bool = False
    is_against: bool = False


def jurors_of(marks: Sequence[Mark]) -> list[Juror]:
    """Return what is known of each juror, in the order of their first marks."""
    kind = leniency(marks)
    of_juror: dict[Hashable, list[Mark]] = defaultdict(list)
    of_entry: dict[Hashable, list[Mark]] = defaultdict(list)
    for each in marks:
        of_juror[each.juror].append(each)
        of_entry[each.entry].append(each)
    centre = median(list(kind.values())) if kind else Fraction(0)
    usual = median([abs(each - centre) for each in kind.values()]) * TO_DEVIATION if kind else Fraction(0)
    bound = max(FAR * usual, FAR_AT_LEAST)
    found = []
    for juror, own in of_juror.items():
        agreement, n_pairs = _agreement(juror, own, of_entry)
        found.append(
            Juror(
                juror,
                len(own),
                kind[juror],
                deviation([each.value for each in own]),
                agreement,
                n_pairs,
                is_extreme=len(of_juror) > 2 and abs(kind[juror] - centre) > bound,
                is_against=agreement is not None and n_pairs >= PAIRS_AT_LEAST and agreement < AGAINST,
            )
        )
    return found


def _agreement(
    juror: Hashable, own: list[Mark], of_entry: dict[Hashable, list[Mark]]
) -> tuple[Fraction | None, int]:
    others = {}
    for each in own:
        rest = [other.value for other in of_entry[each.entry] if other.juror != juror]
        if rest:
            others[each.entry] = mean(rest)
    same, told = Fraction(0), 0
    for one, two in combinations([each for each in own if each.entry in others], 2):
        difference = others[one.entry] - others[two.entry]
        if not difference:
            continue
        told += 1
        mine = one.value - two.value
        same += Fraction(1, 2) if not mine else int((mine > 0) == (difference > 0))
    return (same / told, told) if told else (None, 0)
