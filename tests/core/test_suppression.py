from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.core.suppression import hidden_cells

COUNTS = st.dictionaries(st.integers(), st.integers(0, 30), max_size=5)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 7, "b": 9}, set()),
        ({"a": 3, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 1, "b": 1, "c": 7}, {"a", "b", "c"}),
        ({"a": 4, "b": 4, "c": 0, "d": 9}, {"a", "b", "d"}),
        ({"a": 2, "b": 3, "c": 9}, {"a", "b"}),
        ({"a": 3}, {"a"}),
        ({}, set()),
    ],
)
def test_the_next_smallest_protects_what_subtraction_would_tell(counts, hidden):
    assert hidden_cells(counts, threshold=5) == hidden


@given(COUNTS)
def test_no_small_number_is_shown(counts):
    hidden = hidden_cells(counts, threshold=5)

    assert [key for key, count in counts.items() if 0 < count < 5 and key not in hidden] == []


@given(COUNTS)
def test_a_small_number_has_more_than_one_answer_beside_the_total(counts):
    small = [key for key, count in counts.items() if 0 < count < 5]
    hidden = hidden_cells(counts, threshold=5)
    if hidden == set(counts) and hidden == set(small):
        return  # nothing is left to protect them: then only hiding the total helps
    rest = sum(counts[key] for key in hidden)
    n_open = len(hidden) - len(small)

    answers = [
        each for each in product(range(1, 5), repeat=len(small))
        if (sum(each) == rest if not n_open else sum(each) <= rest)
    ]  # fmt: skip

    if any(counts[key] for key in hidden if key not in small) or not n_open:
        assert all(len({each[place] for each in answers}) > 1 for place in range(len(small)))
