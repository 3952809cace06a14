import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.imports.checking.cells import CellError, Habits, Name, Vocabulary, habits, parse, parse_name
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.kinds.base import Column, Type

TODAY = dt.date(2026, 11, 22)
COLUMNS = [column for kind in KINDS.values() for column in kind.columns]
WORDS = Vocabulary(
    {"first": "первая", "highest": "высшая"}, {"первая": "first", "i": "first", "высшая": "highest"}, {}
)


def read(text, type_, **options):
    return parse(text, Column("Столбец", type_, **options), today=TODAY, words=WORDS, habits=Habits())


@pytest.mark.parametrize(
    "text",
    [
        "05.09.1987", "5.9.1987", "05.09.87", "5/9/1987", "05-09-1987", "1987-09-05", "1987-09-05 00:00:00",
        "05.09.1987 г.", "5 сентября 1987 года", " 05 . 09 . 1987 ", "32025", "32025.0",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert read(text, Type.DATE) == dt.date(1987, 9, 5)


def test_the_last_day_is_stored_as_the_day_after():
    assert read("31.08.2025", Type.LAST_DAY) == dt.date(2025, 9, 1)


@pytest.mark.parametrize(
    ("text", "reason", "suggestions"),
    [
        ("31.06.2026", "В июне 2026 года 30 дней.", ("30.06.2026",)),
        ("1987", "Нужна дата целиком: ДД.ММ.ГГГГ.", ()),
        ("05.13.1987", "Месяца с номером 13 нет.", ("13.05.1987",)),
        ("весной", "Нужна дата целиком: ДД.ММ.ГГГГ.", ()),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_what_may_be_meant(text, reason, suggestions):
    with pytest.raises(CellError) as caught:
        read(text, Type.DATE)

    assert (caught.value.reason, caught.value.suggestions) == (reason, suggestions)


@pytest.mark.parametrize("text", ["", "  ", "—", "-", "–", "нет данных", "Н/Д", "\xa0"])
@pytest.mark.parametrize("type_", list(Type))
def test_words_for_nothing_are_empty(text, type_):
    assert read(text, type_) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18,5", "18.50"),
        ("1 200", "1200.00"),
        ("1\xa0200,5", "1200.50"),
        ("92,5 %", "92.50"),
        ("36 ч.", "36.00"),
        ("0.1", "0.10"),
    ],
)
def test_a_number_may_have_a_comma_spaces_and_a_unit(text, value):
    assert read(text, Type.NUMBER) == Decimal(value)


@pytest.mark.parametrize("text", ["сто восемь", "1,2,3", "1e400", "²", "0x10"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(CellError, match="Нужно число"):
        read(text, Type.INTEGER)


def test_limits_of_a_column_hold():
    with pytest.raises(CellError, match="Не меньше 1"):
        read("0", Type.INTEGER, least=1)
    with pytest.raises(CellError, match="Не больше 3 000"):
        read("3001", Type.INTEGER, most=3000)
    with pytest.raises(CellError, match="целое"):
        read("1,5", Type.INTEGER)


@pytest.mark.parametrize(
    ("text", "value"),
    [("да", True), ("+", True), ("1", True), ("Нет", False), ("0", False), ("false", False)],
)
def test_yes_and_no(text, value):
    assert read(text, Type.BOOL) is value


def test_in_a_column_of_pluses_an_empty_cell_means_no():
    column = Column("Дефицит", Type.BOOL)
    seen = habits((column,), [{"Дефицит": "+"}, {"Дефицит": ""}])

    assert parse("", column, today=TODAY, habits=seen) is False
    assert parse("", column, today=TODAY, habits=habits((column,), [{"Дефицит": "да"}])) is None


def test_a_column_of_fractions_of_one_means_percents():
    column = Column("Качество, %", Type.PERCENT)
    seen = habits((column,), [{"Качество, %": "0.54"}, {"Качество, %": "1"}])

    assert parse("0.54", column, today=TODAY, habits=seen) == Decimal("54.00")
    assert parse("1", column, today=TODAY, habits=seen) == Decimal("100.00")


def test_an_unknown_word_is_refused_with_the_closest():
    with pytest.raises(CellError) as caught:
        read("перва", Type.TERM)

    assert caught.value.suggestions == ("первая",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Соколова Ирина Викторовна", Name("Соколова", "Ирина", "Викторовна")),
        ("СОКОЛОВА ИРИНА ВИКТОРОВНА", Name("Соколова", "Ирина", "Викторовна")),
        ("Соколова И.В.", Name("Соколова", "И.", "В.")),
        ("Петрова - Водкина Анна", Name("Петрова-Водкина", "Анна", "")),
        ("мамедов али гасан оглы", Name("Мамедов", "Али", "Гасан оглы")),
        ("Coколова Ирина Викторовна", Name("Соколова", "Ирина", "Викторовна")),
    ],
)
def test_a_name_is_taken_apart(text, name):
    assert parse_name(text) == name


@given(text=st.text(max_size=40), column=st.sampled_from(COLUMNS))
def test_a_cell_is_a_value_or_a_reason_whatever_is_written(text, column):
    with suppress(CellError):
        parse(text, column, today=TODAY, words=WORDS, habits=Habits())


@given(
    text=st.from_regex(
        r"[0-9]{1,5}[-./ ,]{0,2}[0-9]{0,3}[-./ ,]{0,2}[0-9]{0,5}( ?[гГeE+0-9:]{0,4})", fullmatch=True
    ),
    column=st.sampled_from(COLUMNS),
)
def test_figures_and_dots_never_break_a_cell(text, column):
    with suppress(CellError):
        parse(text, column, today=TODAY, words=WORDS, habits=Habits())


@given(day=st.dates(dt.date(1910, 1, 10), dt.date(2099, 12, 31)))
def test_every_day_survives_its_own_spelling(day):
    serial = str((day - dt.date(1899, 12, 30)).days)

    assert {read(text, Type.DATE) for text in (f"{day:%d.%m.%Y}", day.isoformat(), serial)} == {day}
