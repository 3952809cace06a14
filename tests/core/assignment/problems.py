"""Problems of assignment to try: small ones of any shape, and large ones like those of a region."""

import random
from itertools import product

from hypothesis import strategies as st

from masterstvo.core.assignment import Item, Partner, Problem
from masterstvo.core.assignment.solution import worth


@st.composite
def problems(draw, weights=(1,), items=4, partners=3):
    """Return a problem small enough to try everything."""
    rows = [
        Item(f"item {number}", draw(st.integers(1, 2)), draw(st.sampled_from(weights)))
        for number in range(draw(st.integers(1, items)))
    ]
    takers = []
    for number in range(draw(st.integers(1, partners))):
        least = draw(st.sampled_from((0, 0, 0, 1, 2)))
        most = draw(st.one_of(st.none(), st.integers(least, 3)))
        takers.append(
            Partner(f"partner {number}", draw(st.one_of(st.none(), st.integers(0, 5))), least, most)
        )
    pairs = list(product([each.key for each in rows], [each.key for each in takers]))
    scores = {pair: draw(st.integers(1, 9)) for pair in pairs if draw(st.integers(0, 3))}
    fixed = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=1))
    return Problem(rows, takers, scores, {}, fixed, draw(st.sampled_from((0, 0, 1))))


def best_worth(problem, objective, floor=0):
    """Return the worth of the best of all assignments by trying every one; None when no one reaches the least loads."""
    pairs = [pair for pair, score in problem.open_pairs.items() if score >= floor]
    return max(
        (
            worth(problem, chosen, objective)
            for chosen in _all(problem, pairs, 0, [])
            if _is_enough(problem, chosen)
        ),
        default=None,
    )


def _all(problem, pairs, number, chosen):
    if number == len(pairs):
        yield list(chosen)
        return
    yield from _all(problem, pairs, number + 1, chosen)
    item, partner = pairs[number]
    room = problem.room[partner]
    mine = [each for each, other in chosen if other == partner]
    weight = sum(problem.item[each].weight for each in mine) + problem.item[item].weight
    if (
        sum(each == item for each, _ in chosen) < problem.lacking[item]
        and (room.most is None or len(mine) < room.most)
        and (room.capacity is None or weight <= room.capacity)
    ):
        chosen.append(pairs[number])
        yield from _all(problem, pairs, number + 1, chosen)
        chosen.pop()


def _is_enough(problem, chosen):
    return all(
        sum(partner == room.key for _, partner in chosen) >= room.least for room in problem.room.values()
    )


def region(items, partners, share, seed=1, weights=(17, 34, 34, 68), capacities=(34, 51, 68, 102, 136)):
    """Return a large problem in which ``share`` of the pairs is allowed and capacities are scarce."""
    rnd = random.Random(seed)
    rows = [Item(number, 1, rnd.choice(weights)) for number in range(items)]
    takers = [Partner(number, rnd.choice(capacities)) for number in range(partners)]
    scores = {
        (item, partner): rnd.randint(1, 100)
        for item in range(items)
        for partner in range(partners)
        if rnd.random() < share
    }
    return Problem(rows, takers, scores)
