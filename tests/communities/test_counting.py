"""The score says how it came about, and never takes what is not known for nought."""

from decimal import Decimal

from masterstvo.communities.counting import Known, rule_of, score_of

RULES = [
    rule_of("plan:30", "План"),
    rule_of("attendance:30", "Посещаемость"),
    rule_of("held:5", "Заседание"),
    rule_of("decision:3", "Поручение"),
]


def test_a_share_gives_its_part_of_the_points_and_a_number_points_for_each():
    known = {"plan": Known(2, 3), "attendance": Known(9, 10), "held": Known(2), "decision": Known(0)}

    score = score_of(RULES, known)

    assert [(line.calculation, line.points) for line in score.lines] == [
        ("2 из 3 × 30", Decimal("20.0")),
        ("9 из 10 × 30", Decimal("27.0")),
        ("2 × 5", Decimal(10)),
        ("0 × 3", Decimal(0)),
    ]
    assert (score.total, score.n_known) == (Decimal("57.0"), 4)


def test_what_is_not_known_has_no_points_and_is_left_out_of_the_total():
    score = score_of(RULES, {"held": Known(1), "attendance": Known(0, 0)})

    assert [line.points for line in score.lines] == [None, None, Decimal(5), None]
    assert (score.total, score_of(RULES, {}).total) == (Decimal(5), None)


def test_a_word_that_is_no_rule_is_passed_over():
    assert (rule_of("applause:5", "?"), rule_of("held:много", "?"), rule_of("held", "?")) == (
        None,
        None,
        None,
    )
