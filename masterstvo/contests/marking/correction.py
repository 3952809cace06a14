"""Jurors who are kinder or sterner than others: how much, and marks as they would be with one measure.

Additive: mark = entry + juror, by least squares over all marks at once, solved exactly; so a juror who was given the weak entries is
not taken for a stern one. It can only compare jurors tied by shared entries, and only where there are more marks than entries and jurors
to be told from them: with as many, the fit is perfect whatever the marks are, and a correction would put each mark where it likes.
Source of the model: two-way layout with unequal numbers, Searle, Linear Models for Unbalanced Data, ch. 4.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from masterstvo.contests.marking.model import Correction, Mark
from masterstvo.contests.marking.totals import mean

PRECISION = Decimal("0.000001")  # of a square root: so the same marks give the same numbers on every machine
LEAST_FOR_Z = 3
GREATEST = Fraction(100)

Key = tuple[Hashable, Hashable]


def corrected(marks: Sequence[Mark], correction: Correction) -> dict[Key, Fraction]:
    """Return {(juror, entry): the mark that counts}, within the same 0–100; in a group with too few marks it is the raw one.

    So is the only mark of a juror: nothing tells how kind whoever gave it is from what the work is worth.
    """
    raw = {(each.juror, each.entry): each.value for each in marks}
    bare = uncorrected(marks, correction)
    kept = [each for each in marks if each.entry not in bare]
    often = Counter(each.juror for each in kept)
    tied = [each for each in kept if often[each.juror] > 1]
    if correction == Correction.Z_SCORE:
        even = _standardised(tied)
    else:
        kind = leniency(tied)
        even = {(each.juror, each.entry): each.value - kind[each.juror] for each in tied}
    return raw | {key: min(max(value, Fraction(0)), GREATEST) for key, value in even.items()}


def uncorrected(marks: Sequence[Mark], correction: Correction) -> set[Hashable]:
    """Return the entries whose marks count as they were given: all without a correction, else those of groups with too few marks."""
    if correction == Correction.NONE:
        return {each.entry for each in marks}
    return {each.entry for group in groups(marks) if _is_thin(group) for each in group}


def _is_thin(group: list[Mark]) -> bool:
    n_unknown = len({each.juror for each in group}) + len({each.entry for each in group}) - 1
    return len(group) <= n_unknown


# --- Additive -------------------------------------------------------------------------------------------------------
def leniency(marks: Sequence[Mark]) -> dict[Hashable, Fraction]:
    """Return by how much each juror marks above the others on the same entries; weighted by their marks it sums to nothing in a group."""
    found: dict[Hashable, Fraction] = {}
    for group in groups(marks):
        found |= _leniency_within(group)
    return found


def groups(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the marks in groups of jurors tied by shared entries, directly or through others, in the order of the marks."""
    leader: dict[tuple[str, Hashable], tuple[str, Hashable]] = {}

    def find(node: tuple[str, Hashable]) -> tuple[str, Hashable]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    marks = list(marks)
    for each in marks:
        leader[find(("juror", each.juror))] = find(("entry", each.entry))
    found: dict[tuple[str, Hashable], list[Mark]] = defaultdict(list)
    for each in marks:
        found[find(("juror", each.juror))].append(each)
    return list(found.values())


def _leniency_within(marks: list[Mark]) -> dict[Hashable, Fraction]:
    """Solve the normal equations for jurors, entries eliminated; the last equation is replaced by the sum that is nothing."""
    jurors = list(dict.fromkeys(each.juror for each in marks))
    place = {juror: number for number, juror in enumerate(jurors)}
    of_entry: dict[Hashable, list[Mark]] = defaultdict(list)
    for each in marks:
        of_entry[each.entry].append(each)
    size = len(jurors)
    system = [[Fraction(0)] * (size + 1) for _ in range(size)]
    counts = [0] * size
    for some in of_entry.values():
        share, centre = Fraction(1, len(some)), mean([each.value for each in some])
        for one in some:
            row = system[place[one.juror]]
            counts[place[one.juror]] += 1
            row[place[one.juror]] += 1
            row[size] += one.value - centre
            for other in some:
                row[place[other.juror]] -= share
    system[-1] = [Fraction(count) for count in counts] + [Fraction(0)]
    return dict(zip(jurors, _solved(system), strict=True))


def _solved(system: list[list[Fraction]]) -> list[Fraction]:
    """Return the solution of a square system by elimination; it has exactly one."""
    size = len(system)
    for column in range(size):
        pivot = next(row for row in range(column, size) if system[row][column])
        system[column], system[pivot] = system[pivot], system[column]
        top = system[column]
        for row in range(size):
            if row != column and (factor := system[row][column] / top[column]):
                system[row] = [value - factor * above for value, above in zip(system[row], top, strict=True)]
    return [system[row][size] / system[row][row] for row in range(size)]


# --- Z-score --------------------------------------------------------------------------------------------------------
def _standardised(marks: Sequence[Mark]) -> dict[Key, Fraction]:
    """Give each juror's marks the mean and the spread of all. A juror with few marks, or equal ones, is only moved, never stretched."""
    of_juror: dict[Hashable, list[Mark]] = defaultdict(list)
    for each in marks:
        of_juror[each.juror].append(each)
    values = [each.value for each in marks]
    centre, width = (mean(values), deviation(values)) if values else (Fraction(0), Fraction(0))
    found = {}
    for some in of_juror.values():
        own = [each.value for each in some]
        own_centre, own_width = mean(own), deviation(own)
        stretch = width / own_width if own_width and len(own) >= LEAST_FOR_Z else Fraction(1)
        for each in some:
            found[each.juror, each.entry] = centre + (each.value - own_centre) * stretch
    return found


def deviation(values: Sequence[Fraction]) -> Fraction:
    """Return the standard deviation, rounded to six digits."""
    centre = mean(values)
    variance = mean([(value - centre) ** 2 for value in values])
    root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return Fraction(root.quantize(PRECISION))
