"""What one teacher could do at all: the working weeks of the route, and which options fit into them.

Weeks are counted as working weeks, so that a step of three weeks goes on after a holiday as if there were none.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from masterstvo.core.dates import monday
from masterstvo.routes.building.problem import Deficit, Option, Problem, Traveller
from masterstvo.routes.building.solution import CHECK, LEARN, TRANSFER, Route, Step

WEEK = timedelta(weeks=1)
WORKING_DAYS = 5
ENOUGH_DAYS = 3  # of a week's working days, for a step without dates of its own to be put there


@dataclass(frozen=True)
class Candidate:
    """An option with the working weeks in which it may begin, how many it takes, and its load on each of them."""

    option: Option
    first: int
    last: int
    length: int
    load: int

    @property
    def key(self) -> str:
        """Return the option's key."""
        return self.option.key


@dataclass(frozen=True)
class Outlook:
    """A teacher's working weeks (Mondays) with their free hours, open deficits that can be served, and what may serve them.

    ``until``: steps without dates of their own stand in weeks before this number; a last week may be too short for them.
    """

    traveller: Traveller
    weeks: tuple[date, ...]
    free: tuple[int, ...]
    until: int
    deficits: tuple[Deficit, ...]
    candidates: tuple[Candidate, ...]

    def serving(self, competence: str) -> tuple[Candidate, ...]:
        """Return the candidates that give something of ``competence``."""
        return tuple(each for each in self.candidates if each.option.gain(competence))

    def providers(self, name: str) -> tuple[Candidate, ...]:
        """Return the candidates that a prerequisite called ``name`` may mean."""
        return tuple(each for each in self.candidates if name in each.option.names)

    def missing_levels(self, option: Option) -> tuple[tuple[str, int], ...]:
        """Return which competences must rise, and by how much, before ``option``."""
        return tuple(
            (asked.competence, asked.levels - self.traveller.level(asked.competence))
            for asked in option.requires_levels
            if asked.levels > self.traveller.level(asked.competence)
        )

    def missing_names(self, option: Option) -> tuple[str, ...]:
        """Return the prerequisites of ``option`` that do not count as passed."""
        return tuple(name for name in option.requires if name not in self.traveller.done)

    def served_by(self, option: Option) -> tuple[str, ...]:
        """Return the open deficits that ``option`` helps with."""
        return tuple(each.competence for each in self.traveller.open_deficits if option.gain(each.competence))


def outlook(problem: Problem, traveller: Traveller) -> Outlook:
    """Return what ``traveller`` could do: only what serves a deficit, or what must come before that."""
    weeks = _working_weeks(traveller)
    free = tuple(max(0, traveller.free_hours - traveller.planned.get(week, 0)) for week in weeks)
    possible = [
        candidate
        for option in problem.options
        if option.key not in traveller.barred and not set(option.names) & traveller.done
        if (candidate := _candidate(option, traveller, weeks)) is not None
    ]
    useful = _useful(traveller, possible)
    served = tuple(
        each
        for each in traveller.open_deficits
        if any(candidate.option.gain(each.competence) for candidate in useful)
    )
    until = _after_long_enough(weeks, traveller.ends_on)
    return Outlook(traveller, weeks, free, until, served, useful)


def _working_weeks(traveller: Traveller) -> tuple[date, ...]:
    weeks, week = [], monday(traveller.starts_on)
    while week < traveller.ends_on:
        if week not in traveller.weeks_off:
            weeks.append(week)
        week += WEEK
    return tuple(weeks)


def _candidate(option: Option, traveller: Traveller, weeks: tuple[date, ...]) -> Candidate | None:
    begin, end = max(option.starts_on, traveller.starts_on), min(option.ends_on, traveller.ends_on)
    if begin >= end:
        return None
    if option.is_dated:
        off = any(option.starts_on < week + WEEK and week < option.ends_on for week in traveller.weeks_off)
        if (begin, end) != (option.starts_on, option.ends_on) or (off and not option.is_distance):
            return None
        first = bisect_right(weeks, begin - WEEK)
        last, length = first, bisect_left(weeks, end) - first
    else:
        first, length = _first_long_enough(weeks, begin, end), option.weeks
        last = _after_long_enough(weeks, end) - length
    if length < 1 or first > last:
        return None
    return Candidate(option, first, last, length, 0 if option.is_off_the_job else -(-option.hours // length))


def _first_long_enough(weeks: tuple[date, ...], begin: date, end: date) -> int:
    """Return the number of the first week of which ``[begin, end)`` holds enough working days."""
    number = bisect_left(weeks, begin - timedelta(days=WORKING_DAYS - ENOUGH_DAYS))
    is_short = number < len(weeks) and not _has_enough_days(weeks[number], begin, end)
    return number + is_short


def _after_long_enough(weeks: tuple[date, ...], end: date) -> int:
    """Return the number after the last such week."""
    return bisect_right(weeks, end - timedelta(days=ENOUGH_DAYS))


def _has_enough_days(week: date, begin: date, end: date) -> bool:
    return (min(week + timedelta(days=WORKING_DAYS), end) - max(week, begin)).days >= ENOUGH_DAYS


def _useful(traveller: Traveller, possible: list[Candidate]) -> tuple[Candidate, ...]:
    """Return, in the order of the catalogue, what serves a deficit or opens the way to something that does."""
    wanted = {each.competence for each in traveller.open_deficits}
    names: set[str] = set()
    found: set[str] = set()
    while True:
        fresh = [
            each
            for each in possible
            if each.key not in found
            and (
                names & set(each.option.names) or any(gain.competence in wanted for gain in each.option.gains)
            )
        ]
        if not fresh:
            return tuple(each for each in possible if each.key in found)
        for each in fresh:
            found.add(each.key)
            names.update(each.option.requires)
            wanted.update(asked.competence for asked in each.option.requires_levels)


def clash(one: Option, other: Option) -> bool:
    """Return whether both cannot be taken: two sessions of a programme, or days that one of them fills."""
    if one.programme and one.programme == other.programme:
        return True
    fills = one.is_off_the_job or other.is_off_the_job
    both = all(each.is_dated and (each.is_off_the_job or not each.is_distance) for each in (one, other))
    return fills and both and one.starts_on < other.ends_on and other.starts_on < one.ends_on


def as_route(
    outlook: Outlook, starts: dict[str, int], closings: dict[tuple[str, str], tuple[int, int]]
) -> Route:
    """Return the route whose options begin in the weeks ``starts``.

    ``closings``: by kind of step and competence, the week and the hours of transfers and re-measurements.
    """
    by_key = {each.key: each for each in outlook.candidates}
    steps = [_learning(outlook, by_key[key], start) for key, start in starts.items()]
    for (kind, competence), (week, hours) in closings.items():
        steps.append(Step(kind, "", (competence,), hours, *_span(outlook, week, 1)))
    order = (LEARN, TRANSFER, CHECK)
    steps.sort(key=lambda step: (step.starts_on, order.index(step.kind), step.option, step.competences))
    return Route(outlook.traveller.key, tuple(steps))


def _learning(outlook: Outlook, candidate: Candidate, start: int) -> Step:
    option = candidate.option
    begin, end, weeks = _span(outlook, start, candidate.length)
    if option.is_dated:
        begin, end = option.starts_on, option.ends_on
    else:
        begin, end = max(begin, option.starts_on), min(end, option.ends_on)
    return Step(LEARN, option.key, outlook.served_by(option), option.hours, begin, end, weeks)


def _span(outlook: Outlook, first: int, length: int) -> tuple[date, date, tuple[date, ...]]:
    """Return the first day, the day after the last, and the Mondays of ``length`` working weeks from ``first`` on."""
    weeks = outlook.weeks[first : first + length]
    person = outlook.traveller
    return max(weeks[0], person.starts_on), min(weeks[-1] + WEEK, person.ends_on), weeks
