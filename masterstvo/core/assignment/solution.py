"""What an assignment comes to: the pairs, who is left without and why, and whether anything better exists."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from masterstvo.core.assignment.problem import FIT, Key, Problem

OPTIMAL = "optimal"
FEASIBLE = "feasible"  # holds, but something better may exist
IMPOSSIBLE = "impossible"  # the least loads cannot be kept
UNKNOWN = "unknown"  # no assignment was found that keeps the least loads; one may exist

NOBODY = "nobody"  # no partner is allowed at all
FLOOR = "floor"  # those who are allowed fit less well than the floor asks
FULL = "full"  # all who would do are taken
LOAD = "load"  # somebody had room, but one more would have cost more than it brings


@dataclass(frozen=True)
class Pair:
    """An item and its partner. ``score``: None for a fixed pair that nobody scored."""

    item: Key
    partner: Key
    score: int | None
    is_fixed: bool = False


@dataclass(frozen=True)
class Unserved:
    """An item with fewer partners than it needs, and why.

    ``refused``: {the caller's code: partners}; ``below``: partners under the floor; ``full``: {partner: the items that took its place}.
    """

    item: Key
    lacking: int
    kind: str
    refused: Mapping[str, int]
    below: int = 0
    full: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Solution:
    """``floor``: no new pair scores less. ``shortfalls``: {partner: items short of its least}, when there is no assignment."""

    pairs: tuple[Pair, ...]
    unserved: tuple[Unserved, ...]
    status: str
    floor: int = 0
    shortfalls: Mapping[Key, int] = field(default_factory=dict)

    @property
    def new(self) -> tuple[Pair, ...]:
        return tuple(each for each in self.pairs if not each.is_fixed)

    @property
    def fit(self) -> int:
        return sum(each.score or 0 for each in self.new)

    @property
    def worst(self) -> int | None:
        return min((each.score for each in self.new if each.score is not None), default=None)

    @property
    def load(self) -> dict[Key, int]:
        """Return {partner: items}, the fixed ones included."""
        return dict(Counter(each.partner for each in self.pairs))


def worth(problem: Problem, chosen: Collection[tuple[Key, Key]], objective: str) -> tuple[int, ...]:
    """Return what counts, the weightier first: places, their even spread over the items, then fit less the price of uneven loads."""
    taken = Counter(item for item, _ in chosen)
    loads = Counter(partner for _, partner in chosen)
    uneven = sum(count * (count - 1) // 2 for count in loads.values()) * problem.evenness
    fit = sum(problem.scores[pair] for pair in chosen) - uneven
    if objective == FIT:
        return (fit,)
    missing = [problem.lacking[each.key] - taken[each.key] for each in problem.items]
    return (len(chosen), -sum(count * (count - 1) // 2 for count in missing), fit)


def told(
    problem: Problem,
    chosen: Collection[tuple[Key, Key]],
    *,
    status: str,
    floor: int = 0,
    asked: int = 0,
    shortfalls: Mapping[Key, int] | None = None,
) -> Solution:
    """Return ``chosen`` and the fixed pairs in the order of the items, with the reasons of whoever is left without.

    ``asked``: the floor that the caller set. One that was raised as far as it cost no place is nobody's reason.
    """
    order = {each.key: number for number, each in enumerate(problem.items)}
    rank = {each.key: number for number, each in enumerate(problem.partners)}
    pairs = [Pair(*pair, problem.scores.get(pair), is_fixed=True) for pair in problem.fixed]
    pairs += [Pair(*pair, problem.scores[pair]) for pair in chosen]
    pairs.sort(key=lambda each: (order[each.item], rank[each.partner]))
    return Solution(tuple(pairs), _unserved(problem, pairs, asked), status, floor, shortfalls or {})


def _unserved(problem: Problem, pairs: list[Pair], floor: int) -> tuple[Unserved, ...]:
    partners_of, items_of = defaultdict(set), defaultdict(list)
    for each in pairs:
        partners_of[each.item].add(each.partner)
        items_of[each.partner].append(each.item)
    short = {
        each.key: each.needs - len(partners_of[each.key])
        for each in problem.items
        if len(partners_of[each.key]) < each.needs
    }
    allowed = defaultdict(list)
    for (item, partner), score in problem.scores.items():
        if item in short and partner not in partners_of[item]:
            allowed[item].append((partner, score))
    return tuple(
        _reason(problem, item, lacking, allowed[item], items_of, floor) for item, lacking in short.items()
    )


def _reason(
    problem: Problem,
    item: Key,
    lacking: int,
    allowed: list[tuple[Key, int]],
    items_of: Mapping[Key, list[Key]],
    floor: int,
) -> Unserved:
    fitting = [partner for partner, score in allowed if score >= floor]
    full = {
        partner: tuple(items_of[partner])
        for partner in fitting
        if _is_full(problem, item, partner, items_of[partner])
    }
    if not allowed:
        kind = NOBODY
    elif not fitting:
        kind = FLOOR
    else:
        kind = FULL if len(full) == len(fitting) else LOAD
    return Unserved(
        item, lacking, kind, dict(problem.refusals.get(item, {})), len(allowed) - len(fitting), full
    )


def _is_full(problem: Problem, item: Key, key: Key, taken: list[Key]) -> bool:
    partner = problem.partner[key]
    weight = sum(problem.item[each].weight for each in taken) + problem.item[item].weight
    return (partner.most is not None and len(taken) >= partner.most) or (
        partner.capacity is not None and weight > partner.capacity
    )
