"""Why each step is there, and what could stand in its place: tried on the route itself, not guessed."""

from collections.abc import Mapping
from dataclasses import dataclass

from masterstvo.core.numbers import counted
from masterstvo.routes.building.greedy import arrange
from masterstvo.routes.building.model import Programme
from masterstvo.routes.building.outlook import Candidate, outlook
from masterstvo.routes.building.problem import Option, Problem
from masterstvo.routes.building.solution import (
    LEARN,
    TRANSFER,
    Route,
    Solution,
    Step,
    closed_levels,
    left_over,
)

EFFORT = 0.1


@dataclass(frozen=True)
class Reason:
    """Why a step is in the route, in Russian. ``alternative``: the key of an option that could replace it, or ""."""

    step: Step
    text: str
    alternative: str = ""


def explain(problem: Problem, solution: Solution, traveller: str) -> tuple[Reason, ...]:
    """Return the reasons of one teacher's steps, in their order."""
    explanation = _Explanation(problem, solution, traveller)
    return tuple(explanation.of(step) for step in solution.route[traveller].steps)


class _Explanation:
    def __init__(self, problem: Problem, solution: Solution, key: str):
        self.problem, self.route = problem, solution.route[key]
        self.outlook = outlook(problem, problem.traveller[key])
        self.left = left_over(problem, (each for each in solution.routes if each.traveller != key))
        self.titles = {each.competence: each.title for each in self.outlook.traveller.deficits}
        self.candidates: Mapping[str, Candidate] = {each.key: each for each in self.outlook.candidates}

    def of(self, step: Step) -> Reason:
        """Return the reason of one step."""
        if step.kind != LEARN:
            return Reason(step, self._closing(step))
        option = self.problem.option[step.option]
        swapped = {key: route for key in self.candidates if (route := self._instead(option, key)) is not None}
        if not swapped:
            return Reason(step, f"{self._purpose(option)}; единственный вариант в срок.")
        best = min(
            swapped, key=lambda key: (-self._levels(swapped[key]), self.problem.option[key].hours, key)
        )
        compared = self._compared(step, self.problem.option[best], swapped[best])
        return Reason(step, f"{self._purpose(option)}; {compared}.", best)

    def _closing(self, step: Step) -> str:
        title, norms = self.titles[step.competences[0]], self.problem.norms
        if step.kind == TRANSFER:
            return f"Перенос в практику по дефициту «{title}»: не раньше {norms.transfer_after}-й рабочей недели после обучения."
        return f"Повторный замер по дефициту «{title}»: не раньше {norms.check_after}-й рабочей недели после переноса в практику."

    def _purpose(self, option: Option) -> str:
        served = [f"«{self.titles[name]}»" for name in self._carried(option)]
        if served:
            return f"Закрывает {'дефицит' if len(served) == 1 else 'дефициты'} {', '.join(served)}"
        followers = [
            f"«{other.title}»"
            for other in map(self.problem.option.__getitem__, self.route.options)
            if set(option.names) & set(other.requires)
            or any(option.gain(asked.competence) for asked in other.requires_levels)
        ]
        return f"Без него нельзя начать {', '.join(followers)}"

    def _compared(self, step: Step, other: Option, swapped: Route) -> str:
        """Say what is better about ``step`` than about ``other``, for which the route would be ``swapped``."""
        more = self._levels(self.route) - self._levels(swapped)
        if more > 0:
            return f"даёт на {counted(more, 'уровень', 'уровня', 'уровней')} больше, чем «{other.title}»"
        shorter = other.hours - step.hours
        if shorter > 0:
            return f"на {counted(shorter, 'час', 'часа', 'часов')} короче, чем «{other.title}»"
        begins = next(each.starts_on for each in swapped.steps if each.option == other.key)
        if step.starts_on < begins:
            return f"начинается раньше, чем «{other.title}»"
        return f"можно заменить на «{other.title}»"

    def _carried(self, option: Option) -> list[str]:
        return [name for name in self.outlook.served_by(option) if name in self.route.covered]

    def _levels(self, route: Route) -> int:
        return sum(closed_levels(self.problem, self.outlook.traveller, route).values())

    def _instead(self, option: Option, key: str) -> Route | None:
        """Return the route with ``key`` in place of ``option`` and all else kept, every covered deficit still served; else None."""
        other = self.candidates[key].option
        kept = {taken: self.candidates[taken] for taken in self.route.options if taken != option.key}
        if key == option.key or key in kept or not self._is_left(other, kept):
            return None
        if not all(other.gain(name) for name in self._carried(option)):
            return None
        chosen, covered = {**kept, key: self.candidates[key]}, sorted(self.route.covered)
        if sum(each.option.hours for each in chosen.values()) > self.outlook.traveller.hours:
            return None
        return arrange(self.outlook, self.problem.norms, chosen, covered) or self._fit(chosen, covered)

    def _fit(self, chosen: Mapping[str, Candidate], covered: list[str]) -> Route | None:
        """Search for weeks that the plain way does not find."""
        programme = Programme([self.outlook], self.problem.norms, self.left)
        journey = programme.journeys[0]
        for name, taken in journey.taken.items():
            programme.model.add(taken == int(name in chosen))
        for name, closing in journey.closings.items():
            programme.model.add(closing.covered == int(name in covered))
        found = programme.solve(EFFORT, is_small=True)
        return found.routes[0] if found.routes else None

    def _is_left(self, option: Option, kept: Mapping[str, Candidate]) -> bool:
        mine = sum(each.option.hours for each in kept.values() if each.option.mentor == option.mentor)
        has_hours = not option.mentor or self.left.hours[option.mentor] - mine >= option.hours
        return has_hours and self.left.seats.get(option.key, 1) > 0
