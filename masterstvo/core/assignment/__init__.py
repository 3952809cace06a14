"""Assignment of many to few: items that need partners, partners with a limited capacity, bans, floors and an even load (ADR 0040).

``problem`` and ``solution`` are what goes in and comes out; ``greedy`` is the baseline; ``flow`` is exact where each item weighs the same;
where they do not, ``cutting`` cuts capacities into slots for it, and ``exact`` tries everything for few pairs; ``solving`` joins them,
and ``checking`` trusts none of them.
"""

from .checking import violations
from .greedy import assign_greedily
from .problem import FIT, HIGHEST, MOST, Ban, Item, Partner, Problem, judged
from .solution import Pair, Solution, Unserved
from .solving import assign

__all__ = [
    "FIT", "HIGHEST", "MOST", "Ban", "Item", "Pair", "Partner", "Problem", "Solution", "Unserved",
    "assign", "assign_greedily", "judged", "violations",
]  # fmt: skip
