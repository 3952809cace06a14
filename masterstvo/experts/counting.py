"""How an expert marks beside others, on plain values: kinder or sterner, with how wide a spread."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import pstdev

PLACES = Decimal("0.1")


@dataclass(frozen=True)
class Given:
    """One mark for one work. ``share``: of the greatest possible mark, from 0 to 1."""

    expert: int
    year: int
    work: Hashable
    share: Fraction


@dataclass(frozen=True)
class Leaning:
    """One year of one expert. Units: percent of the greatest mark.

    ``leniency``: by how much the marks lie above the mean of the others on the same works, negative when below; None when nobody else
    marked them. ``spread``: standard deviation of the own marks; ``spread_of_others``: of the others' means on the same works.
    """

    year: int
    n_works: int
    n_compared: int
    leniency: Decimal | None
    spread: Decimal
    spread_of_others: Decimal | None


def leaning(expert: int, given: Iterable[Given]) -> list[Leaning]:
    """Return how ``expert`` marked in each year, the latest first. ``given``: the marks of all for the works that the expert marked."""
    own: dict[int, dict[Hashable, Fraction]] = defaultdict(dict)
    others: dict[Hashable, list[Fraction]] = defaultdict(list)
    for each in given:
        if each.expert == expert:
            own[each.year][each.work] = each.share
        else:
            others[each.work].append(each.share)
    return [_year(year, marks, others) for year, marks in sorted(own.items(), reverse=True)]


def _year(year: int, marks: dict[Hashable, Fraction], others: dict[Hashable, list[Fraction]]) -> Leaning:
    means = {work: Fraction(sum(others[work]), len(others[work])) for work in marks if others.get(work)}
    differences = [marks[work] - mean for work, mean in means.items()]
    return Leaning(
        year,
        len(marks),
        len(means),
        _percent(Fraction(sum(differences), len(differences))) if differences else None,
        _percent(pstdev(marks.values())),
        _percent(pstdev(means.values())) if means else None,
    )


def _percent(share: Fraction | float) -> Decimal:
    return Decimal(float(share * 100)).quantize(PLACES)
