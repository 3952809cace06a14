"""The exact model: routes of some teachers at once as a constraint programme for CP-SAT.

OR-Tools is imported inside functions, because it takes a third of a second and 60 MB that no web worker should pay for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from masterstvo.routes.building.outlook import Candidate, Outlook, as_route, clash
from masterstvo.routes.building.problem import Norms
from masterstvo.routes.building.solution import CHECK, LEARN, TRANSFER, Left, Route

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SEED = 20260901


def steady_solver(effort: float) -> cp_model.CpSolver:
    """Return a solver with one worker and a limit that is no clock, so that its answer is always the same."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- heavy, see above

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = effort
    return solver


@dataclass
class Closing:
    """The variables of one deficit: whether and by how many levels it is closed, and the weeks of its two last steps."""

    covered: cp_model.IntVar
    levels: cp_model.IntVar
    transfer: cp_model.IntVar
    check: cp_model.IntVar


@dataclass
class Journey:
    """The variables of one teacher. ``spent``: hours of the route; ``closed``: weight of closed levels."""

    outlook: Outlook
    taken: dict[str, cp_model.IntVar]
    start: dict[str, Any]
    closings: dict[str, Closing]
    spent: Any = 0
    closed: Any = 0


@dataclass(frozen=True)
class Found:
    """What a search gave: the routes, whether nothing better exists, and its effort in CP-SAT's own units of time."""

    routes: tuple[Route, ...] | None
    is_best: bool
    effort: float
    value: int = 0


class Programme:
    """A CP-SAT model of some teachers who share what is left of seats and mentors' hours."""

    def __init__(self, outlooks: Sequence[Outlook], norms: Norms, left: Left):
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- heavy, see above

        self.model = cp_model.CpModel()
        self.norms, self.left = norms, left
        self.journeys = [self._journey(each) for each in outlooks]
        self._share()
        self.closed = sum(each.closed for each in self.journeys)
        self.spent = sum(each.spent for each in self.journeys)
        self.served = sum(self._gets(each) for each in self.journeys if each.closings)

    def maximise_worth(self) -> None:
        """Aim at most teachers served, then most weight closed, then fewest hours."""
        hours = 1 + sum(each.outlook.traveller.hours for each in self.journeys)
        weights = 1 + sum(
            deficit.weight * deficit.gap for each in self.journeys for deficit in each.outlook.deficits
        )
        self.model.maximize(self.served * (weights * hours) + self.closed * hours - self.spent)

    def maximise_at(self, rates: tuple[int, int], prices: Mapping[str, int]) -> None:
        """Aim at what is left of the worth when each option has its price.

        ``rates``: what it counts that a teacher gets something, and each closed unit of weight; an hour counts 1.
        """
        paid = sum(
            prices[key] * taken
            for each in self.journeys
            for key, taken in each.taken.items()
            if prices.get(key)
        )
        self.model.maximize(self.served * rates[0] + self.closed * rates[1] - self.spent - paid)

    def hint(self, routes: Sequence[Route]) -> None:
        """Let the search start from ``routes``."""
        for journey, route in zip(self.journeys, routes, strict=True):
            number = {week: index for index, week in enumerate(journey.outlook.weeks)}
            begun = {step.option: number[step.weeks[0]] for step in route.steps if step.kind == LEARN}
            for key, taken in journey.taken.items():
                self.model.add_hint(taken, key in begun)
                if key in begun and not isinstance(journey.start[key], int):
                    self.model.add_hint(journey.start[key], begun[key])
            covered = route.covered
            for competence, closing in journey.closings.items():
                self.model.add_hint(closing.covered, competence in covered)
                for kind, variable in ((TRANSFER, closing.transfer), (CHECK, closing.check)):
                    for step in route.steps:
                        if step.kind == kind and step.competences == (competence,):
                            self.model.add_hint(variable, number[step.weeks[0]])

    def solve(self, effort: float, *, is_small: bool = False) -> Found:
        """Search for at most ``effort``. ``is_small``: looking for simplifications would take longer than the search."""
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- heavy, see above

        solver = steady_solver(effort)
        solver.parameters.cp_model_presolve = not is_small
        status = solver.solve(self.model)
        spent = solver.response_proto.deterministic_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(None, status == cp_model.INFEASIBLE, spent)
        self.solver = solver
        routes = tuple(self._route(solver, each) for each in self.journeys)
        return Found(routes, status == cp_model.OPTIMAL, spent, round(solver.objective_value))

    def _gets(self, journey: Journey) -> cp_model.IntVar:
        """Return a variable that may be true only when the teacher gets something."""
        gets = self.model.new_bool_var("")
        self.model.add_bool_or([each.covered for each in journey.closings.values()]).only_enforce_if(gets)
        return gets

    def _route(self, solver: cp_model.CpSolver, journey: Journey) -> Route:
        starts = {
            key: solver.value(journey.start[key])
            for key, taken in journey.taken.items()
            if solver.value(taken)
        }
        closings = {}
        for competence, closing in journey.closings.items():
            if solver.value(closing.covered):
                closings[TRANSFER, competence] = (solver.value(closing.transfer), self.norms.transfer_hours)
                closings[CHECK, competence] = (solver.value(closing.check), self.norms.check_hours)
        return as_route(journey.outlook, starts, closings)

    def _journey(self, outlook: Outlook) -> Journey:
        model, last = self.model, max(0, outlook.until - 1)
        taken = {each.key: model.new_bool_var("") for each in outlook.candidates}
        start = {
            each.key: each.first if each.first == each.last else model.new_int_var(each.first, each.last, "")
            for each in outlook.candidates
        }
        closings = {
            each.competence: Closing(
                model.new_bool_var(""),
                model.new_int_var(0, each.gap, ""),
                model.new_int_var(0, last, ""),
                model.new_int_var(0, last, ""),
            )
            for each in outlook.deficits
        }
        journey = Journey(outlook, taken, start, closings)
        self._close(journey)
        self._require(journey)
        self._fit_weeks(journey)
        for number, one in enumerate(outlook.candidates):
            for other in outlook.candidates[number + 1 :]:
                if clash(one.option, other.option):
                    model.add_at_most_one(taken[one.key], taken[other.key])
        learning = sum(each.option.hours * taken[each.key] for each in outlook.candidates)
        closing = sum(self.norms.closing_hours * each.covered for each in closings.values())
        journey.spent = learning + closing
        journey.closed = sum(each.weight * closings[each.competence].levels for each in outlook.deficits)
        if outlook.candidates:
            model.add(journey.spent <= outlook.traveller.hours)
        return journey

    def _close(self, journey: Journey) -> None:
        """A closed deficit has its learning, then one transfer, then one re-measurement."""
        for deficit in journey.outlook.deficits:
            closing = journey.closings[deficit.competence]
            serving = journey.outlook.serving(deficit.competence)
            gained = sum(each.option.gain(deficit.competence) * journey.taken[each.key] for each in serving)
            self.model.add(closing.levels <= gained)
            self.model.add(closing.levels >= 1).only_enforce_if(closing.covered)
            self.model.add(closing.levels == 0).only_enforce_if(closing.covered.negated())
            self.model.add(closing.check >= closing.transfer + self.norms.check_after).only_enforce_if(
                closing.covered
            )
            for each in serving:
                after = journey.start[each.key] + each.length - 1 + self.norms.transfer_after
                self.model.add(closing.transfer >= after).only_enforce_if(
                    closing.covered, journey.taken[each.key]
                )

    def _require(self, journey: Journey) -> None:
        outlook = journey.outlook
        for each in outlook.candidates:
            for name in outlook.missing_names(each.option):
                ways = [
                    self._earlier(journey, other, each)
                    for other in outlook.providers(name)
                    if other.key != each.key
                ]
                self.model.add_bool_or([journey.taken[each.key].negated(), *ways])
            for competence, levels in outlook.missing_levels(each.option):
                lifts = sum(
                    other.option.gain(competence) * self._earlier(journey, other, each)
                    for other in outlook.serving(competence)
                    if other.key != each.key
                )
                self.model.add(lifts >= levels * journey.taken[each.key])

    def _earlier(self, journey: Journey, one: Candidate, other: Candidate) -> cp_model.IntVar:
        """Return a variable that may be true only when ``one`` is taken and over before ``other`` begins."""
        is_earlier = self.model.new_bool_var("")
        self.model.add_implication(is_earlier, journey.taken[one.key])
        over = journey.start[one.key] + one.length
        if isinstance(over, int) and isinstance(journey.start[other.key], int):
            if over > journey.start[other.key]:
                self.model.add(is_earlier == 0)
        else:
            self.model.add(over <= journey.start[other.key]).only_enforce_if(is_earlier)
        return is_earlier

    def _fit_weeks(self, journey: Journey) -> None:
        """The load of each week stays within its free hours."""
        outlook, model = journey.outlook, self.model
        if not outlook.candidates:
            return
        most = max(outlook.free)
        intervals, demands = [], []
        for number, free in enumerate(outlook.free):
            if free < most:
                intervals.append(model.new_fixed_size_interval_var(number, 1, ""))
                demands.append(most - free)
        for each in outlook.candidates:
            start, taken = journey.start[each.key], journey.taken[each.key]
            intervals.append(model.new_optional_fixed_size_interval_var(start, each.length, taken, ""))
            demands.append(each.load)
        for closing in journey.closings.values():
            for week, hours in (
                (closing.transfer, self.norms.transfer_hours),
                (closing.check, self.norms.check_hours),
            ):
                intervals.append(model.new_optional_fixed_size_interval_var(week, 1, closing.covered, ""))
                demands.append(hours)
        model.add_cumulative(intervals, demands, most)

    def _share(self) -> None:
        """Seats and mentors' hours are shared by all teachers of the programme."""
        seats: dict[str, list[Any]] = {}
        hours: dict[str, list[Any]] = {}
        for journey in self.journeys:
            for each in journey.outlook.candidates:
                if each.key in self.left.seats:
                    seats.setdefault(each.key, []).append(journey.taken[each.key])
                if each.option.mentor:
                    hours.setdefault(each.option.mentor, []).append(
                        each.option.hours * journey.taken[each.key]
                    )
        for key, asked in seats.items():
            self.model.add(sum(asked) <= self.left.seats[key])
        for mentor, spent in hours.items():
            self.model.add(sum(spent) <= self.left.hours[mentor])
