"""What holds for any marks, against the definitions and against least squares of numpy."""

import random
from collections import Counter
from fractions import Fraction

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masterstvo.contests.marking import (
    Correction,
    Mark,
    Rules,
    corrected,
    groups,
    jurors_of,
    leniency,
    rank,
    rounded,
    stability,
    uncorrected,
)
from masterstvo.contests.marking.totals import mean, median, spread
from tests.contests.marking.random_juries import RULES, marks, places_by_hand, total_by_hand

steady = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), max_examples=120)
ENTRIES = list(range(100, 107))


def tie_keys(rules):
    def look(name, own, counted):
        if name == "median":
            return rounded(median(counted))
        if name == "highest":
            return rounded(max(counted))
        if name == "spread":
            return -rounded(spread([each.value for each in own]))
        if name == "chair":
            return rounded(next((each.value for each in own if each.juror == rules.chair), Fraction(-1)))
        return rounded(mean([each.parts["lesson"] for each in own]))

    def key(own, counted):
        whole = total_by_hand(counted, rules, has_third=any(each.is_third for each in own))
        return (rounded(whole), *(look(name, own, counted) for name in rules.tie_breaks))

    return key


@steady
@given(marks(), RULES)
def test_a_place_is_one_more_than_how_many_are_better(given_marks, rules):
    found = rank(ENTRIES, given_marks, rules)

    assert found.places == places_by_hand(ENTRIES, given_marks, rules, tie_keys(rules))


@steady
@given(marks(), RULES, st.randoms(use_true_random=False))
def test_the_order_in_which_marks_and_entries_come_changes_nothing(given_marks, rules, chance):
    found = rank(ENTRIES, given_marks, rules)
    chance.shuffle(shuffled := list(given_marks))
    chance.shuffle(entries := list(ENTRIES))
    again = rank(entries, shuffled, rules)

    assert again.places == found.places
    assert {row.entry: row.total for row in again.rows} == {row.entry: row.total for row in found.rows}


@steady
@given(marks(), RULES)
def test_shared_places_are_those_held_twice_and_raw_marks_are_kept(given_marks, rules):
    rows = rank(ENTRIES, given_marks, rules).rows
    places = [row.place for row in rows if row.place]

    assert all(row.is_shared == (places.count(row.place) > 1) for row in rows if row.place)
    assert sorted((m.juror, m.entry, m.value) for row in rows for m in row.marks) == sorted(
        (m.juror, m.entry, m.value) for m in given_marks
    )


@steady
@given(marks())
def test_leniency_is_the_least_squares_answer(given_marks):
    for group in groups(given_marks):
        jurors = sorted({each.juror for each in group})
        entries = sorted({each.entry for each in group})
        design = numpy.zeros((len(group) + 1, len(jurors) + len(entries)))
        wanted = numpy.zeros(len(group) + 1)
        for number, each in enumerate(group):
            design[number, jurors.index(each.juror)] = 1
            design[number, len(jurors) + entries.index(each.entry)] = 1
            design[-1, jurors.index(each.juror)] += 1
            wanted[number] = float(each.value)
        solution = numpy.linalg.lstsq(design, wanted, rcond=None)[0]
        found = leniency(group)

        assert [float(found[juror]) for juror in jurors] == pytest.approx(solution[: len(jurors)], abs=1e-6)


@steady
@given(
    st.lists(st.integers(-20, 20), min_size=2, max_size=5),
    st.lists(st.integers(30, 70), min_size=2, max_size=6),
    st.randoms(use_true_random=False),
)
def test_jurors_who_differ_by_a_constant_are_told_apart_exactly(kindness, worth, chance):
    """Whatever entries each of them got, as long as the shared ones tie them together."""
    pairs = [(juror, entry) for juror in range(len(kindness)) for entry in range(len(worth))]
    kept = [pair for pair in pairs if pair[0] == 0 or pair[1] == 0 or chance.random() < 0.5]
    sheets = [Mark(juror, entry, Fraction(worth[entry] + kindness[juror])) for juror, entry in kept]

    counted = corrected(sheets, Correction.ADDITIVE)

    often = Counter(juror for juror, _ in kept)
    shifts = {value - worth[entry] for (juror, entry), value in counted.items() if often[juror] > 1}
    assert len(shifts) == 1 or uncorrected(sheets, Correction.ADDITIVE)


@steady
@given(marks(), st.sampled_from(list(Correction)))
def test_corrected_marks_stay_on_the_scale_of_the_raw_ones(given_marks, correction):
    assert all(0 <= value <= 100 for value in corrected(given_marks, correction).values())


@steady
@given(marks(), st.sampled_from([Correction.ADDITIVE, Correction.Z_SCORE]))
def test_a_group_with_too_few_marks_counts_as_given_and_no_other_does(given_marks, correction):
    counted, bare = corrected(given_marks, correction), uncorrected(given_marks, correction)
    for group in groups(given_marks):
        jurors, entries = {each.juror for each in group}, {each.entry for each in group}
        is_thin = len(group) <= len(jurors) + len(entries) - 1
        assert (entries <= bare) if is_thin else not entries & bare
        assert not is_thin or all(counted[each.juror, each.entry] == each.value for each in group)


@steady
@given(marks(), st.sampled_from(list(Correction)))
def test_the_only_mark_of_a_juror_counts_as_given(given_marks, correction):
    often = Counter(each.juror for each in given_marks)
    counted = corrected(given_marks, correction)

    assert all(counted[m.juror, m.entry] == m.value for m in given_marks if often[m.juror] == 1)


@steady
@given(marks())
def test_marks_of_a_group_with_too_few_do_not_touch_the_others(given_marks):
    """Z-scores take the mean of all marks: a group that is left alone is not in it."""
    bare = uncorrected(given_marks, Correction.Z_SCORE)
    rest = [each for each in given_marks if each.entry not in bare]

    assert corrected(rest, Correction.Z_SCORE).items() <= corrected(given_marks, Correction.Z_SCORE).items()


@steady
@given(marks(), RULES)
def test_stability_tells_what_counting_anew_would_give(given_marks, rules):
    now = rank(ENTRIES, given_marks, rules)
    for change in stability(ENTRIES, given_marks, rules):
        if change.option.name != "without":
            continue
        left = [each for each in given_marks if each.juror != change.option.value]
        then = rank(ENTRIES, left, rules).prizes
        assert {
            **now.prizes,
            **change.gained,
            **{e: new for e, (_, new) in change.moved.items()},
        }.items() >= then.items()
        assert set(change.lost) == set(now.prizes) - set(then)


@steady
@given(marks())
def test_correction_never_turns_the_order_of_the_marks_of_one_juror(given_marks):
    for correction in Correction:
        counted = corrected(given_marks, correction)
        for one in given_marks:
            for two in given_marks:
                if one.juror == two.juror and one.value > two.value:
                    assert counted[one.juror, one.entry] >= counted[two.juror, two.entry]


def test_thirty_entries_and_six_jurors_are_counted_at_once():
    chance = random.Random(6)
    sheets = [
        Mark(juror, entry, Fraction(chance.randint(40, 100)))
        for entry in range(30)
        for juror in chance.sample(range(6), 3)
    ]
    rules = Rules(correction=Correction.ADDITIVE)

    assert len(stability(range(30), sheets, rules)) == 6 + 2 + 2
    assert len(jurors_of(sheets)) == 6
