"""A whole school at once, by prices for what is scarce (column generation, ADR 0023).

Each teacher answers prices of seats and mentors' hours with the best route at these prices; of all the answers the set is
taken that is worth most together.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from masterstvo.routes.building.model import Found, Programme, steady_solver
from masterstvo.routes.building.outlook import Outlook
from masterstvo.routes.building.problem import Option, Problem
from masterstvo.routes.building.solution import Route, Worth, left_over, worth_of_route

ROUNDS = 5
CORES = 2
EFFORT_OF_AN_ANSWER = 0.05
EFFORT_OF_THE_CHOICE = 0.1

Good = tuple[str, str]


class Market:
    """All answers so far. A good is the seats of an option or the hours of a mentor."""

    def __init__(self, problem: Problem, outlooks: Mapping[str, Outlook], routes: Mapping[str, Route]):
        self.problem, self.outlooks = problem, outlooks
        self.answers: dict[str, dict[Route, Worth]] = {key: {} for key in outlooks}
        self.stock: dict[Good, int] = {("hours", each.key): each.hours for each in problem.mentors}
        self.stock |= {("seats", each.key): each.seats for each in problem.options if each.seats is not None}
        self.taken = dict(routes)
        # A unit of weight counts more than all hours, and that somebody gets something more than all else of one teacher.
        closed = 1 + max(each.hours for each in problem.travellers)
        most = max(sum(each.weight * each.gap for each in view.deficits) for view in outlooks.values())
        self.rates = (closed * (1 + most), closed)
        for key, route in routes.items():
            self._keep(key, route)
            self._keep(key, Route(key))

    def trade(self) -> dict[str, Route]:
        """Return the best routes that some rounds of prices and answers lead to."""
        stock = left_over(self.problem, ())
        programmes = {
            key: Programme([view], self.problem.norms, stock) for key, view in self.outlooks.items()
        }
        with ThreadPoolExecutor(CORES) as pool:
            for number in range(ROUNDS):
                prices = self._prices() if number else {}
                for key, view in self.outlooks.items():
                    programmes[key].maximise_at(self.rates, self._prices_of_options(view, prices))
                # Searches share nothing and each has one worker, so that their order in time changes no answer.
                found = pool.map(_answer, programmes.values())
                for key, answer in zip(programmes, found, strict=True):
                    if answer.routes is not None:
                        self._keep(key, answer.routes[0])
        return self._choose()

    def _keep(self, key: str, route: Route) -> None:
        self.answers[key][route] = worth_of_route(self.problem, self.problem.traveller[key], route)

    def _uses(self, option: Option) -> list[tuple[Good, int]]:
        seats = [(("seats", option.key), 1)] if option.seats is not None else []
        return [*seats, *([(("hours", option.mentor), option.hours)] if option.mentor else [])]

    def _prices_of_options(self, outlook: Outlook, prices: Mapping[Good, float]) -> dict[str, int]:
        found = {
            each.key: round(sum(prices.get(good, 0) * amount for good, amount in self._uses(each.option)))
            for each in outlook.candidates
        }
        return {key: price for key, price in found.items() if price > 0}

    def _prices(self) -> dict[Good, float]:
        """Return what one more of each good would be worth, were routes divisible: the duals of the relaxed choice."""
        from ortools.linear_solver.python import model_builder  # noqa: PLC0415 -- heavy, like the model itself

        model = model_builder.Model()
        used: dict[Good, list] = {good: [] for good in self.stock}
        aim = []
        for answers in self.answers.values():
            shares = [model.new_num_var(0, 1, "") for _ in answers]
            model.add(sum(shares) == 1)
            for share, (route, worth) in zip(shares, answers.items(), strict=True):
                aim.append(
                    (self.rates[0] * worth.served + self.rates[1] * worth.closed + worth.saved) * share
                )
                for key in route.options:
                    for good, amount in self._uses(self.problem.option[key]):
                        used[good].append(amount * share)
        limits = {good: model.add(sum(rows) <= self.stock[good]) for good, rows in used.items() if rows}
        model.maximize(sum(aim))
        solver = model_builder.Solver("glop")
        if solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
            return {}
        return {good: solver.dual_value(limit) for good, limit in limits.items()}

    def _choose(self) -> dict[str, Route]:
        """Return one answer for each teacher, so that goods suffice and the whole is worth most."""
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- heavy, like the model itself

        model = cp_model.CpModel()
        used: dict[Good, list] = {good: [] for good in self.stock}
        picks: dict[str, dict[Route, cp_model.IntVar]] = {}
        closed, served = [], []
        for key, answers in self.answers.items():
            picks[key] = {route: model.new_bool_var("") for route in answers}
            model.add_exactly_one(picks[key].values())
            for route, pick in picks[key].items():
                model.add_hint(pick, route == self.taken[key])
                closed.append((self.rates[1] * answers[route].closed + answers[route].saved) * pick)
                served.append(answers[route].served * pick)
                for option in route.options:
                    for good, amount in self._uses(self.problem.option[option]):
                        used[good].append(amount * pick)
        for good, rows in used.items():
            model.add(sum(rows) <= self.stock[good])
        model.maximize(self.rates[0] * len(self.answers) * sum(served) + sum(closed))
        solver = steady_solver(EFFORT_OF_THE_CHOICE)
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return self.taken
        return {
            key: next(route for route, pick in rows.items() if solver.value(pick))
            for key, rows in picks.items()
        }


def _answer(programme: Programme) -> Found:
    return programme.solve(EFFORT_OF_AN_ANSWER, is_small=True)
