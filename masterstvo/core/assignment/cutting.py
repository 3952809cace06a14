"""Cutting capacities into slots where items weigh differently: the part of an assignment that no flow can choose.

A linear programme weighs the ways to cut each capacity against each other, the surest are taken, the rest is weighed anew; given
a cut the flow is exact. OR-Tools is imported inside functions, see ``flow``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from masterstvo.core.assignment.flow import Cut
from masterstvo.core.assignment.greedy import greedy_pairs
from masterstvo.core.assignment.problem import FIT, Key, Partner, Problem

PARTNERS_WEIGHED = 12  # of each item, the best: the cut hardly changes with more, the time does
WAYS_WEIGHED = 60  # of each partner
SURE = 0.999


def is_cut_known(problem: Problem) -> bool:
    """Return whether capacities cut in one way only: every open item weighs the same, or no capacity binds."""
    weights = _weights(problem)
    return len(weights) <= 1 or not any(_is_bound(room, max(weights)) for room in problem.room.values())


def known_cut(problem: Problem) -> Cut:
    """Return the only cut there is."""
    return cut_of(problem, ())


def widest_cut(problem: Problem) -> Cut:
    """Return as many slots of each partner as items could ever go in: what fails in it fails in every cut."""
    weights = _weights(problem) or {0}
    return {
        room.key: {
            max(weights): _most(room, problem)
            if not _is_bound(room, max(weights))
            else min(_most(room, problem), (room.capacity or 0) // (min(weights) or 1))
        }
        for room in problem.room.values()
    }


def cuts(problem: Problem, objective: str, floor: int) -> Iterator[Cut]:
    """Return cuts worth trying where none is known, the greedy ones first."""
    for is_light_first in (False, True):
        yield cut_of(problem, greedy_pairs(problem, floor=floor, is_light_first=is_light_first))
    weighed = _Weighing(problem, objective, floor).cut()
    if weighed is not None:
        yield weighed


def cut_of(problem: Problem, pairs: Iterable[tuple[Key, Key]]) -> Cut:
    """Return the slots that ``pairs`` use, and what is left of each capacity as slots for whatever still goes in."""
    used: dict[Key, Counter[int]] = defaultdict(Counter)
    for item, partner in pairs:
        used[partner][problem.item[item].weight] += 1
    return _with_rest(problem, used)


def _with_rest(problem: Problem, used: Mapping[Key, Mapping[int, int]]) -> Cut:
    weights = sorted(_weights(problem), reverse=True) or [0]
    whole = {}
    for room in problem.room.values():
        slots = Counter(used.get(room.key, {}))
        if not _is_bound(room, weights[0]):
            whole[room.key] = {weights[0]: _most(room, problem)}
            continue
        left = (room.capacity or 0) - sum(size * count for size, count in slots.items())
        for weight in weights:
            more = left // weight if weight else len(problem.items)
            slots[weight] += more
            left -= more * weight
        whole[room.key] = {size: count for size, count in slots.items() if count}
    return whole


def _weights(problem: Problem) -> set[int]:
    """Return the different weights of items that have a partner open to them."""
    return {problem.item[item].weight for item, _ in problem.open_pairs}


def _most(room: Partner, problem: Problem) -> int:
    return len(problem.items) if room.most is None else room.most


def _is_bound(room: Partner, heaviest: int) -> bool:
    """Return whether the capacity says more than the number of items does."""
    return room.capacity is not None and (room.most is None or room.capacity < room.most * heaviest)


class _Weighing:
    """The linear programme: a share of each pair, and a share of each way to cut a capacity."""

    def __init__(self, problem: Problem, objective: str, floor: int):
        from ortools.linear_solver.python import model_builder  # noqa: PLC0415 -- heavy, see above

        self.problem, self.builder = problem, model_builder
        self.model = model_builder.Model()
        self.ways: dict[Key, list[tuple[Any, dict[int, int]]]] = {}
        self._add(_best_pairs(problem, floor), objective)

    def cut(self) -> Cut | None:
        """Return the cut, or None when the least loads leave none."""
        solver = self.builder.Solver("glop")
        undecided = list(self.ways)
        while undecided:
            if solver.solve(self.model) != self.builder.SolveStatus.OPTIMAL:
                return None
            leading = {key: self._leading(key, solver) for key in undecided}
            undecided.sort(
                key=lambda key: -leading[key][0]
            )  # stable: equal shares keep the order of the rows
            sure = sum(share > SURE for share, _ in leading.values())
            taken = undecided[: sure + max(1, (len(undecided) - sure) // 2)]
            for key in taken:
                self._decide(key, leading[key][1])
            undecided = undecided[len(taken) :]
        return _with_rest(self.problem, {key: ways[0][1] for key, ways in self.ways.items()})

    def _leading(self, key: Key, solver: Any) -> tuple[float, int]:
        shares = [solver.value(share) for share, _ in self.ways[key]]
        return max(shares), shares.index(max(shares))

    def _decide(self, key: Key, chosen: int) -> None:
        for number, (share, _) in enumerate(self.ways[key]):
            share.lower_bound = share.upper_bound = float(number == chosen)
        self.ways[key] = [self.ways[key][chosen]]

    def _add(self, pairs: list[tuple[Key, Key]], objective: str) -> None:
        problem = self.problem
        place = 0 if objective == FIT else len(problem.items) * max(problem.scores.values(), default=1)
        needs: dict[Key, list] = defaultdict(list)
        slots: dict[Key, dict[int, list]] = defaultdict(lambda: defaultdict(list))
        shares, values = [], []
        for item, partner in pairs:
            share = self.model.new_num_var(0, 1, "")
            needs[item].append(share)
            slots[partner][problem.item[item].weight].append(share)
            shares.append(share)
            values.append(float(place + problem.scores[item, partner]))
        for item, rows in needs.items():
            self._limit(rows, most=problem.lacking[item])
        heaviest = max(_weights(problem))
        for partner, by_weight in slots.items():
            room = problem.room[partner]
            self._limit(sum(by_weight.values(), []), least=room.least, most=_most(room, problem))
            if _is_bound(room, heaviest):
                self._cut(room, by_weight)
        self.model.maximize(self.builder.LinearExpr.weighted_sum(shares, values))

    def _cut(self, room: Partner, by_weight: dict[int, list]) -> None:
        ways = [
            (self.model.new_num_var(0, 1, ""), way)
            for way in _ways(room, sorted(by_weight, reverse=True), len(self.problem.items))
        ]
        self._limit([share for share, _ in ways], most=1)
        for weight, shares in by_weight.items():
            slots = [-float(way[weight]) for _, way in ways]
            self._limit([*shares, *(share for share, _ in ways)], [1.0] * len(shares) + slots, most=0)
        self.ways[room.key] = ways

    def _limit(
        self, shares: list, times: list[float] | None = None, *, least: float = float("-inf"), most: float
    ) -> None:
        row = self.builder.LinearExpr.weighted_sum(shares, times or [1.0] * len(shares))
        self.model.add_linear_constraint(row, least, most)


def _best_pairs(problem: Problem, floor: int) -> list[tuple[Key, Key]]:
    """Return the pairs to weigh: of each item its best partners."""
    partners = defaultdict(list)
    for (item, partner), score in problem.open_pairs.items():
        if score >= floor:
            partners[item].append((score, partner))
    return [
        (item, partner)
        for item, found in partners.items()
        for _, partner in sorted(found, key=lambda each: -each[0])[:PARTNERS_WEIGHED]
    ]


def _ways(room: Partner, weights: list[int], items: int) -> list[dict[int, int]]:
    """Return ways to cut a capacity into slots of ``weights`` after which nothing more goes in."""
    found: list[dict[int, int]] = []
    limit = items if room.most is None else room.most

    def cut(number: int, left: int, count: int, way: dict[int, int]) -> None:
        if len(found) >= WAYS_WEIGHED:
            return
        if number == len(weights):
            if count == limit or left < weights[-1]:
                found.append(way)
            return
        weight = weights[number]
        most = min(limit - count, left // weight if weight else items)
        for slots in range(most, -1, -1):
            cut(number + 1, left - slots * weight, count + slots, {**way, weight: slots})

    cut(0, room.capacity or 0, 0, {})
    return found
