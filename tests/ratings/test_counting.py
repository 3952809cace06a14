"""A formula gives what it says, line by line; places depend on nothing else."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterstvo.ratings.counting import (
    Better,
    Known,
    Participant,
    Rule,
    Scale,
    UnreadableBands,
    Without,
    line_of,
    read_bands,
    rule_in_words,
    standings,
)


def bands(*pairs):
    return tuple((Fraction(edge), Fraction(points)) for edge, points in pairs)


def told(rule, known, size=0):
    line = line_of(rule, known, size)
    return line.calculation.replace("\xa0", " "), line.points


def share(done, whole):
    return Known(Fraction(done), Fraction(whole))


def amount(value):
    return Known(Fraction(value))


STEPS = bands((50, 5), (75, 10))


@pytest.mark.parametrize(
    ("rule", "known", "size", "calculation", "points"),
    [
        (Rule(1, is_share=True, points=Fraction(20)), share(7, 9), 0, "7 из 9 = 77,78 %; × 20", "15.56"),
        (Rule(1, points=Fraction(1, 2)), amount(12), 0, "12; × 0,5", "6.00"),
        (Rule(1, points=Fraction(2), most=Fraction(10)), amount(12), 0, "12; × 2, не больше 10", "10.00"),
        (Rule(1, points=Fraction(2), most=Fraction(10), weight=Fraction(3)), amount(12), 0, "12; × 2, не больше 10, вес 3", "30.00"),
        (Rule(1, points=Fraction(1), per_hundred=True), amount(3), 40, "3 на 40 человек = 7,5 на 100; × 1", "7.50"),
        (Rule(1, is_share=True, scale=Scale.BANDS, bands=STEPS), share(3, 4), 0, "3 из 4 = 75 %; от 75 – 10", "10.00"),
        (Rule(1, is_share=True, scale=Scale.BANDS, bands=STEPS), share(2, 3), 0, "2 из 3 = 66,67 %; от 50 – 5", "5.00"),
        (Rule(1, is_share=True, scale=Scale.BANDS, bands=STEPS), share(0, 3), 0, "0 из 3 = 0 %; ступень не достигнута", "0.00"),
        (Rule(1, scale=Scale.BANDS, bands=bands((0, 10), (3, 5)), better=Better.LESS), amount(2), 0, "2; до 3 – 5", "5.00"),
        (Rule(1, scale=Scale.BANDS, bands=bands((0, 10), (3, 5)), better=Better.LESS), amount(4), 0, "4; ступень не достигнута", "0.00"),
        (Rule(1, points=Fraction(3), most=Fraction(10), better=Better.LESS), amount(2), 0, "2; 10 минус это × 3, не меньше 0", "4.00"),
        (Rule(1, points=Fraction(3), most=Fraction(10), better=Better.LESS), amount(9), 0, "9; 10 минус это × 3, не меньше 0", "0.00"),
        (Rule(1, is_share=True, points=Fraction(10)), Known(Fraction(725, 10), Fraction(100), "среднее, 2 листа"), 0, "среднее, 2 листа: 72,5 %; × 10", "7.25"),
    ],
)  # fmt: skip
def test_a_line_says_how_its_points_came_about(rule, known, size, calculation, points):
    assert told(rule, known, size) == (calculation, Decimal(points))


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        (Rule(1, points=Fraction(1)), None),
        (Rule(1, is_share=True, points=Fraction(1)), share(0, 0)),
        (Rule(1, points=Fraction(1), per_hundred=True), amount(5)),
    ],
)
def test_what_is_not_known_is_not_nought(rule, known):
    assert told(rule, known) == ("сведений нет", None)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(1, is_share=True, points=Fraction(20), weight=Fraction(2)), "доля × 20, вес 2"),
        (Rule(1, points=Fraction(1, 2), most=Fraction(5), per_hundred=True), "число × 0,5, на 100 человек, не больше 5"),
        (Rule(1, points=Fraction(3), most=Fraction(10), better=Better.LESS), "10 минус число × 3, не меньше 0"),
        (Rule(1, is_share=True, scale=Scale.BANDS, bands=STEPS), "от 75 % – 10, от 50 % – 5, иначе 0"),
        (Rule(1, scale=Scale.BANDS, bands=bands((3, 5), (0, 10)), better=Better.LESS), "до 0 – 10, до 3 – 5, иначе 0"),
    ],
)  # fmt: skip
def test_a_rule_reads_as_a_sentence(rule, words):
    assert rule_in_words(rule).replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("rule", "ceiling"),
    [
        (Rule(1, is_share=True, points=Fraction(20), weight=Fraction(2)), 40),
        (Rule(1, is_share=True, points=Fraction(20), most=Fraction(15)), 15),
        (Rule(1, points=Fraction(2)), None),
        (Rule(1, scale=Scale.BANDS, bands=STEPS), 10),
        (Rule(1, points=Fraction(3), most=Fraction(10), better=Better.LESS), 10),
    ],
)
def test_the_most_one_can_get_is_told_where_there_is_a_limit(rule, ceiling):
    assert rule.ceiling == ceiling


def test_equal_totals_share_a_place_and_the_next_one_is_skipped():
    rules = [Rule("a", points=Fraction(1))]
    found = standings(rules, [Participant(name, name, {"a": amount(value)}) for name, value in [("Б", 5), ("А", 5), ("В", 7), ("Г", 1)]])  # fmt: skip

    assert [(each.participant.name, each.place) for each in found] == [("В", 1), ("А", 2), ("Б", 2), ("Г", 4)]


def test_the_printed_points_are_those_that_are_added():
    rules = [Rule(key, is_share=True, points=Fraction(1)) for key in "abc"]
    (found,) = standings(rules, [Participant(1, "А", dict.fromkeys("abc", share(1, 3)))])

    assert ([line.points for line in found.lines], found.total) == ([Decimal("0.33")] * 3, Decimal("0.99"))


def test_without_what_the_formula_needs_there_is_no_place_and_without_the_rest_there_is():
    needed, spare = Rule("a", points=Fraction(1)), Rule("b", points=Fraction(1), without=Without.NOTHING)
    found = standings(
        [needed, spare],
        [
            Participant(1, "Без нужного", {"b": amount(100)}),
            Participant(2, "Без лишнего", {"a": amount(1)}),
            Participant(3, "Ничего", {}),
        ],
    )

    assert [(each.participant.name, each.place, each.total) for each in found] == [
        ("Без лишнего", 1, Decimal("1.00")),
        ("Без нужного", None, Decimal("100.00")),
        ("Ничего", None, None),
    ]
    assert found[0].lines[1].calculation == "сведений нет, по формуле баллов нет"


def test_bands_that_give_less_for_a_better_value_are_noticed():
    wrong = Rule(1, scale=Scale.BANDS, bands=bands((50, 10), (75, 5)))

    assert (wrong.is_steady, Rule(1, bands=wrong.bands, better=Better.LESS).is_steady) == (False, True)


def test_bands_are_read_as_people_write_them():
    assert read_bands("75 – 10\n\n50,5=5\n0 % 1") == [("0", "1"), ("50.5", "5"), ("75", "10")]


@pytest.mark.parametrize(
    "line", ["семьдесят – 10", "75", "75 – 10 – 3", "nan – 1", "-5 – 1", "5 – -1", "1e9 – 1"]
)
def test_a_line_that_is_no_band_is_named(line):
    with pytest.raises(UnreadableBands, match=line.split()[0]):
        read_bands(f"50 – 5\n{line}")


# --- Whatever the formula -------------------------------------------------------------------------------------------------
numbers = st.integers(0, 2000).map(lambda number: Fraction(number, 20))
knowns = st.one_of(
    st.none(), numbers.map(Known), st.tuples(numbers, numbers).map(lambda pair: Known(min(pair), max(pair)))
)
rules = st.builds(
    Rule,
    key=st.none(),
    is_share=st.booleans(),
    scale=st.sampled_from(Scale),
    points=numbers,
    bands=st.lists(st.tuples(numbers, numbers), max_size=3).map(tuple),
    most=st.one_of(st.none(), numbers),
    weight=st.sampled_from([Fraction(1, 3), Fraction(1), Fraction(2)]),
    better=st.sampled_from(Better),
    per_hundred=st.booleans(),
    without=st.sampled_from(Without),
)


@st.composite
def worlds(draw):
    """Draw a formula and up to five participants, some of them equal, some unknown."""
    drawn = draw(st.lists(rules, min_size=1, max_size=3))
    formula = [replace(each, key=position) for position, each in enumerate(drawn)]
    asked = st.fixed_dictionaries({rule.key: knowns for rule in formula})
    people = draw(
        st.lists(st.tuples(st.sampled_from("АБ"), asked, st.integers(0, 60)), min_size=1, max_size=5)
    )
    return formula, [
        Participant(key, name, {rule: each for rule, each in known.items() if each}, size)
        for key, (name, known, size) in enumerate(people)
    ]


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_a_place_depends_on_totals_alone(world, random):
    formula, people = world
    found = standings(formula, people)
    ranked = [each for each in found if each.place is not None]

    assert standings(formula, random.sample(people, len(people))) == found
    assert all(each.place == 1 + sum(other.total > each.total for other in ranked) for each in ranked)
    assert [each.place is None for each in found] == sorted(each.place is None for each in found)
    for line in (line for each in found for line in each.lines if line.points is not None):
        assert line.points >= 0
        assert line.rule.ceiling is None or line.points <= line.rule.ceiling + Fraction(1, 200)


@settings(max_examples=40, deadline=None)
@given(worlds(), numbers)
def test_more_points_never_make_a_place_worse(world, more):
    formula, people = world
    gift = Rule("gift", points=Fraction(1), without=Without.NOTHING)

    def place_with(points):
        first = replace(people[0], known={**people[0].known, "gift": amount(points)})
        found = standings([*formula, gift], [first, *people[1:]])
        return next(each.place for each in found if each.participant is first)

    before, after = place_with(0), place_with(more)

    assert (before is None) == (after is None)
    assert before is None or after <= before


@settings(max_examples=40, deadline=None)
@given(rules.filter(lambda rule: rule.is_steady), numbers, numbers, st.integers(1, 60))
def test_a_better_value_never_gives_fewer_points(rule, one, other, size):
    known = [share(value, 1000) if rule.is_share else amount(value) for value in sorted([one, other])]
    points = [line_of(rule, each, size).points for each in known]

    assert points == sorted(points, reverse=rule.better == Better.LESS)
