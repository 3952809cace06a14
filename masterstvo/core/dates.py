"""Dates in Russian, and weeks."""

import calendar
import datetime as dt

NBSP = "\u00a0"
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_SHORT = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")


def month_name(month: int) -> str:
    """Return «ноябрь» for 11."""
    return MONTHS[month - 1]


def month_genitive(month: int) -> str:
    """Return «ноября» for 11."""
    return MONTHS_GENITIVE[month - 1]


def russian_date(day: dt.date, *, with_year: bool = False) -> str:
    """Return «20 ноября», or «20 ноября 2026 года»."""
    text = f"{day.day}{NBSP}{month_genitive(day.month)}"
    return f"{text} {day.year}{NBSP}года" if with_year else text


def monday(day: dt.date) -> dt.date:
    """Return the Monday of the week of ``day``."""
    return day - dt.timedelta(days=day.weekday())


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` ago, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_named(text: str) -> dt.date | None:
    """Return the day that an address or a key names as «2027-05-28»; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def short_date(day: dt.date) -> str:
    """Return «20.11.2026»."""
    return f"{day:%d.%m.%Y}"
