from decimal import Decimal

import pytest

from masterstvo.plans.queries.written import written_fact, written_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("11,5%", "11.5"),
        ("не менее 2 ед.", "2"),
        ("92% (в т.ч. 58", "92"),
        ("0", "0"),
        ("Мероприятие запланировано на 28.11.2025 года", None),
        ("Достигнуто 39% педагогов", "39"),
        ("", None),
    ],
)
def test_a_written_fact_is_a_number_only_when_it_states_one(text, number):
    assert written_number(text) == (Decimal(number) if number else None)


@pytest.mark.parametrize(
    ("text", "measure", "fact"),
    [
        ("12,5 % (31 из 248)", "share", "12.5"),
        ("31 чел. (12,5 %)", "share", "12.5"),
        ("12,5", "share", "12.5"),
        ("31 чел.", "share", None),
        ("нет данных", "share", None),
        ("", "share", None),
        ("4 ед.", "count", "4"),
        ("4", "count", "4"),
        ("4 %", "count", None),
    ],
)
def test_a_fact_in_words_is_taken_in_the_unit_of_its_indicator(text, measure, fact):
    assert written_fact(text, measure) == (Decimal(fact) if fact else None)
