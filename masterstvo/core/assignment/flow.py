"""The exact way: a flow of least cost from the items over slots of the partners.

A partner's capacity stands cut into slots of certain sizes; where every item weighs the same there is one way to cut, and the flow is the
best assignment. OR-Tools is imported inside functions, because it takes a third of a second and 60 MB that no web worker should pay for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from masterstvo.core.assignment.problem import FIT, Key, Problem

Cut = Mapping[Key, Mapping[int, int]]  # {partner: {size of a slot: slots}}
COST_LIMIT = 2**62


def place_prices(problem: Problem, objective: str) -> tuple[int, int]:
    """Return what the first open place of an item costs, and how much more each further one: under MOST, more than all fit."""
    if objective == FIT:
        return 0, 0
    places = sum(problem.lacking.values())
    needs = max((each.needs for each in problem.items), default=1)
    step = max(problem.scores.values(), default=1) + problem.evenness * places
    further = 0 if needs == 1 else 2 * places * step
    return 2 * places * (step + further * needs), further


@dataclass
class Flow:
    """A network over the open pairs that score ``floor`` or more. ``at_least``: places that must be filled."""

    problem: Problem
    cut: Cut
    objective: str
    floor: int = 0
    at_least: int = 0
    _tails: list[int] = field(default_factory=list, init=False)
    _heads: list[int] = field(default_factory=list, init=False)
    _capacities: list[int] = field(default_factory=list, init=False)
    _costs: list[int] = field(default_factory=list, init=False)
    _supplies: list[int] = field(default_factory=list, init=False)

    def solve(self) -> list[tuple[Key, Key]] | None:
        """Return the best pairs, or None when least loads or ``at_least`` cannot be reached."""
        pairs = self._pairs_to_slots()
        self._places_left_open()
        for key, node in self._collectors.items():
            room = self.problem.room[key]
            self._load(node, room.least, self._most(key), is_priced=True)
        flows = self._run()
        if flows is None:
            return None
        return [pair for number, pair in enumerate(pairs) if flows[number]]

    def shortfalls(self) -> dict[Key, int]:
        """Return {partner: how many items are lacking to its least load} when as many as possible are given."""
        self._pairs_to_slots(is_priced=False)
        for key, node in self._items.items():
            self._arc(node, self._sink, self.problem.lacking[key])
        watched = {}
        for key, node in self._collectors.items():
            least = self.problem.room[key].least
            if least:
                watched[key] = self._arc(node, self._sink, least, -1)
            self._arc(node, self._sink, max(0, self._most(key) - least))
        flows = self._run()
        assert flows is not None  # nothing is asked of anybody here
        rooms = self.problem.room
        return {
            key: rooms[key].least - int(flows[arc])
            for key, arc in watched.items()
            if flows[arc] < rooms[key].least
        }

    def __post_init__(self):
        self._sink = self._node()
        self._items = {each.key: self._node(self.problem.lacking[each.key]) for each in self.problem.items}
        self._collectors = {each.key: self._node() for each in self.problem.partners}
        self._places = sum(self.problem.lacking.values())
        self._supplies[self._sink] = -self._places

    def _node(self, supply: int = 0) -> int:
        self._supplies.append(supply)
        return len(self._supplies) - 1

    def _arc(self, tail: int, head: int, capacity: int, cost: int = 0) -> int:
        self._tails.append(tail)
        self._heads.append(head)
        self._capacities.append(capacity)
        self._costs.append(cost)
        return len(self._tails) - 1

    def _pairs_to_slots(self, *, is_priced: bool = True) -> list[tuple[Key, Key]]:
        """Lead each pair to the smallest slot that holds it; a larger slot that is free takes it too."""
        open_pairs = [(pair, score) for pair, score in self.problem.open_pairs.items() if score >= self.floor]
        gates: dict[Key, dict[int, int]] = {}
        for key, slots in self.cut.items():
            sizes = sorted(slots)
            gates[key] = {size: self._node() for size in sizes}
        pairs = []
        for (item, partner), score in open_pairs:
            weight = self.problem.item[item].weight
            size = min((size for size in gates[partner] if size >= weight), default=None)
            if size is not None:
                self._arc(self._items[item], gates[partner][size], 1, -score if is_priced else 0)
                pairs.append((item, partner))
        for key, nodes in gates.items():
            for size, node in nodes.items():
                self._arc(node, self._collectors[key], self.cut[key][size])
            for (_, small), (_, large) in pairwise(nodes.items()):
                self._arc(small, large, self._places)
        return pairs

    def _places_left_open(self) -> None:
        """A place left open costs more than all that could be gained by it; under FIT it costs nothing."""
        leftover = self._node()
        first, further = place_prices(self.problem, self.objective)
        if (first + further * len(self._supplies)) * len(self._supplies) > COST_LIMIT:
            raise ValueError("Scores are too large to put places before them in whole numbers of 64 bits.")
        for key, node in self._items.items():
            for place in range(self.problem.lacking[key]):
                self._arc(node, leftover, 1, first + place * further)
        self._arc(leftover, self._sink, max(0, self._places - self.at_least))

    def _load(self, node: int, least: int, most: int, *, is_priced: bool) -> None:
        """Let ``least`` to ``most`` items through; what must come stays at the node and is not asked of the sink."""
        self._supplies[node] -= least
        self._supplies[self._sink] += least
        free = min(most, self._places) - least
        if not is_priced or not self.problem.evenness:
            self._arc(node, self._sink, max(0, free))
        else:
            for number in range(least, least + max(0, free)):
                self._arc(node, self._sink, 1, number * self.problem.evenness)

    def _most(self, key: Key) -> int:
        slots = sum(self.cut[key].values())
        most = self.problem.room[key].most
        return slots if most is None else min(slots, most)

    def _run(self):
        """Return the flow of each arc, or None when there is none."""
        import numpy  # noqa: PLC0415 -- heavy, see above
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- heavy, see above

        if self._supplies[self._sink] > 0:
            return None
        solver = min_cost_flow.SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            numpy.array(self._tails, dtype=numpy.int32),
            numpy.array(self._heads, dtype=numpy.int32),
            numpy.array(self._capacities, dtype=numpy.int64),
            numpy.array(self._costs, dtype=numpy.int64),
        )
        solver.set_nodes_supplies(
            numpy.arange(len(self._supplies)), numpy.array(self._supplies, dtype=numpy.int64)
        )
        status = solver.solve()
        if status == solver.INFEASIBLE:
            return None
        if status != solver.OPTIMAL:
            raise ValueError(f"The flow was not solved: {status}.")
        return solver.flows(arcs)
