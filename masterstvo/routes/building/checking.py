"""Whether routes keep all rules, told by the words of the problem alone: it shares no arithmetic with those who build."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from masterstvo.routes.building.problem import Option, Problem, Traveller
from masterstvo.routes.building.solution import CHECK, LEARN, TRANSFER, Route, Solution, Step

DAY = timedelta(days=1)


def violations(problem: Problem, solution: Solution) -> list[str]:
    """Return every rule that ``solution`` breaks, one sentence each; an empty list when there is none."""
    if [each.traveller for each in solution.routes] != [each.key for each in problem.travellers]:
        return ["routes are not those of the problem's teachers, in its order"]
    found = [
        f"{traveller.key}: {text}"
        for traveller, route in zip(problem.travellers, solution.routes, strict=True)
        for text in _of_route(problem, traveller, route)
    ]
    return [*found, *_shared(problem, solution)]


def _of_route(problem: Problem, traveller: Traveller, route: Route) -> Iterator[str]:
    learning = [step for step in route.steps if step.kind == LEARN]
    if not all(_is_told(problem, step) for step in route.steps):
        yield "steps of unknown kinds or options, without weeks or without a deficit"
        return
    if list(route.steps) != sorted(route.steps, key=lambda step: step.starts_on):
        yield "steps are not in the order of time"
    if route.hours > traveller.hours:
        yield f"{route.hours} hours of {traveller.hours}"
    for step in route.steps:
        yield from _dates(problem, traveller, step)
    for step in learning:
        yield from _learning(problem, traveller, step, learning)
    yield from _together(problem, learning)
    yield from _closing(problem, traveller, route, learning)
    yield from _load(problem, traveller, route)


def _is_told(problem: Problem, step: Step) -> bool:
    if step.kind == LEARN:
        return step.option in problem.option and bool(step.weeks)
    return step.kind in (TRANSFER, CHECK) and bool(step.weeks) and bool(step.competences)


def _days(start: date, end: date) -> list[date]:
    return [start + DAY * number for number in range((end - start).days)]


def _mondays(traveller: Traveller, start: date, end: date) -> list[date]:
    """Return the Mondays of the working weeks that the days from ``start`` until before ``end`` lie in."""
    weeks = dict.fromkeys(day - DAY * day.weekday() for day in _days(start, end))
    return [week for week in weeks if week not in traveller.weeks_off]


def _dates(problem: Problem, traveller: Traveller, step: Step) -> Iterator[str]:
    name = f"{step.kind} {step.option or step.competences}"
    if (
        step.starts_on < traveller.starts_on
        or step.ends_on > traveller.ends_on
        or step.starts_on >= step.ends_on
    ):
        yield f"{name}: dates outside the route"
    elif _mondays(traveller, step.starts_on, step.ends_on) != list(step.weeks):
        yield f"{name}: weeks are not the working weeks of its dates"
    elif not (step.kind == LEARN and problem.option[step.option].is_dated):
        for week in step.weeks:
            days = [day for day in _days(step.starts_on, step.ends_on) if 0 <= (day - week).days < 5]
            if len(days) < 3:
                yield f"{name}: only {len(days)} working days in the week of {week}"


def _learning(problem: Problem, traveller: Traveller, step: Step, learning: list[Step]) -> Iterator[str]:
    option = problem.option[step.option]
    gives = {gain.competence for gain in option.gains if gain.levels}
    if step.option in traveller.barred or traveller.done.intersection(option.names):
        yield f"{option.key}: not for this teacher"
    if step.hours != option.hours:
        yield f"{option.key}: {step.hours} hours instead of {option.hours}"
    if set(step.competences) != gives & {each.competence for each in traveller.deficits if each.gap}:
        yield f"{option.key}: serves other deficits"
    if option.is_dated:
        if (step.starts_on, step.ends_on) != (option.starts_on, option.ends_on):
            yield f"{option.key}: other dates"
        days = _days(option.starts_on, option.ends_on)
        if not option.is_distance and any(day - DAY * day.weekday() in traveller.weeks_off for day in days):
            yield f"{option.key}: in a week without work"
    elif step.starts_on < option.starts_on or step.ends_on > option.ends_on:
        yield f"{option.key}: outside its window"
    elif len(step.weeks) != option.weeks:
        yield f"{option.key}: {len(step.weeks)} weeks instead of {option.weeks}"
    earlier = [other for other in learning if other.weeks[-1] < step.weeks[0]]
    yield from _prerequisites(problem, traveller, option, earlier)
    if not step.competences and not _is_needed(problem, traveller, option, learning):
        yield f"{option.key}: serves no deficit and nothing that follows"


def _prerequisites(
    problem: Problem, traveller: Traveller, option: Option, earlier: list[Step]
) -> Iterator[str]:
    passed = traveller.done.union(*(problem.option[other.option].names for other in earlier))
    for name in option.requires:
        if name not in passed:
            yield f"{option.key}: {name} does not come before"
    for asked in option.requires_levels:
        gained = sum(problem.option[other.option].gain(asked.competence) for other in earlier)
        if traveller.level(asked.competence) + gained < asked.levels:
            yield f"{option.key}: level {asked.levels} of {asked.competence} is not reached before"


def _is_needed(problem: Problem, traveller: Traveller, option: Option, learning: list[Step]) -> bool:
    gives = {gain.competence for gain in option.gains}
    others = [problem.option[step.option] for step in learning if step.option != option.key]
    return any(
        set(option.names) & set(other.requires)
        or any(asked.competence in gives for asked in other.requires_levels)
        for other in others
    )


def _together(problem: Problem, learning: list[Step]) -> Iterator[str]:
    options = [problem.option[step.option] for step in learning]
    names = Counter(name for option in options for name in option.names)
    yield from (f"{name}: taken {times} times" for name, times in names.items() if times > 1)
    for number, one in enumerate(options):
        for other in options[number + 1 :]:
            onsite = all(
                each.is_dated and (each.is_off_the_job or not each.is_distance) for each in (one, other)
            )
            shared = set(_days(one.starts_on, one.ends_on)) & set(_days(other.starts_on, other.ends_on))
            if onsite and shared and (one.is_off_the_job or other.is_off_the_job):
                yield f"{one.key} and {other.key} fill the same days"


def _closing(problem: Problem, traveller: Traveller, route: Route, learning: list[Step]) -> Iterator[str]:
    norms, weeks = problem.norms, _mondays(traveller, traveller.starts_on, traveller.ends_on)
    steps: dict[tuple[str, str], list[Step]] = {}
    for step in route.steps:
        if step.kind != LEARN:
            steps.setdefault((step.competences[0], step.kind), []).append(step)
            hours = {TRANSFER: norms.transfer_hours, CHECK: norms.check_hours}[step.kind]
            if len(step.competences) != 1 or step.hours != hours or len(step.weeks) != 1:
                yield f"{step.kind} {step.competences}: one competence, {hours} hours, one week"
    for name in dict.fromkeys(competence for competence, _ in steps):
        transfers, checks = steps.get((name, TRANSFER), []), steps.get((name, CHECK), [])
        if len(transfers) != 1 or len(checks) != 1:
            yield f"{name}: {len(transfers)} transfers and {len(checks)} re-measurements"
            continue
        before = [step.weeks[-1] for step in learning if name in step.competences]
        if not before:
            yield f"{name}: is closed without learning"
        elif _passed(weeks, max(before), transfers[0].weeks[0]) < norms.transfer_after:
            yield f"{name}: the transfer comes too early"
        elif _passed(weeks, transfers[0].weeks[0], checks[0].weeks[0]) < norms.check_after:
            yield f"{name}: the re-measurement comes too early"


def _passed(weeks: list[date], one: date, other: date) -> int:
    """Return how many working weeks later ``other`` is than ``one``."""
    return sum(one < week <= other for week in weeks)


def _load(problem: Problem, traveller: Traveller, route: Route) -> Iterator[str]:
    load: Counter[date] = Counter()
    for step in route.steps:
        if not (step.kind == LEARN and problem.option[step.option].is_off_the_job):
            for week in step.weeks:
                load[week] += (step.hours + len(step.weeks) - 1) // len(step.weeks)
    for week, hours in sorted(load.items()):
        if hours > max(0, traveller.free_hours - traveller.planned.get(week, 0)):
            yield f"{week}: {hours} hours in the week"


def _shared(problem: Problem, solution: Solution) -> Iterator[str]:
    taken = Counter(key for route in solution.routes for key in route.options if key in problem.option)
    for option in problem.options:
        if option.seats is not None and taken[option.key] > option.seats:
            yield f"{option.key}: {taken[option.key]} people on {option.seats} seats"
    for mentor in problem.mentors:
        hours = sum(taken[each.key] * each.hours for each in problem.options if each.mentor == mentor.key)
        if hours > mentor.hours:
            yield f"{mentor.key}: {hours} hours of {mentor.hours}"
