"""Marking by examples that one can count by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from masterstvo.contests.marking import (
    Correction,
    Earlier,
    Mark,
    Method,
    Rules,
    Third,
    Waiting,
    jurors_of,
    rank,
    rounded,
    stability,
)
from masterstvo.contests.marking.words import (
    change_in_words,
    juror_in_words,
    marks_in_words,
    number,
    rules_in_words,
    total_in_words,
)


def sheets(table):
    """Return marks from {entry: {juror: percent}}."""
    return [
        Mark(juror, entry, Fraction(value)) for entry, row in table.items() for juror, value in row.items()
    ]


def totals(table, **rules):
    return {row.entry: row.total for row in rank(table, sheets(table), Rules(**rules)).rows}


FIVE = {"K1": dict(zip("ABCDE", (50, 90, 80, 70, 100), strict=True))}


def test_three_methods_of_one_sheet():
    assert [totals(FIVE, method=method)["K1"] for method in Method] == [78, 80, 80]


def test_printed_totals_are_rounded_half_up_and_equal_ones_share_a_place():
    table = {"K1": {"A": 80, "B": 81, "C": 81}, "K2": {"A": 81, "B": 80, "C": 81}, "K3": {"A": 1}}

    found = rank(table, sheets(table), Rules())

    assert str(found.rows[0].total) == "80.67"
    assert [(row.place, row.is_shared) for row in found.rows] == [(1, True), (1, True), (3, False)]
    assert [str(rounded(Fraction(number, 1000))) for number in (125, 135, -125)] == ["0.13", "0.14", "-0.13"]


def test_declared_tie_breaks_decide_in_their_order():
    table = {"K1": {"A": 70, "B": 80}, "K2": {"A": 75, "B": 75}}

    by_spread = rank(table, sheets(table), Rules(tie_breaks=("median", "spread")))
    by_highest = rank(table, sheets(table), Rules(tie_breaks=("highest", "spread")))

    assert [row.entry for row in by_spread.rows] == ["K2", "K1"]
    assert {row.decided_by for row in by_spread.rows} == {"spread"}
    assert [row.entry for row in by_highest.rows] == ["K1", "K2"]


def test_a_section_of_the_criteria_decides():
    marks = [
        Mark("A", "K1", Fraction(70), {"s": Fraction(10)}),
        Mark("A", "K2", Fraction(70), {"s": Fraction(20)}),
    ]

    assert rank(["K1", "K2"], marks, Rules(tie_breaks=("part:s",))).places == {"K2": 1, "K1": 2}


def test_a_wide_spread_calls_a_third_expert_whose_mark_counts_as_declared():
    two = [Mark("A", "K1", Fraction(40)), Mark("B", "K1", Fraction(80))]
    third = Mark("C", "K1", Fraction(75), is_third=True)
    rules = Rules(threshold=Fraction(30), third=Third.NEAREST)

    called = rank(["K1"], two, rules)
    judged = rank(["K1"], [*two, third], rules)

    assert (called.rows[0].calls_third, called.is_complete) == (True, False)
    assert (judged.rows[0].calls_third, str(judged.rows[0].total)) == (False, "77.50")
    assert str(rank(["K1"], [*two, third], Rules(threshold=Fraction(30))).rows[0].total) == "65.00"


def test_sheets_that_are_missing_are_counted_and_abstentions_are_not_waited_for():
    waiting = [Waiting("B", "K1"), Waiting("C", "K1", has_abstained=True), Waiting("B", "K2")]

    found = rank(["K1", "K2"], [Mark("A", "K1", Fraction(40))], Rules(), waiting)

    assert [(row.n_waiting, row.n_abstained, row.place) for row in found.rows] == [(1, 1, 1), (1, 0, None)]
    assert not found.is_complete


KIND = {  # «D» is 25 kinder than the others and marked K3 and K4 alone with «A», who is as the rest
    "K1": {"A": 80, "B": 80, "C": 80, "D": 105},
    "K2": {"A": 70, "B": 70, "C": 70},
    "K3": {"A": 60, "D": 85},
    "K4": {"A": 75, "B": 75, "C": 75},
}


def test_additive_correction_takes_a_kind_juror_off_a_lucky_entry():
    raw, even = totals(KIND), totals(KIND, correction=Correction.ADDITIVE)

    assert raw["K3"] > raw["K2"]
    assert even["K3"] < even["K2"] < even["K4"] < even["K1"]


def test_two_works_whose_marks_a_correction_could_explain_whole_count_as_given():
    table = {
        "K1": {"A": 100, "B": 80, "C": 90},
        "K2": {"A": 20, "D": 40},
    }  # five marks, four jurors and two works

    for correction in (Correction.ADDITIVE, Correction.Z_SCORE):
        found = rank(table, sheets(table), Rules(correction=correction))
        assert [str(row.total) for row in found.rows] == ["90.00", "30.00"]
        assert [row.is_corrected for row in found.rows] == [False, False]
        assert marks_in_words(found.rows[1], str) == ["A: 20", "D: 40"]


def test_a_corrected_mark_does_not_leave_the_scale():
    table = {
        "K1": {"A": 100, "B": 60},
        "K2": {"A": 100, "B": 50},
        "K3": {"B": 0, "C": 40},
        "K4": {"B": 95, "C": 100},
    }

    found = rank(table, sheets(table), Rules(correction=Correction.ADDITIVE))

    assert all(row.is_corrected for row in found.rows)
    assert max(value for row in found.rows for value in row.counted) == 100
    assert total_in_words(found.rows[0], Rules()) == "(100 + 94,38) : 2 = 97,19"


def test_an_extreme_juror_is_named_with_the_size():
    found = {each.juror: each for each in jurors_of(sheets(KIND))}

    assert [juror for juror, each in found.items() if each.is_extreme] == ["D"]
    assert juror_in_words(found["A"]) == ""
    assert juror_in_words(found["D"]).startswith("мягче остальных на ")


def test_a_juror_who_orders_the_works_the_other_way_is_named():
    table = {f"K{n}": {"A": 50 + n * 5, "B": 52 + n * 5, "C": 90 - n * 5} for n in range(5)}

    against = [each for each in jurors_of(sheets(table)) if each.is_against]

    assert [each.juror for each in against] == ["C"]
    assert "совпало 0 % из 10 пар" in juror_in_words(against[0])


def test_stability_says_whose_prize_depends_on_one_juror_or_on_the_correction():
    rules = Rules(n_prizes=3, correction=Correction.ADDITIVE)

    found = {(each.option.name, each.option.value): each for each in stability(KIND, sheets(KIND), rules)}

    raw = found["correction", Correction.NONE]
    assert (raw.gained, raw.lost) == ({"K3": 3}, {"K2": 3})
    assert change_in_words(
        raw, str
    ) == "получили бы место: K3 (3), потеряли бы место: K2 (3), другое место: K4 – 2 вместо 2" or (
        change_in_words(raw, str) == "получили бы место: K3 (3), потеряли бы место: K2 (3)"
    )
    assert found["without", "D"].is_nothing
    assert change_in_words(found["without", "D"], str) == "призовые места не изменились бы"


def test_z_scores_give_everybody_one_mean_and_one_spread():
    table = {f"K{n}": {"A": 40 + 10 * n, "B": 70 + 2 * n} for n in range(4)}

    found = rank(table, sheets(table), Rules(correction=Correction.Z_SCORE))
    counted = {each.juror: [] for row in found.rows for each in row.marks}
    for row in found.rows:
        for mark, value in zip(row.marks, row.counted, strict=True):
            counted[mark.juror].append(value)

    means = {juror: sum(values) / 4 for juror, values in counted.items()}
    widths = {juror: float(max(values) - min(values)) for juror, values in counted.items()}
    assert means["A"] == means["B"] == Fraction(64)
    assert abs(widths["A"] - widths["B"]) < 0.001


def test_a_total_is_explained_so_that_one_can_count_after_it():
    row = rank(FIVE, sheets(FIVE), Rules(method=Method.TRIMMED)).rows[0]
    kind = rank(KIND, sheets(KIND), Rules(correction=Correction.ADDITIVE)).rows[0]

    assert total_in_words(row, Rules(method=Method.TRIMMED)) == "без высшей и низшей, (70 + 80 + 90) : 3 = 80"
    assert marks_in_words(kind, str)[0].startswith("A: 80, с поправкой ")


def test_the_rules_are_stated_in_full():
    rules = Rules(threshold=Fraction(30), tie_breaks=("part:s", "chair"))

    assert rules_in_words(rules, lambda key: "Урок") == [
        "Итог работы – среднее, без поправок, с точностью до сотых.",
        "Если оценки работы расходятся больше чем на 30 % высшей оценки, назначается ещё один эксперт: его оценка входит наравне с другими.",
        "При равных итогах выше та работа, у которой по порядку: выше балл по разделу «Урок»; выше оценка председателя.",
        "Если и это не различает работы, место делится.",
    ]


# --- Two phases in one total -------------------------------------------------------------------------------------------
FIRST = {"K1": {"A": 90}, "K2": {"A": 60}, "K3": {"A": 100}}
FINAL = {"K1": {"A": 70}, "K2": {"A": 85}}


def both(final=FINAL, first=FIRST, **rules):
    earlier = Earlier(list(first), sheets(first))
    return rank(final, sheets(final), Rules(weights=rules.pop("weights", (1, 2)), **rules), earlier=earlier)


def test_two_phases_make_one_total_by_their_weights():
    found = both()

    assert [(row.entry, str(row.total), row.place) for row in found.rows] == [
        ("K1", "76.67", 1),
        ("K2", "76.67", 1),
    ]
    assert (
        total_in_words(found.rows[0], found.rules)
        == "финал: 70 = 70; с оценкой работ: (1 × 90 + 2 × 70) : 3 = 76,67"
    )
    assert [row.entry for row in both(tie_breaks=("final",)).rows] == ["K2", "K1"]
    assert [row.entry for row in both(weights=(0, 1)).rows] == ["K2", "K1"]


def test_a_total_of_two_phases_is_counted_from_printed_totals():
    first = {"K1": {"A": 80, "B": 81, "C": 81}}

    (row,) = both({"K1": {"A": 50}}, first, weights=(1, 1)).rows

    assert (str(row.earlier), str(row.own), str(row.total)) == ("80.67", "50.00", "65.34")


def test_an_entry_without_a_first_total_has_no_place():
    found = both({"K1": {"A": 70}, "K9": {"A": 99}})

    assert found.places == {"K1": 1}
    assert total_in_words(found.rows[1], found.rules) == "нет итога оценки работ"


def test_what_a_place_of_two_phases_depends_on():
    first = {"K1": {"A": 90, "B": 50}, "K2": {"A": 60, "B": 70}}
    final = {"K1": {"A": 70, "B": 70}, "K2": {"A": 71, "B": 71}}
    rules = Rules(weights=(1, 1), n_prizes=1)

    changes = stability(final, sheets(final), rules, Earlier(list(first), sheets(first)))

    told = {
        (each.option.name, each.option.value): set(each.gained) for each in changes if not each.is_nothing
    }
    assert told == {("without", "A"): {"K2"}, ("weights", (0, 1)): {"K2"}}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal(100), "100"),
        (Decimal("7.50"), "7,5"),
        (Fraction(262, 3), "87,33"),
        (Fraction(-1, 2), "−0,5"),
        (Fraction(0), "0"),
    ],
)
def test_a_number_is_told_without_needless_zeros(value, shown):
    assert number(value) == shown
