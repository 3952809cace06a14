"""What an instrument asks and how answers are scored: pure functions."""

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.assessments.content import editing
from masterstvo.assessments.content.flow import NotAnAnswer, answer_of, asked, drawn, unanswered
from masterstvo.assessments.content.items import alpha, item_statistics
from masterstvo.assessments.content.parts import (
    WITH_OPTIONS,
    Condition,
    Content,
    Criterion,
    Level,
    Option,
    Scale,
    ScaleKind,
    Section,
)
from masterstvo.assessments.content.reading import NotContent, read, unfinished, written
from masterstvo.assessments.content.scoring import score
from masterstvo.assessments.content.workbook import from_rows, rows_of
from tests.factories.assessments import CONTENT

pytestmark = pytest.mark.once
YES_NO = Scale(ScaleKind.YES_NO)


def content_of(*criteria, **values):
    return Content((Section("s1", "Раздел", criteria),), **values)


def question(key, scale=YES_NO, **values):
    return Criterion(key, f"Вопрос {key}", scale, **values)


# --- Scores -----------------------------------------------------------------------------------------------------------
def test_a_score_is_the_share_of_the_best_answers():
    result = score(read(CONTENT), {"q1": "2", "q2": "1", "q3": "0"})

    assert result.sections["s1"].percent == Decimal("75.00")
    assert result.sections["s2"].percent == 0
    assert result.total.percent == Decimal("37.50")
    assert (result.sections["s1"].level, result.total.level) == ("достаточный", "низкий")


def test_a_skipped_question_is_left_out_and_is_not_a_zero():
    result = score(read(CONTENT), {"q1": "2"})

    assert result.total.percent == 100
    assert result.sections["s2"].percent is None
    assert (result.total.n_asked, result.total.n_answered) == (4, 1)


def test_in_a_test_a_skipped_question_is_wrong():
    content = content_of(question("a"), question("b"), unanswered_is_wrong=True)

    assert score(content, {"a": "yes"}).total.percent == 50


def test_nothing_answered_has_no_score():
    assert score(read(CONTENT), {}).total.percent is None


def test_weights_of_questions_and_sections_count():
    content = Content(
        (
            Section("s1", "A", (question("a", weight=Decimal(3)), question("b"))),
            Section("s2", "B", (question("c"),), weight=Decimal(3)),
        )
    )

    assert score(content, {"a": "yes", "b": "no", "c": "no"}).total.percent == Decimal("18.75")


def test_a_failed_critical_question_holds_the_whole_at_its_lowest_level():
    levels = (Level("низкий", Decimal(0)), Level("высокий", Decimal(50)))
    content = content_of(
        question("a"), question("b"), question("c", critical_from=Decimal(50)), levels=levels
    )

    result = score(content, {"a": "yes", "b": "yes", "c": "no"})

    assert (result.total.percent, result.total.level, result.failed) == (Decimal("66.67"), "низкий", ("c",))


def test_wrong_ticks_take_back_no_more_than_right_ones_brought():
    scale = Scale(
        ScaleKind.SEVERAL,
        (Option("a", "A", Decimal(1)), Option("b", "B", Decimal(1)), Option("c", "C", Decimal(-5))),
    )
    content = content_of(question("q", scale))

    shares = [score(content, {"q": ticks}).total.percent for ticks in (["a", "b"], ["a"], ["a", "c"])]

    assert shares == [100, 50, 0]


# --- Branching --------------------------------------------------------------------------------------------------------
def test_a_question_is_asked_only_under_its_condition_and_a_chain_breaks_together():
    content = content_of(
        question("a"),
        question("b", when=Condition("a", ("yes",))),
        question("c", when=Condition("b", ("yes",))),
    )

    def keys(answers):
        return [each.key for each in asked(content, answers)]

    assert keys({}) == ["a"]
    assert keys({"a": "yes", "b": "yes"}) == ["a", "b", "c"]
    # The answer to «b» is still there, but «b» is not asked any more.
    assert keys({"a": "no", "b": "yes"}) == ["a"]


def test_what_is_not_asked_neither_waits_nor_counts():
    content = content_of(question("a"), question("b", when=Condition("a", ("yes",))))
    answers = {"a": "no", "b": "yes"}

    assert unanswered(asked(content, answers), answers) == []
    assert score(content, answers).criteria == {"a": 0}


# --- Answers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scale", "sent", "kept"),
    [
        (YES_NO, ["yes"], "yes"),
        (Scale(ScaleKind.NUMBER), ["12,5"], "12.5"),
        (Scale(ScaleKind.POINTS, maximum=Decimal(10)), ["10"], "10"),
        (Scale(ScaleKind.TEXT), ["  слово "], "слово"),
        (Scale(ScaleKind.SEVERAL, (Option("a", "A"), Option("b", "B"))), ["b", "a"], ["a", "b"]),
        (YES_NO, ["", " "], None),
    ],
)
def test_an_answer_is_kept_in_one_shape(scale, sent, kept):
    assert answer_of(question("q", scale), sent) == kept


@pytest.mark.parametrize(
    ("scale", "sent"),
    [
        (YES_NO, ["maybe"]),
        (YES_NO, ["yes", "no"]),
        (Scale(ScaleKind.NUMBER), ["много"]),
        (Scale(ScaleKind.NUMBER), ["NaN"]),
        (Scale(ScaleKind.POINTS, maximum=Decimal(10)), ["11"]),
        (Scale(ScaleKind.TEXT), ["а" * 2001]),
    ],
)
def test_what_is_no_answer_is_refused(scale, sent):
    with pytest.raises(NotAnAnswer):
        answer_of(question("q", scale), sent)


# --- Parallel forms ---------------------------------------------------------------------------------------------------
@given(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=1, max_size=30), st.data())
def test_parallel_forms_have_the_same_number_of_questions_of_each_difficulty(difficulties, data):
    n = data.draw(st.integers(1, len(difficulties)))
    section = Section(
        "s1", "Банк", tuple(question(f"q{i}", difficulty=each) for i, each in enumerate(difficulties)), draw=n
    )
    known = {each.key: each.difficulty for each in section.criteria}

    forms = [drawn(Content((section,)), random.Random(seed)) for seed in range(5)]

    assert {len(form) for form in forms} == {n}
    assert len({frozenset(Counter(known[key] for key in form).items()) for form in forms}) == 1


# --- Reading ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ([], "Ожидался объект"),
        ({"sections": "нет"}, "должно быть списком"),
        ({"levels": [{"title": "а", "from": 10}]}, "должен начинаться с 0"),
        (
            {"levels": [{"title": "а", "from": 0}, {"title": "б", "from": 70}, {"title": "в", "from": 60}]},
            "должны расти",
        ),
        (
            {"sections": [{"title": "А", "criteria": [{"key": "a", "text": "?"}]}]},
            "Раздел 1, вопрос 1: не указан вид",
        ),
        (
            {
                "sections": [
                    {
                        "title": "А",
                        "criteria": [
                            {
                                "key": "a",
                                "text": "?",
                                "scale": {"kind": "yes_no"},
                                "when": {"criterion": "b", "values": ["yes"]},
                            },
                            {"key": "b", "text": "?", "scale": {"kind": "yes_no"}},
                        ],
                    }
                ]
            },
            "условие смотрит на вопрос, которого выше нет",
        ),
        (
            {
                "sections": [
                    {
                        "title": "А",
                        "criteria": [
                            {"key": "a", "text": "?", "scale": {"kind": "text"}, "critical_from": 50}
                        ],
                    }
                ]
            },
            "критическим может быть только",
        ),
    ],
)
def test_bad_content_is_refused_with_its_place(raw, told):
    with pytest.raises(NotContent, match=told):
        read(raw)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["sections", "criteria", "levels", "scale", "kind", "options", "text", "key", "when"]
                ),
                inner,
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_comes_is_read_or_refused(raw):
    try:
        content = read(raw)
    except NotContent:
        return
    assert read(written(content)) == content


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
LABELS = WORDS | st.text(
    st.sampled_from("аб|\\="), min_size=1, max_size=8
)  # signs that Excel's column gives a meaning
SHARES = st.decimals(0, 100, places=1, allow_nan=False)


@st.composite
def contents(draw):
    """Contents as the builder makes them."""
    sections = []
    earlier: list[Criterion] = []
    for n in range(draw(st.integers(1, 3))):
        criteria = []
        for m in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(list(ScaleKind)))
            options = tuple(
                Option(str(i), draw(LABELS), draw(st.decimals(-5, 5, places=1, allow_nan=False)), draw(WORDS))
                for i in range(draw(st.integers(2, 4)))
            )
            scale = Scale(
                kind,
                options if kind in WITH_OPTIONS else (),
                Decimal(draw(st.integers(1, 100))) if kind == ScaleKind.POINTS else None,
            )
            looked = [each for each in earlier if each.scale.choices]
            when = None
            if looked and draw(st.booleans()):
                chosen = draw(st.sampled_from(looked))
                when = Condition(chosen.key, (chosen.scale.choices[0].key,))
            each = Criterion(
                f"k{n}-{m}",
                draw(WORDS),
                scale,
                hint=draw(WORDS),
                weight=Decimal(draw(st.integers(1, 9))),
                is_required=draw(st.booleans()),
                when=when,
                difficulty=draw(st.sampled_from([None, 1, 2, 3])),
            )
            if each.is_scored and draw(st.booleans()):
                each = replace(each, critical_from=draw(SHARES))
            criteria.append(each)
            earlier.append(each)
        sections.append(
            Section(f"s{n}", draw(WORDS), tuple(criteria), weight=Decimal(draw(st.integers(1, 9))))
        )
    levels = (Level("низкий", Decimal(0)), Level("высокий", Decimal(draw(st.integers(1, 100)))))
    return Content(
        tuple(sections),
        draw(st.sampled_from([(), levels])),
        draw(st.sampled_from([None, 40])),
        draw(st.booleans()),
    )


@given(contents())
def test_json_and_excel_keep_everything(content):
    assert read(written(content)) == content
    assert (
        read(from_rows([["" if cell is None else cell for cell in row] for row in rows_of(content)]))
        == content
    )


@given(contents(), st.data())
def test_scores_stay_within_their_bounds_whatever_is_answered(content, data):
    answers = {}
    for each in content.criteria():
        if each.scale.choices and data.draw(st.booleans()):
            keys = data.draw(
                st.lists(st.sampled_from([o.key for o in each.scale.choices]), min_size=1, unique=True)
            )
            answers[each.key] = keys if each.scale.kind == ScaleKind.SEVERAL else keys[0]

    result = score(content, answers)

    percents = [result.total.percent, *(each.percent for each in result.sections.values())]
    assert all(each is None or 0 <= each <= 100 for each in percents)


# --- Editing ----------------------------------------------------------------------------------------------------------
@given(contents(), st.data())
def test_moving_up_and_down_again_changes_nothing(content, data):
    key = data.draw(st.sampled_from([each.key for section in content.sections for each in section.criteria]))

    moved = editing.move(content, key, editing.DOWN)

    assert moved == content or editing.move(moved, key, editing.UP) == content
    assert {each.key for each in moved.criteria()} == {each.key for each in content.criteria()}


@given(contents(), st.data())
def test_a_copy_of_a_section_holds_together(content, data):
    section = data.draw(st.sampled_from(content.sections))

    grown = editing.copy(content, section.key)

    assert read(written(grown)) == grown
    assert len(grown.sections) == len(content.sections) + 1


def test_a_copied_question_stands_right_after_the_first():
    grown = editing.copy(content_of(question("a"), question("b")), "a")

    assert [each.text for each in grown.criteria()] == ["Вопрос a", "Вопрос a", "Вопрос b"]


def test_a_question_at_the_edge_moves_into_the_next_section():
    content = Content((Section("s1", "A", (question("a"),)), Section("s2", "B", (question("b"),))))

    moved = editing.move(content, "a", editing.DOWN)

    assert [[each.key for each in section.criteria] for section in moved.sections] == [[], ["a", "b"]]


def test_an_empty_section_is_not_ready():
    assert unfinished(Content((Section("s1", "A", ()),))) == ["В разделе 1 «A» нет вопросов."]
    assert unfinished(Content(())) == ["Добавьте хотя бы один раздел."]


# --- Items of a test --------------------------------------------------------------------------------------------------
def test_an_item_that_only_the_strong_solve_discriminates():
    strong, weak = {"a": 1.0, "b": 1.0, "c": 1.0}, {"a": 0.0, "b": 0.0, "c": 1.0}

    found = {each.key: each for each in item_statistics([strong] * 6 + [weak] * 6)}

    assert found["a"].difficulty == 0.5
    assert found["a"].discrimination == pytest.approx(1)
    assert found["c"].discrimination is None  # everybody solves it, so it tells nobody apart


def test_alpha_is_the_textbook_one():
    # Three items of which two go together; computed by hand: k/(k-1) · (1 - Σ var / var of sums).
    sheets = [{"a": 1, "b": 1, "c": 0}, {"a": 0, "b": 0, "c": 1}] * 5

    assert alpha(sheets) == pytest.approx(3 / 2 * (1 - 0.75 / 0.25))


def test_a_few_sheets_tell_nothing_of_an_item():
    assert item_statistics([{"a": 1.0, "b": 0.0}] * 3)[0].discrimination is None
    assert alpha([{"a": 1.0, "b": 0.0}] * 3) is None
