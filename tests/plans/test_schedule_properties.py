"""Properties that hold for any text and any real phrase."""

from datetime import datetime, time

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from masterstvo.plans.schedule import KINDS, Schedule, canonical, month_cells, occurrences, parse

WORDS = [
    "май",
    "мая",
    "марта",
    "сентябрь",
    "октября",
    "декабрь",
    "1",
    "15",
    "31",
    "2",
    "10-15",
    "22.03",
    "01.03.2025",
    "2024",
    "2025",
    "2026",
    "2021-2024",
    "2025/2026",
    "уч.",
    "г.",
    "года",
    "год",
    "гг.",
    "учебный",
    "квартал",
    "IV",
    "I",
    "полугодие",
    "четверть",
    "декада",
    "неделя",
    "месяца",
    "числа",
    "первая",
    "последняя",
    "каждый",
    "вторник",
    "пятница",
    "по",
    "с",
    "до",
    "к",
    "не",
    "позднее",
    "в",
    "течение",
    "раз",
    "раза",
    "ежегодно",
    "ежемесячно",
    "ежеквартально",
    "еженедельно",
    "постоянно",
    "весь",
    "период",
    "начало",
    "конец",
    "середина",
    "осень",
    "зима",
    "летний",
    "каникулы",
    "запросу",
    "плану",
    "графику",
    "согласно",
    "мере",
    "необходимости",
    "отчётным",
    "следующего",
    "за",
    "-",
    "–",
    ",",
    ";",
    "(",
    ")",
    "/",
    "и",
    "или",
    "15.00",
    "14:30",
    "часов",
    "срок",
    "включительно",
    "половина",
    "https://example.org",
    "текущего",
    "третья",
    "2",
    "3",
    "месяцев",
    "дней",
    "со",
    "дня",
    "поступления",
]

years = st.integers(2000, 2090)
plans = years | st.tuples(years, st.integers(0, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
phrases = st.lists(st.sampled_from(WORDS), max_size=9).flatmap(
    lambda words: st.sampled_from([" ", "", "\n", "\u00a0"]).map(lambda gap: gap.join(words))
)
texts = st.text(max_size=60) | phrases | st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


def meaning(schedule: Schedule):
    return schedule.kind, schedule.start, schedule.end, schedule.rrule


@settings(max_examples=400, deadline=None)
@given(texts, plans)
def test_any_text_gives_a_sound_schedule(text, plan):
    schedule = parse(text, plan)
    assert schedule.kind in KINDS
    assert schedule.text == text
    if schedule.start:
        assert schedule.end
        assert schedule.start <= schedule.end
    if schedule.kind in ("on_request", "by_schedule", "unknown"):
        assert schedule.end is None
    if schedule.kind == "deadline":
        assert schedule.start is None
    if schedule.rrule:
        assert rrulestr(schedule.rrule, dtstart=datetime.combine(schedule.start, time()))


@settings(max_examples=400, deadline=None)
@given(texts, plans)
def test_its_own_plain_words_mean_the_same(text, plan):
    schedule = parse(text, plan)
    words = canonical(schedule)
    again = parse(words, plan)
    assert meaning(again) == meaning(schedule)
    assert canonical(again) == words


@settings(max_examples=300, deadline=None)
@given(texts, plans)
def test_occurrences_stand_in_order_between_start_and_end(text, plan):
    schedule = parse(text, plan)
    times = occurrences(schedule)
    assert times == sorted(times)
    for each in times:
        assert (schedule.start or each.start) <= each.start <= each.end <= schedule.end


@settings(max_examples=150, deadline=None)
@given(texts, years)
def test_a_due_month_is_a_touched_month(text, year):
    assert all(cell.touched for cell in month_cells(parse(text, year), year) if cell.due)


def test_a_cell_of_endless_text_is_answered_quickly_and_without_deep_recursion():
    for piece in ("май;а:", "а-май,", "март - ", "(", "по мере а, ", "1-"):
        for times in (160, 5000):
            assert parse(piece * times, 2025).kind in KINDS
