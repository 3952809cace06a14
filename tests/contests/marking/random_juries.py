"""Random marks for the properties, and the same answers found in the dullest way."""

from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from masterstvo.contests.marking import Correction, Mark, Method, Rules, Third
from masterstvo.contests.marking.correction import corrected

VALUES = st.integers(0, 40).map(lambda number: Fraction(number * 5, 2))  # many equal ones


@st.composite
def marks(draw, most_jurors=5, most_entries=7):
    """Return marks of a few jurors, each for some of the entries."""
    pairs = st.tuples(st.integers(0, most_jurors - 1), st.integers(100, 100 + most_entries - 1))
    chosen = draw(st.lists(pairs, min_size=1, max_size=25, unique=True))
    return [
        Mark(juror, entry, draw(VALUES), {"lesson": draw(VALUES)}, is_third=draw(st.integers(0, 5)) == 0)
        for juror, entry in chosen
    ]


RULES = st.builds(
    Rules,
    method=st.sampled_from(list(Method)),
    correction=st.sampled_from(list(Correction)),
    threshold=st.sampled_from([None, Fraction(20)]),
    third=st.sampled_from(list(Third)),
    tie_breaks=st.lists(
        st.sampled_from(["median", "highest", "spread", "chair", "part:lesson"]), unique=True, max_size=3
    ).map(tuple),
    n_prizes=st.integers(1, 3),
    chair=st.just(0),
)


def total_by_hand(values, rules, *, has_third):
    """Return the total, counted from its definition."""
    if has_third and rules.third == Third.NEAREST and len(values) > 2:
        least = min(abs(one - two) for one, two in combinations(values, 2))
        near = [one + two for one, two in combinations(values, 2) if abs(one - two) == least]
        return max(near) / 2
    ordered = sorted(values)
    if rules.method == Method.MEDIAN:
        while len(ordered) > 2:
            ordered = ordered[1:-1]
    elif rules.method == Method.TRIMMED and len(ordered) > 2:
        ordered = ordered[1:-1]
    return sum(ordered) / len(ordered)


def places_by_hand(entries, marks, rules, key_of):
    """Return {entry: place}: one more than how many are better."""
    counted = corrected(marks, rules.correction)
    keys = {}
    for entry in entries:
        own = [each for each in marks if each.entry == entry]
        if own:
            keys[entry] = key_of(own, [counted[each.juror, entry] for each in own])
    return {entry: 1 + sum(other > key for other in keys.values()) for entry, key in keys.items()}
