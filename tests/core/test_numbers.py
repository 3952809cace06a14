from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.core.numbers import (
    counted,
    format_decimal,
    format_gap,
    format_percent,
    format_share,
    percent,
    persons_needed,
    persons_short,
    plural,
    round_half_up,
)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-0.5, 0, "-1"),
        (1.005, 2, "1.01"),
        (Fraction(1, 8), 2, "0.13"),
        (10, 1, "10.0"),
    ],
)
def test_rounding_goes_half_up_and_sees_a_float_as_it_prints(value, places, expected):
    assert round_half_up(value, places) == Decimal(expected)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (8.87, 1, "8,9"),
        (10, 1, "10"),
        (Decimal("100"), 0, "100"),
        (1248.5, 1, "1\u00a0248,5"),
        (-3, 1, "\u22123"),
        (-0.01, 1, "0"),
        (None, 1, "—"),
        (0, 1, "0"),
    ],
)
def test_format_decimal_writes_as_people_do(value, places, expected):
    assert format_decimal(value, places) == expected


def test_format_decimal_keeps_zeros_on_request():
    assert format_decimal(10, 1, keep_zeros=True) == "10,0"


def test_percent_and_share_are_not_torn_from_their_words():
    assert format_percent(8.87) == "8,9\u00a0%"
    assert format_percent(None) == "—"
    assert format_share(22, 248) == "22\u00a0из\u00a0248"


def test_percent_of_nobody_is_nothing():
    assert percent(0, 0) is None
    assert percent(22, 248) == Decimal("8.9")


@pytest.mark.parametrize(
    ("part", "whole", "target", "missing"),
    [(22, 248, 10, 3), (25, 248, 10, 0), (0, 0, 10, 0), (9, 200, 4.5, 0)],
)
def test_gap_is_counted_in_whole_persons(part, whole, target, missing):
    assert persons_short(part, whole, target) == missing


@given(st.integers(1, 6000), st.decimals(0, 100, places=2))
def test_needed_persons_are_the_least_that_reach_the_target(whole, target):
    needed = persons_needed(whole, target)

    assert Fraction(needed * 100, whole) >= Fraction(target)
    assert needed == 0 or Fraction((needed - 1) * 100, whole) < Fraction(target)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (1, "педагог"),
        (2, "педагога"),
        (5, "педагогов"),
        (11, "педагогов"),
        (21, "педагог"),
        (112, "педагогов"),
        (0, "педагогов"),
    ],
)
def test_plural_follows_the_number(number, form):
    assert plural(number, "педагог", "педагога", "педагогов") == form


def test_counted_and_gap_hold_number_and_word_together():
    assert counted(3, "педагог", "педагога", "педагогов") == "3\u00a0педагога"
    assert format_gap(1) == "не\u00a0хватает 1\u00a0человека"
    assert format_gap(3) == "не\u00a0хватает 3\u00a0человек"
