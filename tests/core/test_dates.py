import datetime as dt

from masterstvo.core.dates import month_genitive, month_name, months_before, russian_date, short_date

DAY = dt.date(2026, 11, 3)


def test_dates_are_written_in_russian():
    assert russian_date(DAY) == "3\u00a0ноября"
    assert russian_date(DAY, with_year=True) == "3\u00a0ноября 2026\u00a0года"
    assert short_date(DAY) == "03.11.2026"


def test_month_has_two_cases():
    assert [month_name(3), month_genitive(3)] == ["март", "марта"]


def test_months_are_counted_by_the_calendar():
    assert months_before(dt.date(2026, 3, 31), 1) == dt.date(2026, 2, 28)
    assert months_before(dt.date(2026, 1, 15), 13) == dt.date(2024, 12, 15)
