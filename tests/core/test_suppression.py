from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.core.suppression import hidden_cells

COUNTS = st.dictionaries(st.integers(), st.integers(0, 30), max_size=5)
THRESHOLDS = st.integers(3, 6)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 7, "b": 9, "c": 0}, set()),
        ({"a": 3, "b": 9, "c": 0}, {"a", "b", "c"}),
        ({"a": 3}, {"a"}),
        ({}, set()),
    ],
)
def test_beside_the_total_it_is_all_or_none(counts, hidden):
    assert hidden_cells(counts, threshold=5) == hidden


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [({"a": 7, "b": 4}, {"b"}), ({"a": 1, "b": 4, "c": 5}, {"a", "b"}), ({"a": 0, "b": 5}, set())],
)
def test_without_the_total_only_the_small_ones_are_hidden(counts, hidden):
    assert hidden_cells(counts, threshold=5, total_is_shown=False) == hidden


def test_a_closed_cell_is_hidden_whatever_it_counts():
    counts = {"a": 70, "b": 90}

    assert hidden_cells(counts, threshold=5, total_is_shown=False, closed={"b"}) == {"b"}
    assert hidden_cells(counts, threshold=5, closed={"b"}) == {"a", "b"}


@given(COUNTS, THRESHOLDS, st.booleans())
def test_no_small_number_is_shown(counts, threshold, total_is_shown):
    hidden = hidden_cells(counts, threshold=threshold, total_is_shown=total_is_shown)

    assert [key for key, count in counts.items() if 0 < count < threshold and key not in hidden] == []


def splits(total: int, n_cells: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which ``total`` may lie in ``n_cells``."""
    if n_cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in splits(total - first, n_cells - 1))


def shown(counts: tuple[int, ...], threshold: int) -> tuple[int | None, ...]:
    hidden = hidden_cells(dict(enumerate(counts)), threshold=threshold)
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


@given(st.lists(st.integers(0, 12), min_size=2, max_size=4), THRESHOLDS)
def test_who_knows_the_rules_and_the_total_never_finds_a_hidden_number(counts, threshold):
    """The attacker tries every table that would be shown just so."""
    total, seen = sum(counts), shown(tuple(counts), threshold)
    if total < threshold:
        return  # such a total is not shown

    possible = [each for each in splits(total, len(counts)) if shown(each, threshold) == seen]

    assert [
        place
        for place, count in enumerate(seen)
        if count is None and len({each[place] for each in possible}) == 1
    ] == []


@given(st.lists(st.integers(0, 12), min_size=1, max_size=3), THRESHOLDS)
def test_who_knows_the_rules_alone_never_finds_one_either(counts, threshold):
    hidden = hidden_cells(dict(enumerate(counts)), threshold=threshold, total_is_shown=False)

    for place in hidden:
        others = [{**dict(enumerate(counts)), place: count} for count in range(1, threshold)]
        assert {hidden_cells(each, threshold=threshold, total_is_shown=False) == hidden for each in others} == {True}  # fmt: skip
        assert len(others) > 1
