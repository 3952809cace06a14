"""A month of a calendar, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.agenda.queries import Month, days_of, month_of
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source

TODAY = dt.date(2026, 11, 26)
NOVEMBER = Month(dt.date(2026, 11, 1))
EVENTS = Source("events", "События", order=1, rows=lambda wanted: ())


def shown(*, starts_on, ends_on=None, month=NOVEMBER):
    """Return {day: part} of where one entry is shown."""
    found = days_of(month, [(EVENTS, Entry("a.b-1", "Курс", starts_on, ends_on))])
    return {day.day: line.part for day in found for line in day.lines}


@pytest.mark.parametrize(
    ("text", "first"),
    [("2027-02", (2027, 2)), ("", (2026, 11)), ("2026-13", (2026, 11)), ("0001-01", (2026, 11)), ("9999-12", (2026, 11)), ("x", (2026, 11))],
)  # fmt: skip
def test_a_month_is_named_by_the_address_and_else_it_is_now(text, first):
    assert month_of(text, TODAY).first == dt.date(*first, 1)


def test_a_month_knows_its_neighbours():
    assert (NOVEMBER.before, NOVEMBER.end) == (dt.date(2026, 10, 1), dt.date(2026, 12, 1))
    assert len(NOVEMBER.days) == 30


def test_short_things_stand_on_each_of_their_days():
    assert shown(starts_on=dt.date(2026, 11, 29), ends_on=dt.date(2026, 12, 2)) == {
        dt.date(2026, 11, 29): "", dt.date(2026, 11, 30): "",
    }  # fmt: skip


def test_long_things_stand_where_they_begin_and_end():
    assert shown(starts_on=dt.date(2026, 11, 2), ends_on=dt.date(2026, 11, 21)) == {
        dt.date(2026, 11, 2): "начало", dt.date(2026, 11, 20): "последний день",
    }  # fmt: skip
    assert shown(starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2027, 5, 1)) == {
        dt.date(2026, 11, 1): "продолжается"
    }
    assert shown(starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 11, 2)) == {
        dt.date(2026, 11, 1): "последний день"
    }


@given(st.dates(dt.date(2026, 8, 1), dt.date(2027, 2, 28)), st.integers(1, 150))
def test_a_month_shows_exactly_what_shares_a_day_with_it(starts_on, length):
    ends_on = starts_on + dt.timedelta(days=length)

    is_there = starts_on < NOVEMBER.end and ends_on > NOVEMBER.first

    assert bool(shown(starts_on=starts_on, ends_on=ends_on)) == is_there


def test_a_full_day_says_how_much_more_there_is():
    many = [(EVENTS, Entry(f"a.b-{number}", "Семинар", TODAY)) for number in range(6)]

    day = next(each for each in days_of(NOVEMBER, many) if each.day == TODAY)

    assert (len(day.shown), day.n_more) == (3, 3)
