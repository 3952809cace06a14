"""What an assignment says of itself: who is left without, why, and what is kept."""

import pytest

from masterstvo.core.assignment import FIT, HIGHEST, MOST, Ban, Item, Partner, Problem, assign, judged
from masterstvo.core.assignment.solution import FLOOR, FULL, IMPOSSIBLE, LOAD, NOBODY


def _pairs(solution):
    return [(each.item, each.partner) for each in solution.pairs]


def test_most_serves_everybody_where_the_best_fit_leaves_one_out():
    scores = {("anna", "olga"): 9, ("anna", "pavel"): 1, ("boris", "olga"): 2, ("boris", "pavel"): 0}
    problem = Problem(
        [Item("anna"), Item("boris")],
        [Partner("olga", most=1), Partner("pavel", most=1)],
        {pair: score for pair, score in scores.items() if score},
    )

    assert _pairs(assign(problem, objective=MOST)) == [("anna", "pavel"), ("boris", "olga")]
    assert _pairs(assign(problem, objective=FIT)) == [("anna", "olga")]


def test_the_highest_floor_prefers_two_fair_pairs_to_a_splendid_and_a_poor_one():
    scores = {("anna", "olga"): 90, ("anna", "pavel"): 40, ("boris", "olga"): 40, ("boris", "pavel"): 5}
    problem = Problem(
        [Item("anna"), Item("boris")], [Partner("olga", most=1), Partner("pavel", most=1)], scores
    )

    assert assign(problem).worst == 5
    raised = assign(problem, floor=HIGHEST)
    assert (raised.worst, raised.floor) == (40, 40)


def test_whoever_is_left_without_is_told_why():
    problem = judged(
        [Item("first"), Item("second"), Item("banned"), Item("poor")],
        [Partner("olga", most=1), Partner("pavel", most=1)],
        lambda item, partner: (
            Ban("same school" if partner.key == "olga" else "no consent")
            if item.key == "banned" or partner.key == "pavel"
            else {"first": 9, "second": 8, "poor": 2}[item.key]
        ),
    )
    unserved = {each.item: each for each in assign(problem, floor=5).unserved}

    assert list(unserved) == ["second", "banned", "poor"]
    assert (unserved["second"].kind, unserved["second"].full) == (FULL, {"olga": ("first",)})
    assert (unserved["banned"].kind, unserved["banned"].refused) == (
        NOBODY,
        {"same school": 1, "no consent": 1},
    )
    assert (unserved["poor"].kind, unserved["poor"].below) == (FLOOR, 1)


def test_fixed_pairs_stay_and_take_their_room_even_when_they_are_banned():
    problem = Problem(
        [Item("a"), Item("b")], [Partner("olga", most=1)], {("b", "olga"): 5}, fixed=[("a", "olga")]
    )
    solution = assign(problem)

    assert _pairs(solution) == [("a", "olga")]
    assert solution.unserved[0].full == {"olga": ("a",)}


def test_least_loads_are_kept_even_at_the_price_of_fit():
    scores = {
        (item, partner): 9 if partner == "olga" else 1 for item in "abcd" for partner in ("olga", "pavel")
    }
    problem = Problem([Item(key) for key in "abcd"], [Partner("olga"), Partner("pavel", least=2)], scores)

    assert assign(problem).load == {"olga": 2, "pavel": 2}


def test_a_least_load_that_cannot_be_reached_is_named_and_nothing_is_assigned():
    problem = Problem(
        [Item("a")], [Partner("olga", least=2), Partner("pavel")], {("a", "olga"): 1, ("a", "pavel"): 9}
    )
    solution = assign(problem)

    assert (solution.status, solution.pairs, solution.shortfalls) == (IMPOSSIBLE, (), {"olga": 1})


def test_what_is_missing_is_spread_over_the_entries():
    entries = [Item("a", needs=3), Item("b", needs=3)]
    jurors = [Partner("olga"), Partner("pavel", most=1), Partner("raisa", most=1)]
    scores = {(entry.key, juror.key): 9 if entry.key == "a" else 1 for entry in entries for juror in jurors}

    unserved = assign(Problem(entries, jurors, scores)).unserved
    assert [(each.item, each.lacking) for each in unserved] == [("a", 1), ("b", 1)]


def test_an_even_load_is_worth_points_of_fit():
    scores = {(item, "olga"): 10 for item in "abcd"} | {(item, "pavel"): 8 for item in "abcd"}
    rows = [Item(key) for key in "abcd"], [Partner("olga"), Partner("pavel")], scores

    assert assign(Problem(*rows)).load == {"olga": 4}
    assert assign(Problem(*rows, evenness=3)).load == {"olga": 2, "pavel": 2}


def test_one_more_item_is_not_taken_where_it_costs_more_than_it_brings():
    problem = Problem(
        [Item("a"), Item("b")], [Partner("olga")], {("a", "olga"): 5, ("b", "olga"): 2}, evenness=3
    )
    solution = assign(problem, objective=FIT)

    assert _pairs(solution) == [("a", "olga")]
    assert solution.unserved[0].kind == LOAD


@pytest.mark.parametrize(
    ("items", "scores"),
    [([Item("a"), Item("a")], {}), ([Item("a", needs=0)], {}), ([Item("a")], {("a", "olga"): 0})],
)
def test_a_problem_that_makes_no_sense_is_refused(items, scores):
    with pytest.raises(ValueError, match=r"[Kk]eys|needs|score"):
        Problem(items, [Partner("olga")], scores)
