"""The plain way: take what closes most for an hour, as early as it fits, teacher by teacher in turns.

It is the baseline that the solver must not fall below, and where the solver starts from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from masterstvo.routes.building.outlook import Candidate, Outlook, as_route, clash, outlook
from masterstvo.routes.building.problem import Norms, Problem
from masterstvo.routes.building.solution import CHECK, TRANSFER, Left, Route, Solution, left_over


def build_greedily(problem: Problem) -> Solution:
    """Return routes in which every step was the best one at its turn."""
    return Solution(greedy_routes(problem, [outlook(problem, each) for each in problem.travellers]))


def greedy_routes(problem: Problem, outlooks: Sequence[Outlook]) -> tuple[Route, ...]:
    """Return the greedy routes of teachers whose outlooks are known already."""
    left = left_over(problem, ())
    drafts = [_Draft(each, problem.norms) for each in outlooks]
    # Whoever has little to choose from goes first, while there are seats.
    waiting = sorted(drafts, key=lambda draft: (len(draft.outlook.candidates), draft.outlook.traveller.key))
    while waiting:
        waiting = [draft for draft in waiting if draft.extend(left)]
        waiting.sort(key=lambda draft: draft.gained)
    return tuple(draft.route for draft in drafts)


@dataclass
class _Draft:
    """A route that grows by one move at a turn; a move that failed once is not tried again."""

    outlook: Outlook
    norms: Norms
    chosen: dict[str, Candidate] = field(default_factory=dict)
    covered: tuple[str, ...] = ()
    gained: int = 0
    failed: set[str] = field(default_factory=set)
    route: Route = field(init=False)

    def __post_init__(self) -> None:
        self.route = Route(self.outlook.traveller.key)

    def extend(self, left: Left) -> bool:
        """Take the best move that fits; return whether there was one."""
        moves = []
        for candidate in self.outlook.candidates:
            if candidate.key not in self.chosen and candidate.key not in self.failed:
                bundle = self._bundle(candidate, ())
                if bundle is not None and (rate := self._rate(bundle)) > 0:
                    moves.append((-rate, candidate.key, bundle))
        for _, key, bundle in sorted(moves, key=lambda move: move[:2]):
            if self._take(bundle, left):
                return True
            self.failed.add(key)
        return False

    def _bundle(self, candidate: Candidate, above: tuple[str, ...]) -> tuple[Candidate, ...] | None:
        """Return ``candidate`` with what must come before it and is not chosen yet; None when that cannot be had."""
        found = [candidate]
        for name in self.outlook.missing_names(candidate.option):
            if any(name in each.option.names for each in self.chosen.values()):
                continue
            ways = [
                bundle
                for each in self.outlook.providers(name)
                if each.key not in (*above, candidate.key)
                if (bundle := self._bundle(each, (*above, candidate.key))) is not None
            ]
            if not ways:
                return None
            shortest = min(ways, key=lambda way: (sum(each.option.hours for each in way), way[0].key))
            found += shortest
        for competence, levels in self.outlook.missing_levels(candidate.option):
            found += self._lifting(competence, levels, [*self.chosen.values(), *found])
        return tuple({each.key: each for each in found}.values())

    def _lifting(self, competence: str, levels: int, having: list[Candidate]) -> list[Candidate]:
        """Return options that raise ``competence``, best first, until it has risen by ``levels``."""
        asking, missing = {each.key for each in having}, levels
        missing -= sum(each.option.gain(competence) for each in having)
        found = []
        for each in sorted(
            self.outlook.serving(competence), key=lambda c: (-c.option.gain(competence), c.key)
        ):
            if missing > 0 and each.key not in asking and not each.option.requires_levels:
                found.append(each)
                missing -= each.option.gain(competence)
        return found

    def _newly_covered(self, bundle: Iterable[Candidate]) -> tuple[str, ...]:
        served = {name for each in bundle for name in self.outlook.served_by(each.option)}
        return tuple(
            each.competence
            for each in self.outlook.deficits
            if each.competence in served and each.competence not in self.covered
        )

    def _closed(self, chosen: Iterable[Candidate], covered: Sequence[str]) -> int:
        options = [each.option for each in chosen]
        return sum(
            each.weight * min(each.gap, sum(option.gain(each.competence) for option in options))
            for each in self.outlook.deficits
            if each.competence in covered
        )

    def _rate(self, bundle: tuple[Candidate, ...]) -> float:
        fresh = self._newly_covered(bundle)
        gained = self._closed([*self.chosen.values(), *bundle], [*self.covered, *fresh]) - self.gained
        hours = sum(each.option.hours for each in bundle) + len(fresh) * self.norms.closing_hours
        return gained / hours

    def _take(self, bundle: tuple[Candidate, ...], left: Left) -> bool:
        if not _is_left(bundle, left):
            return False
        chosen = {**self.chosen, **{each.key: each for each in bundle}}
        fresh = self._newly_covered(bundle)
        heaviest = sorted(self.outlook.deficits, key=lambda each: (-each.weight, each.competence))
        for some in (fresh, tuple(each.competence for each in heaviest if each.competence in fresh)[:1]):
            covered = (*self.covered, *some)
            route = arrange(self.outlook, self.norms, chosen, covered)
            if route is not None and self._closed(chosen.values(), covered) > self.gained:
                self.chosen, self.covered, self.route = chosen, covered, route
                self.gained = self._closed(chosen.values(), covered)
                for each in bundle:
                    _subtract(each, left)
                return True
        return False


def _is_left(bundle: tuple[Candidate, ...], left: Left) -> bool:
    asked: dict[str, int] = {}
    for each in bundle:
        if left.seats.get(each.key, 1) < 1:
            return False
        if each.option.mentor:
            asked[each.option.mentor] = asked.get(each.option.mentor, 0) + each.option.hours
    return all(left.hours[mentor] >= hours for mentor, hours in asked.items())


def _subtract(candidate: Candidate, left: Left) -> None:
    if candidate.key in left.seats:
        left.seats[candidate.key] -= 1
    if candidate.option.mentor:
        left.hours[candidate.option.mentor] -= candidate.option.hours


def arrange(
    outlook: Outlook, norms: Norms, chosen: dict[str, Candidate], covered: Sequence[str]
) -> Route | None:
    """Return ``chosen`` put as early as it goes, with what closes each deficit of ``covered``; None when it does not fit."""
    hours = sum(each.option.hours for each in chosen.values()) + len(covered) * norms.closing_hours
    rows = list(chosen.values())
    if hours > outlook.traveller.hours or any(
        clash(a.option, b.option) for a in rows for b in rows if a.key < b.key
    ):
        return None
    before = _order(outlook, chosen)
    free = list(outlook.free)
    starts = _place(chosen, before, free) if before is not None else None
    if starts is None:
        return None
    closings = {}
    for competence in sorted(covered, key=lambda name: _ready(outlook, chosen, starts, name)):
        week = _ready(outlook, chosen, starts, competence) - 1
        for kind, need, after in (
            (TRANSFER, norms.transfer_hours, norms.transfer_after),
            (CHECK, norms.check_hours, norms.check_after),
        ):
            fitting = (number for number in range(week + after, outlook.until) if free[number] >= need)
            if (found := next(fitting, None)) is None:
                return None
            week = found
            free[week] -= need
            closings[kind, competence] = (week, need)
    return as_route(outlook, starts, closings)


def _ready(outlook: Outlook, chosen: dict[str, Candidate], starts: dict[str, int], competence: str) -> int:
    """Return the first week after all learning for ``competence``."""
    return max(starts[key] + each.length for key, each in chosen.items() if each.option.gain(competence))


def _order(outlook: Outlook, chosen: dict[str, Candidate]) -> dict[str, frozenset[str]] | None:
    """Return, for each chosen option, which chosen ones come before it; None when a prerequisite is not among them."""
    before: dict[str, frozenset[str]] = {}
    for key, each in chosen.items():
        earlier: set[str] = set()
        for name in outlook.missing_names(each.option):
            found = [other for other in chosen if other != key and name in chosen[other].option.names]
            if not found:
                return None
            earlier.update(found)
        for competence, levels in outlook.missing_levels(each.option):
            lifting = {
                other
                for other, row in chosen.items()
                if other != key and row.option.gain(competence) and not row.option.requires_levels
            }
            if sum(chosen[other].option.gain(competence) for other in lifting) < levels:
                return None
            earlier |= lifting
        before[key] = frozenset(earlier)
    return before


def _place(
    chosen: dict[str, Candidate], before: dict[str, frozenset[str]], free: list[int]
) -> dict[str, int] | None:
    """Put what has dates first, then the rest as early as it fits; take their load off ``free``."""
    starts: dict[str, int] = {}
    dated = sorted(key for key, each in chosen.items() if each.option.is_dated)
    for key in dated:
        starts[key] = chosen[key].first
        if not _lay(chosen[key], starts[key], free):
            return None
    waiting = sorted((key for key in chosen if key not in starts), key=lambda key: (chosen[key].last, key))
    while waiting:
        ready = [key for key in waiting if not before[key] & set(waiting)]
        if not ready:
            return None
        key = ready[0]
        each = chosen[key]
        first = max([each.first, *(starts[other] + chosen[other].length for other in before[key])])
        start = next((week for week in range(first, each.last + 1) if _lay(each, week, free)), None)
        if start is None:
            return None
        starts[key] = start
        waiting.remove(key)
    for key, earlier in before.items():
        if any(starts[other] + chosen[other].length > starts[key] for other in earlier):
            return None
    return starts


def _lay(candidate: Candidate, start: int, free: list[int]) -> bool:
    weeks = range(start, start + candidate.length)
    if any(free[week] < candidate.load for week in weeks):
        return False
    for week in weeks:
        free[week] -= candidate.load
    return True
