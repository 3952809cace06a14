"""Joins the ways: the flow where each item weighs the same, the best of several cuts of the capacities where they do not."""

from collections.abc import Sequence

from masterstvo.core.assignment.cutting import cuts, is_cut_known
from masterstvo.core.assignment.flow import Cut, Flow
from masterstvo.core.assignment.problem import HIGHEST, MOST, Key, Problem
from masterstvo.core.assignment.solution import FEASIBLE, IMPOSSIBLE, OPTIMAL, Solution, told, worth


def assign(problem: Problem, *, objective: str = MOST, floor: int | str = 0) -> Solution:
    """Return the best assignment that is found: the same for the same problem.

    ``objective``: MOST fills most places, spreads what is missing over the items, then looks at the fit; FIT looks at the fit alone.
    ``floor``: no new pair may score less; HIGHEST: as high as it goes without losing a place that ``objective`` fills.
    Least loads are kept, or the status is IMPOSSIBLE and ``shortfalls`` says who lacks how much; then only fixed pairs stand.
    """
    known = is_cut_known(problem)
    least = 0 if isinstance(floor, str) else floor
    best: list[tuple[Key, Key]] | None = None
    chosen_cut: Cut = {}
    for cut in cuts(problem, objective, least):
        found = Flow(problem, cut, objective, least).solve()
        if found is not None and (
            best is None or worth(problem, found, objective) > worth(problem, best, objective)
        ):
            best, chosen_cut = found, cut
    if best is None:
        lacking = Flow(problem, next(iter(cuts(problem, objective, least))), objective, least).shortfalls()
        return told(problem, (), status=IMPOSSIBLE, floor=least, shortfalls=lacking)
    if floor == HIGHEST:
        least, best = _raised(problem, chosen_cut, objective, best)
    return told(problem, best, status=OPTIMAL if known else FEASIBLE, floor=least)


def _raised(
    problem: Problem, cut: Cut, objective: str, best: Sequence[tuple[Key, Key]]
) -> tuple[int, list[tuple[Key, Key]]]:
    """Return the highest floor that loses no place, and the best pairs over it."""
    floors = sorted(set(problem.open_pairs.values()))
    found = list(best)
    low, high = 0, len(floors)  # the floor at ``low`` goes, the one at ``high`` does not
    while high - low > 1:
        middle = (low + high) // 2
        tried = Flow(problem, cut, objective, floors[middle], at_least=len(best)).solve()
        if tried is None:
            high = middle
        else:
            low, found = middle, tried
    return (floors[low] if floors else 0), found
