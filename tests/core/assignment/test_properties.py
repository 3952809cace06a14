"""Whatever the problem: no rule is ever broken, and on small problems nothing better exists."""

import pytest
from hypothesis import given, settings

from masterstvo.core.assignment import FIT, HIGHEST, MOST, assign, assign_greedily, violations
from masterstvo.core.assignment.solution import IMPOSSIBLE, OPTIMAL, worth
from tests.core.assignment.problems import best_worth, problems

settings.register_profile("assignment", deadline=None, max_examples=60)
few = settings.get_profile("assignment")


def _new(solution):
    return [(each.item, each.partner) for each in solution.new]


@few
@given(problems(weights=(1, 2, 3)))
@pytest.mark.parametrize("objective", [MOST, FIT])
@pytest.mark.parametrize("floor", [0, 5, HIGHEST])
def test_no_ban_no_capacity_and_no_limit_of_load_is_broken(objective, floor, problem):
    solution = assign(problem, objective=objective, floor=floor)

    assert violations(problem, solution) == []
    assert solution == assign(problem, objective=objective, floor=floor)


@few
@given(problems())
@pytest.mark.parametrize("objective", [MOST, FIT])
@pytest.mark.parametrize("floor", [0, 5])
def test_equal_weights_are_solved_as_well_as_by_trying_everything(objective, floor, problem):
    solution = assign(problem, objective=objective, floor=floor)

    best = best_worth(problem, objective, floor)
    assert (best is None) == (solution.status == IMPOSSIBLE)
    if best is not None:
        assert solution.status == OPTIMAL
        assert worth(problem, _new(solution), objective) == best


@few
@given(problems())
@pytest.mark.parametrize("objective", [MOST, FIT])
def test_no_higher_floor_fills_as_many_places(objective, problem):
    plain, raised = assign(problem, objective=objective), assign(problem, objective=objective, floor=HIGHEST)

    assert len(raised.new) >= len(plain.new)
    if raised.new:
        higher = assign(problem, objective=MOST, floor=raised.worst + 1)
        assert len(higher.new) < len(plain.new)


@few
@given(problems(weights=(1, 2, 3), items=7))
def test_most_never_fills_fewer_places_than_the_greedy_way(problem):
    solution = assign(problem, objective=MOST)

    if solution.status != IMPOSSIBLE:
        assert len(solution.new) >= len(assign_greedily(problem).new)


@few
@given(problems(weights=(1, 2, 3)))
@pytest.mark.parametrize("objective", [MOST, FIT])
def test_few_pairs_of_different_weights_are_solved_as_well_as_by_trying_everything(objective, problem):
    solution = assign(problem, objective=objective)

    best = best_worth(problem, objective)
    assert (best is None) == (solution.status == IMPOSSIBLE)
    if best is not None:
        assert solution.status == OPTIMAL
        assert worth(problem, _new(solution), objective) == best
