"""Cutting capacities into slots: what an assignment is made of where items weigh differently."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from masterstvo.core.assignment.flow import Cut
from masterstvo.core.assignment.greedy import greedy_pairs
from masterstvo.core.assignment.problem import Key, Problem


def is_cut_known(problem: Problem) -> bool:
    """Return whether capacities cut in one way only: every open item weighs the same, or no capacity binds."""
    return len(_weights(problem)) <= 1


def cuts(problem: Problem, objective: str, floor: int) -> Iterator[Cut]:
    """Return ways to cut, the only one where it is known."""
    if is_cut_known(problem):
        yield _even_cut(problem)
        return
    for is_light_first in (False, True):
        yield cut_of(problem, greedy_pairs(problem, floor=floor, is_light_first=is_light_first))


def cut_of(problem: Problem, pairs: Iterable[tuple[Key, Key]]) -> Cut:
    """Return the slots that ``pairs`` use, and what is left cut into slots for whatever still goes in."""
    slots: dict[Key, Counter[int]] = defaultdict(Counter)
    for item, partner in pairs:
        slots[partner][problem.item[item].weight] += 1
    weights = sorted(_weights(problem), reverse=True)
    for each in problem.partners:
        room, used = problem.room[each.key], slots[each.key]
        if room.capacity is None:
            used[max(weights, default=0)] += len(problem.items)
            continue
        left = room.capacity - sum(size * count for size, count in used.items())
        for weight in weights:
            more = left // weight if weight else len(problem.items)
            if more:
                used[weight] += more
                left -= more * weight
    return slots


def _even_cut(problem: Problem) -> Cut:
    (weight,) = _weights(problem) or (0,)
    return {
        each.key: {
            weight: len(problem.items) if each.capacity is None or not weight else each.capacity // weight
        }
        for each in problem.room.values()
    }


def _weights(problem: Problem) -> set[int]:
    """Return the different weights of items that have a partner open to them."""
    return {problem.item[item].weight for item, _ in problem.open_pairs}
