import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.core.typography import typography


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("приказ № 128-од", "приказ №~128-од"),
        ("приказ №128-од", "приказ №~128-од"),
        ("в школе и в саду", "в~школе и~в~саду"),
        ("Соколова И. В.", "Соколова~И.~В."),
        ("Соколова И.В.", "Соколова~И.~В."),
        ("И. В. Соколова", "И.~В.~Соколова"),
        ("не хватает 3 человек", "не~хватает 3~человек"),
        ("8,9%", "8,9~%"),
        ("План — 10 %", "План~— 10~%"),
        ('клуб "Наставник"', "клуб «Наставник»"),
        ('"Точка роста" и (в "Лесном")', "«Точка роста» и~(в~«Лесном»)"),
        ("март – апр.", "март~– апр."),
    ],
)
def test_typography_sets_what_people_type(plain, set_):
    assert typography(plain) == set_.replace("~", "\u00a0")


@given(st.text("авн№ .%1—–\"'«»(И\u00a0", max_size=40))
def test_typography_applied_twice_changes_nothing_more(text):
    assert typography(typography(text)) == typography(text)
