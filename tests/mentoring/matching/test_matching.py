"""Who is matched to whom, why, and what is said to whoever is left without."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.mentoring.matching import FIT, MOST, Mentee, Mentor, ban, because, left_out, plans, points
from masterstvo.mentoring.matching.judging import BANS
from masterstvo.mentoring.matching.words import WHY
from tests.mentoring.matching.people import region

NOBODY = frozenset()
MENTEE = Mentee(1, 10, 1, frozenset({7}), frozenset({3}), frozenset({"ict", "class", "tests"}))
MENTOR = Mentor(2, 20, 1, frozenset({7}), subjects=frozenset({3}), strengths=frozenset({"ict", "class"}))


@pytest.mark.parametrize(
    ("code", "mentee", "mentor"),
    [
        ("self", {}, {"person": 10}),
        ("head", {}, {"heads": frozenset({7})}),
        ("manages", {}, {"manages": frozenset({7})}),
        ("unwilling", {}, {"is_willing": False}),
        ("consent", {}, {"has_consent": False}),
        ("reach", {}, {"reach": "own", "organizations": frozenset({8})}),
        ("reach", {}, {"municipality": 2}),
        ("venue", {"venue": "remote"}, {"venue": "in_person"}),
        ("far", {"venue": "in_person"}, {"municipality": 2, "reach": "anywhere"}),
        ("formats", {"formats": frozenset({"equals"})}, {"formats": frozenset({"reverse"})}),
        ("hours", {"hours": 9}, {}),
        ("hours", {}, {"most": 0}),
        ("", {"venue": "remote"}, {"municipality": 2, "reach": "anywhere"}),
        ("", {"formats": frozenset({"equals"})}, {}),
    ],
)
def test_two_who_must_not_be_a_pair_are_told_why(code, mentee, mentor):
    assert ban(replace(MENTEE, **mentee), replace(MENTOR, **mentor), {}) == code


def test_what_stands_between_two_people_parts_them_in_that_direction_alone():
    assert ban(MENTEE, MENTOR, {(20, 10): "conflict"}) == "conflict"
    assert ban(MENTEE, MENTOR, {(10, 20): "parted"}) == ""


def test_subject_strengths_and_place_make_the_score():
    other_subject = replace(MENTOR, subjects=frozenset({4}))
    weak = replace(MENTOR, strengths=NOBODY)
    far = replace(MENTOR, municipality=2)

    assert points(MENTEE, MENTOR) == 86
    assert points(MENTEE, other_subject) == 46
    assert points(MENTEE, weak) == 63
    assert points(MENTEE, far) == 72
    assert points(replace(MENTEE, urgency=5), replace(MENTOR, strengths=MENTEE.wanted)) == 100


KEYS = st.frozensets(st.integers(1, 9), max_size=3)
WISHES = st.frozensets(st.sampled_from(["ict", "class", "tests", "talk"]))
PLACES = st.builds(dict, municipality=st.integers(1, 2), organizations=st.frozensets(st.integers(7, 8)))


@given(
    subject=st.integers(10, 12),
    others=KEYS,
    wanted=WISHES,
    known=PLACES,
    stranger=PLACES,
    own=st.integers(1, 5),
)
def test_who_teaches_the_subject_stands_above_who_does_not_or_is_not_known_to_however_far_away(
    subject, others, wanted, known, stranger, own
):
    mentee = replace(MENTEE, subjects=frozenset({subject}), wanted=wanted, urgency=own)
    teacher = replace(MENTOR, subjects=others | {subject}, **known)
    other = replace(MENTOR, subjects=others, **stranger)

    found = points(mentee, teacher)

    assert found > points(mentee, other)
    assert found > points(replace(mentee, subjects=NOBODY), other)
    assert 1 <= found <= 100


def test_a_pair_of_whose_subject_nothing_is_known_does_not_look_like_a_good_one():
    nothing = plans([replace(MENTEE, subjects=NOBODY)], [MENTOR])[MOST].matches[0]

    assert nothing.score == 56
    assert because(nothing).startswith("Предмет не указан; 2 из 3")


def test_a_pair_is_explained_in_words():
    pair = plans([MENTEE], [MENTOR])[MOST].matches[0]

    assert because(pair) == "Предмет совпал; 2 из 3\u00a0нужных сильных сторон; та же школа"


def test_every_ban_has_its_words():
    assert set(WHY) == set(BANS)


def test_whoever_is_left_is_told_why_and_what_to_relax():
    plan = plans([MENTEE], [replace(MENTOR, has_consent=False), replace(MENTOR, key=3, is_willing=False)])[
        MOST
    ]

    assert left_out(plan.left[0], {2: "Соколова И. В."}) == (
        "Никто не подошёл: нет согласия – 1; сейчас не берут наставляемых – 1.",
        "Ближе всех подходит Соколова И. В.: получите согласие наставника и отметьте его дату в базе.",
    )


def test_whoever_came_too_late_is_told_who_is_taken():
    mentees = [MENTEE, replace(MENTEE, key=5, person=11, wanted=frozenset({"other"}))]
    plan = plans(mentees, [replace(MENTOR, most=1)])[MOST]

    why, relax = left_out(plan.left[0], {2: "Соколова И. В."})
    assert plan.left[0].mentee == 5
    assert why == "Все подходящие наставники заняты: Соколова И. В."
    assert relax == "Добавьте им часы или места."


def test_an_empty_base_is_said_to_be_empty():
    assert left_out(plans([MENTEE], [])[FIT].left[0], {})[0] == "В базе нет ни одного наставника."


def test_most_gives_a_mentor_to_more_and_the_best_fit_gives_nobody_a_poor_one():
    mentees, mentors = region(60, 20, municipalities=2)
    found = plans(mentees, mentors)

    assert len(found[MOST].matches) > len(found[FIT].matches)
    assert found[FIT].mean > found[MOST].mean
    assert found[FIT].worst >= 40


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_breaks_a_ban_or_takes_more_than_a_mentor_has(seed):
    mentees, mentors = region(40, 15, seed, municipalities=2, schools=3)
    mentee_of, mentor_of = {each.key: each for each in mentees}, {each.key: each for each in mentors}

    for plan in plans(mentees, mentors).values():
        pairs = [(mentee_of[each.mentee], mentor_of[each.mentor]) for each in plan.matches]
        assert {ban(*pair, {}) for pair in pairs} <= {""}
        assert len(pairs) + len(plan.left) == len(mentees)
        for mentor in mentors:
            mine = [mentee.hours for mentee, other in pairs if other == mentor]
            assert sum(mine) <= mentor.hours
            assert len(mine) <= mentor.most
            assert len(mine) + plan.short.get(mentor.key, 0) >= min(mentor.least, mentor.most)


def test_a_mentors_wish_for_a_least_number_gives_way_where_nobody_is_there():
    plan = plans([MENTEE], [replace(MENTOR, least=2)])[MOST]

    assert len(plan.matches) == 1
    assert plan.short == {2: 1}
