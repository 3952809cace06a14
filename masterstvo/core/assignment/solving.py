"""Joins the ways: the flow where each item weighs the same; else the best of several cuts, and the exact way for few pairs."""

from collections.abc import Iterator, Sequence

from masterstvo.core.assignment.cutting import cut_of, cuts, is_cut_known, known_cut, widest_cut
from masterstvo.core.assignment.exact import search
from masterstvo.core.assignment.flow import Cut, Flow
from masterstvo.core.assignment.problem import HIGHEST, MOST, Key, Problem
from masterstvo.core.assignment.solution import (
    FEASIBLE,
    IMPOSSIBLE,
    OPTIMAL,
    UNKNOWN,
    Solution,
    told,
    worth,
)

FEW_PAIRS = 300  # all of them are tried
MANY_PAIRS = 5000  # of more a search for any assignment that keeps the least loads is not worth its time


def assign(problem: Problem, *, objective: str = MOST, floor: int | str = 0) -> Solution:
    """Return the best assignment that is found: the same for the same problem.

    ``objective``: MOST fills most places, spreads what is missing over the items, then looks at the fit; FIT looks at the fit alone.
    ``floor``: no new pair may score less; HIGHEST: as high as it goes without losing a place that ``objective`` fills.
    Least loads are kept, or the status is IMPOSSIBLE and ``shortfalls`` says who lacks how much (empty where only together they
    cannot be kept); then only fixed pairs stand.
    """
    asked = least = 0 if isinstance(floor, str) else floor
    status, pairs, cut = _best(problem, objective, least)
    if pairs is None:
        return told(
            problem,
            (),
            status=status,
            floor=least,
            asked=asked,
            shortfalls=_shortfalls(problem, objective, least),
        )
    if floor == HIGHEST:
        least, pairs = _raised(problem, cut, objective, pairs)
        status = status if is_cut_known(problem) else FEASIBLE
    return told(problem, pairs, status=status, floor=least, asked=asked)


def _best(problem: Problem, objective: str, floor: int) -> tuple[str, list[tuple[Key, Key]] | None, Cut]:
    if is_cut_known(problem):
        cut = known_cut(problem)
        found = Flow(problem, cut, objective, floor).solve()
        return IMPOSSIBLE if found is None else OPTIMAL, found, cut
    if _shortfalls(problem, objective, floor):
        return IMPOSSIBLE, None, {}
    tried = list(_tried(problem, objective, floor))
    if len(problem.open_pairs) <= (FEW_PAIRS if tried else MANY_PAIRS):
        exact = search(problem, objective, floor)
        if exact.pairs is not None:
            status = OPTIMAL if exact.is_proven else FEASIBLE
            tried.append((status, exact.pairs, cut_of(problem, exact.pairs)))
        elif exact.is_proven:
            return IMPOSSIBLE, None, {}
    if not tried:
        return UNKNOWN, None, {}
    # Of equals the proven one.
    return max(tried, key=lambda each: (worth(problem, each[1], objective), each[0] == OPTIMAL))


def _shortfalls(problem: Problem, objective: str, floor: int) -> dict[Key, int]:
    """Return {partner: items short of its least} at best, were capacities no matter of weight; only then every cut fails too."""
    if not any(room.least for room in problem.room.values()):
        return {}
    return Flow(problem, widest_cut(problem), objective, floor).shortfalls()


def _tried(problem: Problem, objective: str, floor: int) -> Iterator[tuple[str, list[tuple[Key, Key]], Cut]]:
    for cut in cuts(problem, objective, floor):
        found = Flow(problem, cut, objective, floor).solve()
        if found is not None:
            yield FEASIBLE, found, cut


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
