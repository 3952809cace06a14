"""Random problems, and the best that can be had of a tiny one by trying everything."""

import datetime as dt
import itertools

from hypothesis import strategies as st

from masterstvo.routes.building import (
    CHECK,
    LEARN,
    TRANSFER,
    Deficit,
    Level,
    Mentor,
    Norms,
    Option,
    Problem,
    Route,
    Solution,
    Step,
    Traveller,
    violations,
    worth,
)

START = dt.date(2026, 9, 7)
WEEK = dt.timedelta(weeks=1)
COMPETENCES = ["a", "b", "c"]


def seldom(value, otherwise):
    """Draw ``otherwise`` three times of four: problems in which nothing fits teach little."""
    return st.sampled_from([otherwise, otherwise, value, otherwise])


@st.composite
def options(draw, number, n_weeks):
    is_dated = draw(st.booleans())
    begin = START + dt.timedelta(days=draw(st.integers(-3, 7 * (n_weeks - 3))))
    end = begin + dt.timedelta(
        days=draw(st.integers(2, 14)) if is_dated else draw(st.integers(14, 7 * n_weeks))
    )
    names = draw(st.lists(st.sampled_from(COMPETENCES), min_size=1, max_size=2, unique=True))
    asked = draw(seldom(draw(st.sampled_from(COMPETENCES)), ""))
    earlier = draw(seldom(f"o{draw(st.integers(0, max(0, number - 1)))}", "")) if number else ""
    return Option(
        f"o{number}", "practice", f"вариант {number}", draw(st.integers(1, 8)), begin, end,
        tuple(Level(name, draw(st.integers(1, 2))) for name in names),
        is_dated=is_dated,
        weeks=draw(st.integers(1, 2)),
        programme=draw(seldom("p", "")),
        requires=(earlier,) if earlier else (),
        requires_levels=(Level(asked, draw(st.integers(1, 2))),) if asked else (),
        seats=draw(st.sampled_from([None, None, 1, 1, 2, 0])),
        mentor=draw(seldom("m", "")),
        is_distance=draw(st.booleans()),
        is_off_the_job=draw(seldom(True, False)),
    )  # fmt: skip


@st.composite
def travellers(draw, key, n_weeks, n_options):
    names = draw(st.lists(st.sampled_from(COMPETENCES), min_size=1, max_size=2, unique=True))
    weeks = [START + WEEK * number for number in range(n_weeks)]
    return Traveller(
        key,
        tuple(
            Deficit(name, f"«{name}»", level := draw(st.integers(0, 1)), level + draw(st.sampled_from([1, 2, 3, 0])), draw(st.integers(1, 3)))
            for name in names
        ),
        draw(st.integers(8, 32)),
        draw(st.integers(3, 10)),
        START + dt.timedelta(days=draw(st.integers(0, 4))),
        START + WEEK * n_weeks - dt.timedelta(days=draw(st.integers(0, 6))),
        planned=draw(st.dictionaries(st.sampled_from(weeks), st.integers(1, 6), max_size=2)),
        weeks_off=frozenset(draw(seldom([draw(st.sampled_from(weeks))], []))),
        done=frozenset(draw(seldom([draw(st.sampled_from(["o0", "p"]))], []))),
        barred=frozenset(draw(seldom([f"o{draw(st.integers(0, n_options - 1))}"], []))),
    )  # fmt: skip


@st.composite
def problems(draw, max_travellers=5, max_options=8, n_weeks=12):
    n_options = draw(st.integers(2, max_options))
    return Problem(
        tuple(
            draw(travellers(f"t{number}", n_weeks, n_options))
            for number in range(draw(st.integers(1, max_travellers)))
        ),
        tuple(draw(options(number, n_weeks)) for number in range(n_options)),
        (Mentor("m", "наставник", draw(st.integers(2, 16))),),
        Norms(draw(st.integers(1, 2)), draw(st.integers(1, 2)), 1, draw(st.integers(1, 2))),
    )


def best_by_trying(problem):
    """Return the greatest worth of all solutions that the checker lets pass."""
    each = [list(_routes(problem, traveller)) for traveller in problem.travellers]
    solutions = (Solution(tuple(routes)) for routes in itertools.product(*each))
    return max(worth(problem, solution) for solution in solutions if not violations(problem, solution))


def _routes(problem, traveller):
    """Yield one route for every set of options and closed deficits that has any."""
    alone = Problem((traveller,), problem.options, problem.mentors, problem.norms)
    weeks = [START + WEEK * number for number in range((traveller.ends_on - START) // WEEK + 1)]
    weeks = [week for week in weeks if week < traveller.ends_on and week not in traveller.weeks_off]
    for size in range(len(problem.options) + 1):
        for chosen in itertools.combinations(problem.options, size):
            placed = [
                steps
                for steps in itertools.product(*(_learning(traveller, option, weeks) for option in chosen))
                if _holds(alone, traveller, steps)
            ]
            for n_closed in range(len(traveller.open_deficits) + 1):
                for closed in itertools.combinations(traveller.open_deficits, n_closed):
                    found = _closed(alone, traveller, placed, [each.competence for each in closed], weeks)
                    if found is not None:
                        yield Route(traveller.key, _in_order(found))


def _closed(alone, traveller, placed, names, weeks):
    """Return the first of ``placed`` that still has weeks for the last two steps of each deficit of ``names``."""
    if not names:
        return placed[0] if placed else None
    pairs = [
        (
            _closing(alone, traveller, TRANSFER, names[0], one),
            _closing(alone, traveller, CHECK, names[0], other),
        )
        for one, other in itertools.combinations(weeks, 2)
    ]
    longer = ((*steps, *pair) for steps in placed for pair in pairs)
    rest = (steps for steps in longer if _holds(alone, traveller, steps))
    found = (_closed(alone, traveller, [steps], names[1:], weeks) for steps in rest)
    return next((steps for steps in found if steps is not None), None)


def _holds(alone, traveller, steps):
    return not violations(alone, Solution((Route(traveller.key, _in_order(steps)),)))


def _in_order(steps):
    return tuple(sorted(steps, key=lambda step: step.starts_on))


def _learning(traveller, option, weeks):
    served = tuple(d.competence for d in traveller.open_deficits if option.gain(d.competence))
    if option.is_dated:
        touched = tuple(week for week in weeks if week < option.ends_on and option.starts_on < week + WEEK)
        return [Step(LEARN, option.key, served, option.hours, option.starts_on, option.ends_on, touched)]
    begin, end = max(option.starts_on, traveller.starts_on), min(option.ends_on, traveller.ends_on)
    return [
        Step(
            LEARN,
            option.key,
            served,
            option.hours,
            max(span[0], begin),
            min(span[-1] + WEEK, end),
            tuple(span),
        )
        for number in range(len(weeks) - option.weeks + 1)
        if (span := weeks[number : number + option.weeks])
    ]


def _closing(alone, traveller, kind, name, week):
    hours = alone.norms.transfer_hours if kind == TRANSFER else alone.norms.check_hours
    begin, end = max(week, traveller.starts_on), min(week + WEEK, traveller.ends_on)
    return Step(kind, "", (name,), hours, begin, end, (week,))
