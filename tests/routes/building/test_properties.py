"""What holds for any problem: no rule is broken, greedy is never better, tiny ones are solved as well as can be."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from masterstvo.routes.building import (
    Route,
    Solution,
    advise,
    build,
    build_greedily,
    can_close,
    explain,
    violations,
    worth,
)
from tests.routes.building.random_problems import best_by_trying, problems
from tests.routes.building.schools import school

steady = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@settings(steady, max_examples=60)
@given(problems(max_travellers=6, max_options=10))
def test_greedy_routes_break_no_rule(problem):
    assert violations(problem, build_greedily(problem)) == []


@settings(steady, max_examples=60)
@given(problems())
def test_built_routes_break_no_rule_and_are_worth_no_less_than_greedy_ones(problem):
    built = build(problem)

    assert violations(problem, built) == []
    assert worth(problem, built) >= worth(problem, build_greedily(problem))


@settings(steady, max_examples=40)
@given(problems(max_travellers=2, max_options=3, n_weeks=6))
def test_tiny_problems_are_solved_as_well_as_can_be(problem):
    assert worth(problem, build(problem)) == best_by_trying(problem)


@settings(steady, max_examples=25)
@given(problems(max_travellers=3))
def test_advice_holds_and_leaves_what_is_closed(problem):
    built = build(problem)

    for traveller in problem.travellers:
        for advice in advise(problem, built, traveller.key):
            assert not can_close(problem, built, traveller.key, advice.competence)
            if advice.problem:
                assert can_close(advice.problem, built, traveller.key, advice.competence)


@settings(steady, max_examples=25)
@given(problems(max_travellers=3))
def test_an_alternative_fits_in_place_of_its_step(problem):
    built = build(problem)

    for traveller in problem.travellers:
        for reason in explain(problem, built, traveller.key):
            if reason.alternative:
                assert _fits_instead(problem, built, traveller, reason)


def _fits_instead(problem, built, traveller, reason):
    """With nothing to choose from but the route's other options and the alternative, the same deficits can be covered."""
    rest = {*built.route[traveller.key].options, reason.alternative} - {reason.step.option}
    person = replace(traveller, barred=frozenset(each.key for each in problem.options) - rest)
    taken = [key for each in built.routes if each.traveller != traveller.key for key in each.options]
    options = tuple(
        replace(each, seats=None if each.seats is None else each.seats - taken.count(each.key))
        for each in problem.options
    )
    mentors = tuple(
        replace(
            mentor,
            hours=mentor.hours
            - sum(problem.option[key].hours for key in taken if problem.option[key].mentor == mentor.key),
        )
        for mentor in problem.mentors
    )
    alone = replace(problem, travellers=(person,), options=options, mentors=mentors)
    return all(
        can_close(alone, Solution((Route(person.key),)), person.key, name)
        for name in reason.step.competences
        if name in built.route[person.key].covered
    )


@pytest.mark.parametrize("n_teachers", [1, 4, 12])
def test_the_same_school_gets_the_same_routes(n_teachers):
    problem = school(n_teachers, seed=3)

    assert build(problem) == build(problem)


def test_another_process_builds_the_same_routes():
    code = "from masterstvo.routes.building import build; from tests.routes.building.schools import school; print(build(school(12, 3)))"

    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()},
        ).stdout
        for seed in ("1", "2")
    ]

    assert "Route(traveller='t011'" in said[0]
    assert said[0] == said[1]


@pytest.mark.parametrize("seed", range(2))
def test_a_school_gets_more_than_the_greedy_way_gives(seed):
    problem = school(40, seed)

    built, greedy = build(problem), build_greedily(problem)

    assert violations(problem, built) == []
    assert worth(problem, built) > worth(problem, greedy)


def test_nobody_in_a_school_is_left_out_who_could_have_something_of_what_is_left():
    problem = school(60, seed=5, n_options=12)

    built = build(problem)

    left_out = [each for each in problem.travellers if not built.route[each.key].steps]
    assert left_out
    for traveller in left_out:
        assert not any(
            can_close(problem, built, traveller.key, deficit.competence)
            for deficit in traveller.open_deficits
        )
