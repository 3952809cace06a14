"""Building routes: from the greedy ones, part by part, to better ones; never to worse."""

from collections.abc import Iterable, Sequence

from masterstvo.routes.building.greedy import arrange, greedy_routes
from masterstvo.routes.building.market import Market
from masterstvo.routes.building.model import Programme
from masterstvo.routes.building.outlook import Outlook, outlook
from masterstvo.routes.building.problem import Problem
from masterstvo.routes.building.solution import (
    Route,
    Solution,
    Worth,
    left_over,
    worth_of_route,
)

# In CP-SAT's deterministic time, of which a unit is some four seconds.
EFFORT = 2.0
EFFORT_OF_EXCHANGE = 0.15
EFFORT_OF_A_PART = 0.02
OVERHEAD_OF_A_TEACHER = 0.00125  # putting a teacher into a model takes its time too
EXACT_UP_TO = 6
NEIGHBOURS = 2


def build(problem: Problem) -> Solution:
    """Return routes for all teachers of ``problem``: the same for the same problem, and worth no less than the greedy ones.

    A few teachers are solved exactly, a school by prices for what is scarce and then by exchanges.
    """
    school = _School(problem)
    if len(problem.travellers) <= EXACT_UP_TO:
        school.improve(list(school.routes), EFFORT)
    else:
        school.trade()
        school.exchange()
    return school.solution()


class _School:
    """Routes that only ever get better."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.outlooks = {each.key: outlook(problem, each) for each in problem.travellers}
        self.routes = {each.traveller: each for each in greedy_routes(problem, list(self.outlooks.values()))}

    def solution(self) -> Solution:
        """Return the routes in the problem's order, each step as early as it goes."""
        return Solution(
            tuple(_early(self.problem, self.outlooks[key], self.routes[key]) for key in self.routes)
        )

    def worth(self, keys: Iterable[str]) -> Worth:
        """Return what the routes of ``keys`` are worth together."""
        rows = [worth_of_route(self.problem, self.problem.traveller[key], self.routes[key]) for key in keys]
        return sum(rows, Worth(0, 0, 0))

    def improve(self, keys: Sequence[str], effort: float) -> float:
        """Build the routes of ``keys`` anew while all others keep theirs, and take what is better; return the effort."""
        others = (route for key, route in self.routes.items() if key not in keys)
        left = left_over(self.problem, others)
        programme = Programme([self.outlooks[key] for key in keys], self.problem.norms, left)
        programme.maximise_worth()
        programme.hint([self.routes[key] for key in keys])
        found = programme.solve(effort)
        if found.routes is not None:
            before, kept = self.worth(keys), dict(self.routes)
            self.routes.update(zip(keys, found.routes, strict=True))
            if self.worth(keys) <= before:
                self.routes = kept
        return found.effort + OVERHEAD_OF_A_TEACHER * len(keys)

    def trade(self) -> None:
        """Take what the market comes to where it is better."""
        before, kept = self.worth(self.routes), self.routes
        self.routes = Market(self.problem, self.outlooks, self.routes).trade()
        if self.worth(self.routes) <= before:
            self.routes = kept

    def exchange(self) -> None:
        """Serve whoever got nothing and could: from what is left, else by a trade with those who hold what would help."""
        for key in self._left_out():
            if self._has_something_for(key):
                self.improve([key], EFFORT_OF_A_PART)
        left = EFFORT_OF_EXCHANGE
        for key in self._left_out():
            if left > 0:
                left -= self.improve([key, *self._holders(key)], EFFORT_OF_A_PART)

    def _left_out(self) -> list[str]:
        return [key for key, route in self.routes.items() if self.outlooks[key].deficits and not route.steps]

    def _has_something_for(self, key: str) -> bool:
        left = left_over(self.problem, self.routes.values())
        view = self.outlooks[key]
        return any(
            left.seats.get(each.key, 1) > 0
            and left.hours.get(each.option.mentor, each.option.hours) >= each.option.hours
            for each in view.candidates
            if view.served_by(each.option)
        )

    def _holders(self, key: str) -> list[str]:
        """Return teachers who hold what ``key`` could use and cannot have, those with other ways first."""
        left = left_over(self.problem, self.routes.values())
        mine = set(self.routes[key].options)
        scarce, mentors = set(), set()
        for each in self.outlooks[key].candidates:
            if each.key not in mine and left.seats.get(each.key, 1) < 1:
                scarce.add(each.key)
            if (
                each.key not in mine
                and each.option.mentor
                and left.hours[each.option.mentor] < each.option.hours
            ):
                mentors.add(each.option.mentor)
        holders = [
            other
            for other, route in self.routes.items()
            if other != key
            and any(
                taken in scarce or self.problem.option[taken].mentor in mentors for taken in route.options
            )
        ]
        holders.sort(key=lambda other: (-len(self.outlooks[other].candidates), other))
        return holders[:NEIGHBOURS]


def _early(problem: Problem, view: Outlook, route: Route) -> Route:
    """Return the same steps put as early as they go, where the plain way finds them a place; else ``route``."""
    chosen = {each.key: each for each in view.candidates if each.key in route.options}
    covered = sorted(route.covered)
    return arrange(view, problem.norms, chosen, covered) or route
