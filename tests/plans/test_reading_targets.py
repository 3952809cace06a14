"""The grammar of target values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.plans.reading.model import Indicator
from masterstvo.plans.reading.targets import read_indicator, suggestions_in, values_in


def indicator(title: str, target: str, fact: str | None = None) -> Indicator:
    return read_indicator(number="1", title=title, target_text=target, fact_text=fact)


def own(found: Indicator) -> list[tuple[str, float, str, int | None]]:
    return [(t.op, t.value, t.unit, t.year) for t in found.targets]


@pytest.mark.parametrize(
    ("text", "op", "value", "unit"),
    [
        ("не менее 10% от общей численности педагогических работников", ">=", 10, "percent"),
        ("70%", "=", 70, "percent"),
        ("100\u00a0%", "=", 100, "percent"),
        ("25% ²", "=", 25, "percent"),
        ("4,5 %", "=", 4.5, "percent"),
        ("Не менее 2 ед.", ">=", 2, "count"),
        ("не более 5 процентов", "<=", 5, "percent"),
        ("≥ 12,5%", ">=", 12.5, "percent"),
        ("не ниже 30 баллов", ">=", 30, "points"),
        ("более 20 человек", ">", 20, "people"),
        ("увеличение до 50 %", "=", 50, "percent"),
        ("до 10 %", "<=", 10, "percent"),
        ("не менее чем 3 мероприятия", ">=", 3, "count"),
        ("80% от числа педагогов школ (приказ от 01.02.2025 № 14)", "=", 80, "percent"),
        ("не менее 1 500 педагогов", ">=", 1500, "people"),
        ("не менее двух (2) семинаров", ">=", 2, "count"),
    ],
)
def test_one_value(text: str, op: str, value: float, unit: str) -> None:
    assert own(indicator("Доля", text)) == [(op, float(value), unit, None)]


def test_a_bare_number_takes_the_unit_of_the_title() -> None:
    assert own(indicator("Доля обученных", "15")) == [("=", 15.0, "percent", None)]
    assert own(indicator("Количество семинаров", "не менее 4")) == [(">=", 4.0, "count", None)]
    assert own(indicator("Наставники", "7")) == [("=", 7.0, "", None)]


@pytest.mark.parametrize(
    "text",
    [
        "да",
        "",
        "на 2026 год",
        "приказ от 12.03.2025 № 45",
        "в течение 2025 года",
        "запланировано на 28.11.2025 года",
        "2025",
    ],
)
def test_no_value(text: str) -> None:
    assert values_in(text, unit="percent") == []


@pytest.mark.parametrize(
    "text",
    [
        "(2021 – 13 %, 2022 – 20 %, 2023 – 25 %)",
        "2021 г. – 13%; 2022 г. – 20%; 2023 г. – 25%",
        "13 % (2021 г.), 20 % (2022 г.), 25 % (2023 г.)",
        "2021 год: 13 %\n2022 год: 20 %\n2023 год: 25 %",
        "2021 – 13, 2022 – 20, 2023 – 25 %",
    ],
)
def test_values_by_year(text: str) -> None:
    values = [(value.year, value.value, value.unit) for value in values_in(text)]
    assert values == [(2021, 13.0, "percent"), (2022, 20.0, "percent"), (2023, 25.0, "percent")]


def test_a_year_named_beside_the_value() -> None:
    assert own(indicator("Доля", "к 2024 году не менее 30 %")) == [(">=", 30.0, "percent", 2024)]
    assert own(indicator("Доля", "30 % к 2024 году")) == [("=", 30.0, "percent", 2024)]


def test_a_whole_beside_values_by_year_has_no_year() -> None:
    found = own(indicator("Доля", "100%\n(2026 – 13 %, 2027 – 20 %)"))
    assert [(value, year) for _, value, _, year in found] == [(100.0, None), (13.0, 2026), (20.0, 2027)]


def test_a_number_in_words() -> None:
    assert own(indicator("Число маршрутов", "не менее пяти")) == [(">=", 5.0, "count", None)]


def test_spelt_out_parts_stand_apart_from_the_whole() -> None:
    found = indicator(
        "Доля обученных, в т.ч.:\n- в Академии;\n- в институте, в т.ч. в центре",
        "12%, из них:\n- 8% на базе Академии;\n- 4% в институте, в т.ч. центре",
    )
    assert (found.title, found.target_text) == ("Доля обученных, в т.ч.:", "12%, из них:")
    assert own(found) == [("=", 12.0, "percent", None)]
    assert [(c.title, c.target_text, c.targets[0].value) for c in found.children] == [
        ("в Академии", "8% на базе Академии", 8.0),
        ("в институте, в т.ч. в центре", "4% в институте, в т.ч. центре", 4.0),
    ]


def test_spelt_out_parts_in_one_line() -> None:
    found = indicator("Доля обученных", "12 %, из них: 8 % в Академии; 4 % в институте")
    assert [(c.title, c.targets[0].value) for c in found.children] == [
        ("в Академии", 8.0),
        ("в институте", 4.0),
    ]
    assert own(found) == [("=", 12.0, "percent", None)]


@pytest.mark.parametrize(
    "target", ["10 %, из них: 3 %; 1 %; 6 %", "10 %, из них:\n3 %;\n1 %;\n6 %", "10 %, из них: 3 %, 1 %, 6 %"]
)
def test_bare_parts_take_their_names_from_the_title(target: str) -> None:
    found = indicator(
        "Доля участников конкурсов, из них:\n– дошкольных;\n– дополнительного;\n– школьных",
        target,
        "20%\n8%\n1%\n11%",
    )
    assert [(c.title, c.targets[0].value) for c in found.children] == [
        ("дошкольных", 3.0), ("дополнительного", 1.0), ("школьных", 6.0),
    ]  # fmt: skip
    assert [fact.value for fact in found.facts] == [20.0]
    assert [c.facts[0].value for c in found.children] == [8.0, 1.0, 11.0]
    assert found.target_text == target


def test_a_part_in_the_same_line() -> None:
    found = indicator("Доля обученных, в т. ч. в институте", "5 %, в т. ч. 2 %", "0")
    assert own(found) == [("=", 5.0, "percent", None)]
    assert [(c.title, c.targets[0].value) for c in found.children] == [("в т. ч. в институте", 2.0)]
    assert [fact.value for fact in found.facts] == [0.0]
    assert found.children[0].facts == ()


def test_a_part_in_brackets() -> None:
    found = indicator("Доля молодых, в том числе наставляемых", "100 % (в т.ч.100%)", "92% (в т.ч. 58")
    assert [(c.title, c.targets[0].value, c.facts[0].value) for c in found.children] == [
        ("наставляемых", 100.0, 58.0)
    ]


def test_parts_of_parts() -> None:
    found = indicator(
        "Доля, в том числе:\n- в университете;\n- в институте, в т.ч. центре",
        "не менее 10 % от всех\n4%\n6%, в т.ч.1%",
    )
    assert own(found) == [(">=", 10.0, "percent", None)]
    assert [c.targets[0].value for c in found.children] == [4.0, 6.0]
    deep = found.children[1]
    assert (deep.title, deep.children[0].title, deep.children[0].targets[0].value) == (
        "в институте",
        "в т.ч. центре",
        1.0,
    )


def test_two_values_in_one_sentence_are_two_targets() -> None:
    found = indicator("Количество мероприятий", "Не менее 2 ед. с общим охватом не менее 80% педагогов")
    assert own(found) == [(">=", 2.0, "count", None), (">=", 80.0, "percent", None)]
    assert found.targets[1].label == "с общим охватом педагогов"


def test_footnote_marks_leave_the_title() -> None:
    assert indicator("Количество мероприятий³", "2 ед.").title == "Количество мероприятий"


def test_suggestions_need_a_share_or_an_operator() -> None:
    text = "Справка по 5 школам; не менее 3 семинаров. Приказ № 12 от 01.02.2025\n- 90% педагогов обучены"
    found = list(suggestions_in(4, "1.2", text))
    assert [(s.activity, s.op, s.value, s.unit) for s in found] == [
        (4, ">=", 3.0, "count"),
        (4, "=", 90.0, "percent"),
    ]
    assert found[1].text == "90% педагогов обучены"


@given(
    op=st.sampled_from(["", "не менее ", "не более ", "свыше "]),
    value=st.integers(0, 1000),
    tenth=st.integers(0, 9),
    space=st.sampled_from(["", " ", "\u00a0"]),
)
def test_a_written_share_is_read_back(op: str, value: int, tenth: int, space: str) -> None:
    found = values_in(f"{op}{value},{tenth}{space}% от числа педагогов")
    assert [(v.value, v.unit) for v in found] == [(value + tenth / 10, "percent")]


@given(st.text(alphabet="0123456789%.,;:-–( )\nв т.ч.измхнеалд²•", max_size=80), st.text(max_size=60))
def test_any_text_is_taken_without_error(target: str, title: str) -> None:
    read_indicator(number="", title=title, target_text=target, fact_text=target)
    list(suggestions_in(0, "", target))
