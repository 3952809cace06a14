"""Every rule of the checker catches a solution that breaks nothing else."""

from dataclasses import replace

import pytest

from masterstvo.routes.building import Mentor, Route, Solution, build, violations
from tests.routes.building.rows import WEEK, course, option, problem, teacher, week

ASKED = problem(
    teacher(gaps={"ict": 1, "speech": 1}, hours=30, weeks_off=frozenset({week(6)})),
    [
        course("course", first=1),
        option(
            "rhetoric", gains={"speech": 1}, first=2, n_weeks=4, requires=("course",), seats=1, mentor="olga"
        ),
    ],
    mentors=(Mentor("olga", "Ольга", 8),),
)
BUILT = build(ASKED)
STEPS = {(step.kind, step.option or step.competences[0]): step for step in BUILT.routes[0].steps}


def with_steps(**values):
    """Return the built routes with one step changed: its kind and name, then the new values."""
    kind, name = values.pop("of")
    steps = [replace(step, **values) if step is STEPS[kind, name] else step for step in BUILT.routes[0].steps]
    return Solution((Route("anna", tuple(sorted(steps, key=lambda step: step.starts_on))),))


def moved(kind, name, number):
    return with_steps(
        of=(kind, name), starts_on=week(number), ends_on=week(number + 1), weeks=(week(number),)
    )


def test_the_built_routes_are_right():
    assert len(BUILT.routes[0].steps) == 6
    assert violations(ASKED, BUILT) == []


@pytest.mark.parametrize(
    ("solution", "said"),
    [
        (Solution(()), "routes are not those of the problem's teachers, in its order"),
        (moved("learn", "course", 0), "anna: course: other dates"),
        (moved("transfer", "ict", 1), "anna: ict: the transfer comes too early"),
        (moved("check", "ict", 3), "anna: ict: the re-measurement comes too early"),
        (moved("check", "speech", 6), "anna: check ('speech',): weeks are not the working weeks of its dates"),
        (moved("check", "speech", 12), "anna: check ('speech',): dates outside the route"),
        (moved("learn", "rhetoric", 1), "anna: rhetoric: outside its window"),
        (with_steps(of=("learn", "course"), hours=7), "anna: course: 7 hours instead of 8"),
        (with_steps(of=("learn", "course"), competences=("ict", "speech")), "anna: course: serves other deficits"),
        (with_steps(of=("check", "ict"), hours=2), "anna: check ('ict',): one competence, 1 hours, one week"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named(solution, said):
    assert said in violations(ASKED, solution)


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("check", "ict", "anna: ict: 1 transfers and 0 re-measurements"),
        ("transfer", "ict", "anna: ict: 0 transfers and 1 re-measurements"),
        ("learn", "course", "anna: ict: is closed without learning"),
        ("learn", "course", "anna: rhetoric: course does not come before"),
    ],
)
def test_a_missing_step_is_named(kind, name, said):
    steps = tuple(step for step in BUILT.routes[0].steps if step is not STEPS[kind, name])

    assert said in violations(ASKED, Solution((Route("anna", steps),)))


def other_problem(**values):
    return replace(ASKED, travellers=(replace(ASKED.travellers[0], **values),))


def other_option(number, **values):
    options = list(ASKED.options)
    options[number] = replace(options[number], **values)
    return replace(ASKED, options=tuple(options))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (other_problem(hours=21), "anna: 22 hours of 21"),
        (other_problem(free_hours=7), f"anna: {week(1)}: 8 hours in the week"),
        (other_problem(planned={week(1): 1}), f"anna: {week(1)}: 8 hours in the week"),
        (other_problem(barred=frozenset({"course"})), "anna: course: not for this teacher"),
        (other_problem(weeks_off=frozenset({week(1)})), "anna: course: in a week without work"),
        (other_option(1, seats=0), "rhetoric: 1 people on 0 seats"),
        (replace(ASKED, mentors=(Mentor("olga", "Ольга", 7),)), "olga: 8 hours of 7"),
        (other_option(1, weeks=2), "anna: rhetoric: 1 weeks instead of 2"),
        (other_option(1, ends_on=week(2) + WEEK / 7 * 2), "anna: rhetoric: outside its window"),
        (
            replace(ASKED, options=tuple(replace(each, programme="p") for each in ASKED.options)),
            "anna: p: taken 2 times",
        ),
    ],
)
def test_a_limit_passed_is_named(asked, said):
    assert said in violations(asked, BUILT)
