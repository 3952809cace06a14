"""The exact way where items weigh differently: a programme for CP-SAT, for few pairs or where least loads leave no plain cut.

OR-Tools is imported inside functions, see ``flow``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from masterstvo.core.assignment.flow import place_prices
from masterstvo.core.assignment.problem import Key, Partner, Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

EFFORT = 0.5  # in CP-SAT's deterministic time, which is no clock
SEED = 20260901


@dataclass(frozen=True)
class Found:
    """``pairs``: None when there are none, or none was found. ``is_proven``: nothing better exists."""

    pairs: list[tuple[Key, Key]] | None
    is_proven: bool


def search(problem: Problem, objective: str, floor: int) -> Found:
    """Return the best pairs within a fixed effort: the same for the same problem."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- heavy, see above

    model = cp_model.CpModel()
    chosen = {pair: model.new_bool_var("") for pair, score in problem.open_pairs.items() if score >= floor}
    by_item, by_partner = defaultdict(list), defaultdict(list)
    for (item, partner), taken in chosen.items():
        by_item[item].append(taken)
        by_partner[partner].append((problem.item[item].weight, taken))
    prices = [(taken, -problem.scores[pair]) for pair, taken in chosen.items()]
    prices += _open_places(model, problem, objective, by_item)
    for room in problem.room.values():
        prices += _load(model, problem, room, by_partner[room.key])
    model.minimize(cp_model.LinearExpr.weighted_sum(*zip(*prices, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, status == cp_model.INFEASIBLE)
    pairs = [pair for pair, taken in chosen.items() if solver.value(taken)]
    return Found(pairs, status == cp_model.OPTIMAL)


def _open_places(model: cp_model.CpModel, problem: Problem, objective: str, by_item):
    """Say how many places of each item stay open, and return (place, what it costs)."""
    first, further = place_prices(problem, objective)
    prices = []
    for key, lacking in problem.lacking.items():
        places = [model.new_bool_var("") for _ in range(lacking)]
        model.add(sum(by_item[key]) + sum(places) == lacking)
        prices += [(place, first + number * further) for number, place in enumerate(places)]
    return prices


def _load(model: cp_model.CpModel, problem: Problem, room: Partner, taken):
    """Keep a partner within its limits, and return (step of load, what it costs)."""
    load = sum(each for _, each in taken)
    model.add(load >= room.least)
    if room.most is not None:
        model.add(load <= room.most)
    if room.capacity is not None:
        model.add(sum(weight * each for weight, each in taken) <= room.capacity)
    if not problem.evenness:
        return []
    steps = [model.new_bool_var("") for _ in taken]
    model.add(sum(steps) == load)
    return [(step, number * problem.evenness) for number, step in enumerate(steps)]
