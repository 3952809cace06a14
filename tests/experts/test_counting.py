from decimal import Decimal
from fractions import Fraction

from masterstvo.experts.counting import Given, leaning

EXPERT = 1


def given(expert, year, work, percent):
    return Given(expert, year, work, Fraction(percent, 100))


def test_leniency_is_the_mean_distance_to_the_others_on_the_same_works():
    marks = [
        given(EXPERT, 2026, "a", 90), given(2, 2026, "a", 70), given(3, 2026, "a", 80),
        given(EXPERT, 2026, "b", 60), given(2, 2026, "b", 55),
    ]  # fmt: skip

    year = leaning(EXPERT, marks)[0]

    assert (year.leniency, year.n_works, year.n_compared) == (Decimal("10.0"), 2, 2)
    assert (year.spread, year.spread_of_others) == (Decimal("15.0"), Decimal("10.0"))


def test_years_are_apart_and_the_latest_is_first():
    marks = [given(EXPERT, 2025, "a", 50), given(2, 2025, "a", 70), given(EXPERT, 2026, "b", 50)]

    assert [(each.year, each.leniency) for each in leaning(EXPERT, marks)] == [
        (2026, None),
        (2025, Decimal("-20.0")),
    ]
