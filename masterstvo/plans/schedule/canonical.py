"""A schedule in plain Russian words: dates with their years, whatever way they were first written."""

from datetime import date
from typing import Final

from .moments import Occurrence, occurrences, rule_parts
from .often import TERM_ENDS, WORKING_DAYS, times_a_month, times_a_year
from .schedule import Schedule
from .tokens import clean

_MONTHS: Final = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_OF_MONTHS: Final = tuple(f"{name}а" if name.endswith("т") else f"{name[:-1]}я" for name in _MONTHS)
_WEEKDAYS: Final = {
    "MO": "понедельник", "TU": "вторник", "WE": "среда", "TH": "четверг", "FR": "пятница", "SA": "суббота",
    "SU": "воскресенье",
}  # fmt: skip
_ORDINALS: Final = {
    "masculine": {1: "первый", 2: "второй", 3: "третий", 4: "четвёртый", 5: "пятый", -1: "последний"},
    "feminine": {1: "первая", 2: "вторая", 3: "третья", 4: "четвёртая", 5: "пятая", -1: "последняя"},
    "neuter": {1: "первое", 2: "второе", 3: "третье", 4: "четвёртое", 5: "пятое", -1: "последнее"},
}  # fmt: skip
_UNDATED: Final = {"on_request": "по запросу", "by_schedule": "по отдельному плану"}


def canonical(schedule: Schedule) -> str:
    """Return ``schedule`` in words that are understood as the same kind, dates and rule in any plan."""
    start, end = schedule.start, schedule.end
    if schedule.kind in _UNDATED:
        return _UNDATED[schedule.kind]
    if schedule.kind == "unknown" or end is None:
        return clean(schedule.text)
    if schedule.kind == "deadline" or start is None:
        return f"до {_day(end)}"
    if schedule.kind == "recurring":
        return f"{_from_to(start, end)}: {_often(schedule.rrule)}"
    if schedule.kind == "continuous":
        years = _years(start, end, "в течение {} года", "в течение {} годов", "в течение {} учебного года")
        return years or f"постоянно, {_from_to(start, end)}"
    if schedule.kind == "months":
        return _months(schedule)
    return ", ".join(_one(schedule.kind, each) for each in occurrences(schedule))


def _one(kind: str, each: Occurrence) -> str:
    if kind == "point":
        return _day(each.start)
    return _years(each.start, each.end, "{} год", "{} годы", "{} учебный год") or _from_to(
        each.start, each.end
    )


def _months(schedule: Schedule) -> str:
    times = occurrences(schedule)
    if schedule.rrule:
        years = {each.start.year for each in times}
        names = [_MONTHS[each.start.month - 1] for each in times]
        if len(years) == 1:
            return f"{', '.join(names)} {years.pop()} года"
        return ", ".join(f"{name} {each.start.year} года" for name, each in zip(names, times, strict=True))
    (start, end), first, last = times[0], _MONTHS[times[0].start.month - 1], _MONTHS[times[0].end.month - 1]
    if (start.year, start.month) == (end.year, end.month):
        return f"{first} {start.year} года"
    if start.year == end.year:
        return f"{first} – {last} {start.year} года"
    return f"{first} {start.year} года – {last}"


def _day(day: date) -> str:
    return f"{day.day} {_OF_MONTHS[day.month - 1]} {day.year} года"


def _from_to(start: date, end: date) -> str:
    return f"с {_day(start)} по {_day(end)}"


def _years(start: date, end: date, one: str, several: str, school: str) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return (
            one.format(start.year) if start.year == end.year else several.format(f"{start.year}–{end.year}")
        )
    if (start.month, start.day, end.month, end.day) == (9, 1, 8, 31) and end.year == start.year + 1:
        return school.format(f"{start.year}–{end.year}")
    return ""


def _often(rrule: str) -> str:
    parts = rule_parts(rrule)
    interval = int(parts.get("INTERVAL", "1"))
    by = {key: value for key, value in parts.items() if key.startswith("BY")}
    return {"YEARLY": _yearly, "MONTHLY": _monthly, "WEEKLY": _weekly, "DAILY": _daily}[parts["FREQ"]](
        interval, by
    )


def _yearly(interval: int, by: dict[str, str]) -> str:
    if interval > 1:
        return f"раз в {interval} {'года' if interval < 5 else 'лет'}"
    if "BYYEARDAY" in by:
        n = by["BYYEARDAY"].count(",") + 1
        if (rule := times_a_year(n)) and ("BYYEARDAY", by["BYYEARDAY"]) in rule.rules:
            return f"{n} раз в год"
    if tuple(by.items()) == TERM_ENDS:
        return "раз в четверть"
    months = [int(month) for month in by.get("BYMONTH", "").split(",") if month]
    if by.get("BYMONTHDAY") == "-1":
        return f"ежегодно до {_OF_MONTHS[months[0] % 12]}"
    if days := by.get("BYMONTHDAY"):
        return "ежегодно " + ", ".join(
            f"{day} {_OF_MONTHS[month - 1]}" for month in months for day in days.split(",")
        )
    return ", ".join(["ежегодно", *(_MONTHS[month - 1] for month in months)])


def _monthly(interval: int, by: dict[str, str]) -> str:
    if weekday := by.get("BYDAY"):
        name = _WEEKDAYS[weekday[-2:]]
        return f"{_ORDINALS[_gender(name)][int(weekday[:-2])]} {name} каждого месяца"
    if days := by.get("BYMONTHDAY"):
        n = days.count(",") + 1
        if n > 1 and (rule := times_a_month(n)) and rule.rules == (("BYMONTHDAY", days),):
            return f"{n} раз в месяц"
        return "конец каждого месяца" if days == "-1" else f"{days} числа каждого месяца"
    named = {1: "ежемесячно", 3: "ежеквартально", 6: "раз в полугодие"}
    return named.get(interval, f"раз в {interval} месяцев")


def _weekly(interval: int, by: dict[str, str]) -> str:
    if by.get("BYDAY") == WORKING_DAYS:
        return "по рабочим дням"
    often = "еженедельно" if interval == 1 else f"раз в {interval} недель"
    return ", ".join([often, *(_WEEKDAYS[day] for day in by.get("BYDAY", "").split(",") if day)])


def _daily(interval: int, by: dict[str, str]) -> str:
    return "ежедневно" if interval == 1 else f"раз в {interval} дней"


def _gender(name: str) -> str:
    return "feminine" if name.endswith("а") else "neuter" if name.endswith("е") else "masculine"
