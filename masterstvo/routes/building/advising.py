"""What would have to change so that a deficit left open could be closed too: each change is tried, none is guessed."""

from collections.abc import Iterator
from dataclasses import dataclass

from masterstvo.core.dates import monday
from masterstvo.routes.building.changes import (
    Change,
    EarlierStart,
    LaterEnd,
    MoreHours,
    MoreHoursAWeek,
    MoreOfAMentor,
    NoPrerequisites,
    OneMoreSeat,
    WorkInWeeksOff,
)
from masterstvo.routes.building.model import Programme
from masterstvo.routes.building.outlook import WEEK, outlook
from masterstvo.routes.building.problem import Deficit, Option, Problem, Traveller
from masterstvo.routes.building.solution import Solution, closed_levels, left_over

EFFORT = 0.2


@dataclass(frozen=True)
class Advice:
    """What to change, in Russian, and the problem as it would be then. ``problem``: None when no change helps."""

    competence: str
    text: str
    problem: Problem | None = None


def advise(problem: Problem, solution: Solution, traveller: str) -> tuple[Advice, ...]:
    """Return, for each deficit that one teacher's route leaves open, the least changes that would each close it.

    All that the routes close now stays closed. Where one change is not enough, the advice names several.
    """
    person = problem.traveller[traveller]
    covered = solution.route[traveller].covered
    return tuple(
        advice
        for deficit in person.open_deficits
        if deficit.competence not in covered
        for advice in _Adviser(problem, solution, person, deficit).advice()
    )


def can_close(problem: Problem, solution: Solution, traveller: str, competence: str) -> bool:
    """Return whether a route exists that begins to close ``competence`` and keeps all that ``solution`` closes."""
    person = problem.traveller[traveller]
    view = outlook(problem, person)
    others = [each for each in solution.routes if each.traveller != traveller]
    programme = Programme([view], problem.norms, left_over(problem, others))
    closings = programme.journeys[0].closings
    kept = closed_levels(problem, person, solution.route[traveller])
    if competence not in closings or any(levels and name not in closings for name, levels in kept.items()):
        return False
    programme.model.add(closings[competence].covered == 1)
    for name, levels in kept.items():
        if levels:
            programme.model.add(closings[name].levels >= levels)
    return programme.solve(EFFORT).routes is not None


class _Adviser:
    def __init__(self, problem: Problem, solution: Solution, traveller: Traveller, deficit: Deficit):
        self.problem, self.solution, self.traveller, self.deficit = problem, solution, traveller, deficit
        self.options = _leading_to(problem, traveller, deficit.competence)
        self.serving = [each for each in self.options if each.gain(deficit.competence)]

    def advice(self) -> Iterator[Advice]:
        """Return single changes that help, else one combination that does, else what the catalogue lacks."""
        name, title = self.deficit.competence, self.deficit.title
        if not self.serving:
            if any(each.gain(name) for each in self.problem.options):
                why = f"Все варианты по дефициту «{title}» уже пройдены или не подходят этому педагогу: добавьте новый."
            else:
                why = f"В каталоге нет ни одного варианта по дефициту «{title}»: добавьте курс, наставника или практику."
            yield Advice(name, why)
            return
        changes = list(self._changes())
        singles = [found for change in changes if (found := self._least(self.problem, change)) is not None]
        for change, amount in singles:
            yield Advice(name, change.said(amount), change.made(self.problem, amount))
        if not singles:
            yield self._combined(changes)

    def _works(self, problem: Problem) -> bool:
        return can_close(problem, self.solution, self.traveller.key, self.deficit.competence)

    def _least(self, problem: Problem, change: Change, low: int = 1) -> tuple[Change, int] | None:
        """Return ``change`` with the least amount, from ``low`` on, that is enough; None when even the most is not."""
        high = change.most
        if not self._works(change.made(problem, high)):
            return None
        while low < high:
            middle = (low + high) // 2
            if self._works(change.made(problem, middle)):
                high = middle
            else:
                low = middle + 1
        return change, high

    def _combined(self, changes: list[Change]) -> Advice:
        """Give way everywhere, then take back as much as can be, change by change."""
        amounts = {number: change.most for number, change in enumerate(changes)}
        if not self._works(self._changed(changes, amounts)):
            text = f"Дефицит «{self.deficit.title}» не закрыть и при послаблениях: добавьте в каталог другой вариант."
            return Advice(self.deficit.competence, text)
        for number in reversed(range(len(changes))):
            rest = self._changed(
                changes, {other: amount for other, amount in amounts.items() if other != number}
            )
            found = self._least(rest, changes[number], low=0)
            amounts[number] = found[1] if found else changes[number].most
        said = [change.said(amounts[number]) for number, change in enumerate(changes) if amounts[number]]
        text = " ".join(["Одного изменения мало, нужны все.", *said])
        return Advice(self.deficit.competence, text, self._changed(changes, amounts))

    def _changed(self, changes: list[Change], amounts: dict[int, int]) -> Problem:
        problem = self.problem
        for number, amount in amounts.items():
            if amount:
                problem = changes[number].made(problem, amount)
        return problem

    def _changes(self) -> Iterator[Change]:
        person, options, norms = self.traveller, self.options, self.problem.norms
        learning = sum(each.hours for each in options)
        yield MoreHours(person, learning + norms.closing_hours * len(person.deficits))
        busiest = max(person.planned.values(), default=0)
        yield MoreHoursAWeek(person, busiest + learning + norms.closing_hours)
        left = left_over(self.problem, self.solution.routes)
        yield from (OneMoreSeat(each) for each in options if left.seats.get(each.key, 1) < 1)
        for key in dict.fromkeys(each.mentor for each in options if each.mentor):
            yield MoreOfAMentor(
                self.problem.mentor[key], sum(each.hours for each in options if each.mentor == key)
            )
        view = outlook(self.problem, person)
        for option in options:
            if view.missing_names(option) or view.missing_levels(option):
                yield NoPrerequisites(option)
        for option in options:
            change = WorkInWeeksOff(person, option)
            if option.is_dated and not option.is_distance and change.weeks:
                yield change
        yield self._later_end()
        early = (monday(person.starts_on) - monday(min(each.starts_on for each in options))) // WEEK
        if early > 0:
            yield EarlierStart(person, early)

    def _later_end(self) -> LaterEnd:
        person, options, norms = self.traveller, self.options, self.problem.norms
        latest = max([person.ends_on, *(each.ends_on for each in options)])
        weeks = 1 + (latest - person.ends_on) // WEEK + len(person.weeks_off)
        weeks += sum(each.weeks for each in options) + norms.transfer_after + norms.check_after
        return LaterEnd(person, min(each.starts_on for each in self.serving), weeks)


def _leading_to(problem: Problem, traveller: Traveller, competence: str) -> list[Option]:
    """Return what serves ``competence`` or must come before that, were there no limits of time."""
    open_to = [
        each
        for each in problem.options
        if each.key not in traveller.barred and not set(each.names) & traveller.done
    ]
    found: dict[str, Option] = {}
    waiting = [each for each in open_to if each.gain(competence)]
    while waiting:
        option = waiting.pop()
        if option.key not in found:
            found[option.key] = option
            lifts = [asked.competence for asked in option.requires_levels]
            waiting += [
                each
                for each in open_to
                if set(option.requires) & set(each.names) or any(each.gain(name) for name in lifts)
            ]
    return [each for each in open_to if each.key in found]
