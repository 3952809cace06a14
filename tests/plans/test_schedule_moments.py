"""What follows from a schedule: occurrences, due days, month cells, plain words."""

from datetime import date

import pytest

from masterstvo.plans.schedule import (
    Occurrence,
    canonical,
    due_on,
    month_cells,
    occurrences,
    overdue_since,
    parse,
    repeats_evenly,
)  # fmt: skip


def test_a_list_of_months_occurs_in_each_of_them():
    assert occurrences(parse("Май, ноябрь", 2025)) == [
        Occurrence(date(2025, 5, 1), date(2025, 5, 31)),
        Occurrence(date(2025, 11, 1), date(2025, 11, 30)),
    ]


def test_every_quarter_is_due_on_its_last_day():
    ends = [each.end for each in occurrences(parse("ежеквартально", 2025))]
    assert ends == [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]


def test_a_yearly_span_of_months_is_one_occurrence_a_year():
    times = occurrences(parse("сентябрь-октябрь ежегодно", (2025, 2026)))
    assert times == [
        Occurrence(date(2025, 9, 1), date(2025, 10, 31)),
        Occurrence(date(2026, 9, 1), date(2026, 10, 31)),
    ]


@pytest.mark.parametrize(
    ("phrase", "times"),
    [("2 раза в год", 2), ("3 раза в год", 3), ("5 раз в год", 5), ("10 раз в год", 10), ("2 раза в месяц", 24),
     ("раз в четверть", 4), ("1 раз в неделю", 53), ("ежемесячно", 12), ("до 20 марта", 1), ("по запросу", 0)],
)  # fmt: skip
def test_the_rule_gives_as_many_occurrences_as_the_words_say(phrase, times):
    assert len(occurrences(parse(phrase, 2025))) == times


@pytest.mark.parametrize(
    ("phrase", "due"),
    [("до сентября", date(2025, 8, 31)), ("в течение года", date(2025, 12, 31)), ("май", date(2025, 5, 31)),
     ("ежемесячно до 5 числа", date(2025, 12, 5)), ("по запросу", None), ("по плану", None), ("абв", None)],
)  # fmt: skip
def test_due_on_is_the_last_day_to_do_it(phrase, due):
    assert due_on(parse(phrase, 2025)) == due


def test_a_thing_is_overdue_from_the_day_after():
    schedule = parse("до 20 марта", 2025)
    assert overdue_since(schedule, date(2025, 3, 20)) is None
    assert overdue_since(schedule, date(2025, 5, 1)) == date(2025, 3, 21)
    assert overdue_since(parse("по запросу", 2025), date(2030, 1, 1)) is None


def test_a_recurring_thing_is_overdue_by_its_first_occurrence_not_done():
    quarterly = parse("ежеквартально", 2025)
    assert overdue_since(quarterly, date(2025, 5, 1)) is None
    assert overdue_since(quarterly, date(2025, 5, 1), done=0) == date(2025, 4, 1)
    assert overdue_since(quarterly, date(2025, 5, 1), done=1) is None
    assert overdue_since(quarterly, date(2026, 5, 1), done=4) is None


def test_month_cells_show_what_is_touched_and_what_is_due():
    cells = month_cells(parse("Сентябрь – март", 2025), 2026)
    assert [cell.touched for cell in cells] == [True] * 3 + [False] * 9
    assert [cell.due for cell in cells] == [False, False, True] + [False] * 9
    assert sum(cell.touched for cell in month_cells(parse("по запросу", 2025), 2025)) == 0


@pytest.mark.parametrize(
    ("phrase", "words"),
    [("с 1 по 15 марта", "с 1 марта 2025 года по 15 марта 2025 года"), ("до сентября", "до 31 августа 2025 года"),
     ("Декабрь-июнь", "декабрь 2025 года – июнь"), ("2021-2022 г.г.", "2021–2022 годы"),
     ("в теч. уч. года", "в течение 2025–2026 учебного года"), ("Май,ноябрь", "май, ноябрь 2025 года"),
     ("каждый первый вторник месяца",
      "с 1 января 2025 года по 31 декабря 2025 года: первый вторник каждого месяца")],
)  # fmt: skip
def test_a_schedule_is_told_in_plain_words(phrase, words):
    assert canonical(parse(phrase, 2025)) == words


def test_one_rule_says_equal_occurrences_and_not_unequal_ones():
    assert repeats_evenly(parse("каждый вторник", 2025))
    assert not repeats_evenly(parse("Май, ноябрь", 2025))
    assert not repeats_evenly(parse("22 марта", 2025))
    assert not repeats_evenly(parse("по запросу", 2025))
