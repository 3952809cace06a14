"""The baseline: what a careful person does by hand, the best pair that still goes, one after another."""

from collections import Counter
from collections.abc import Callable

from masterstvo.core.assignment.problem import Key, Problem
from masterstvo.core.assignment.solution import FEASIBLE, Solution, told

Order = Callable[[tuple[tuple[Key, Key], int]], tuple[int, ...]]


def assign_greedily(problem: Problem, *, floor: int = 0) -> Solution:
    """Return pairs taken best first; no least load is looked at."""
    return told(problem, greedy_pairs(problem, floor=floor), status=FEASIBLE, floor=floor, asked=floor)


def greedy_pairs(problem: Problem, *, floor: int = 0, is_light_first: bool = False) -> list[tuple[Key, Key]]:
    """Return the new pairs. ``is_light_first``: items that cost little come first, so that more of them go in."""
    lacking = dict(problem.lacking)
    items, weights = Counter[Key](), Counter[Key]()
    chosen = []
    for item, partner in _ordered(problem, floor, is_light_first):
        room, weight = problem.room[partner], problem.item[item].weight
        if (
            lacking[item]
            and (room.most is None or items[partner] < room.most)
            and (room.capacity is None or weights[partner] + weight <= room.capacity)
        ):
            chosen.append((item, partner))
            lacking[item] -= 1
            items[partner] += 1
            weights[partner] += weight
    return chosen


def _ordered(problem: Problem, floor: int, is_light_first: bool) -> list[tuple[Key, Key]]:
    pairs = [(pair, score) for pair, score in problem.open_pairs.items() if score >= floor]
    if is_light_first:
        pairs.sort(key=lambda each: (problem.item[each[0][0]].weight, -each[1]))
    else:
        pairs.sort(key=lambda each: -each[1])
    return [pair for pair, _ in pairs]
