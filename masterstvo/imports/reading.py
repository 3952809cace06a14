"""A stranger's file into tables: what is no table itself, a calendar, becomes one, in the columns of the kind «События»."""

import datetime as dt
from pathlib import PurePath
from typing import Any

from django.utils import timezone

from masterstvo.core.grids import MOST_ROWS, Grid, UnreadableFile, read_grids
from masterstvo.core.words import clean

COLUMNS = (
    "Номер", "Мероприятие", "Дата", "Последний день", "Начало", "Окончание", "Место", "Ссылка", "Отменено",
)  # fmt: skip
REPEATS = "повторяется"  # what stands in place of the day of an event that has no single one
A_DAY = dt.timedelta(days=1)
BEGINNING = b"BEGIN:VCALENDAR"
AGAIN = "Выгрузите календарь заново или пришлите таблицу Excel."


def read_tables(content: bytes, filename: str) -> list[Grid]:
    """Return the tables of a file; of a calendar, its events. Raises: UnreadableFile."""
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[: len(BEGINNING)].upper() == BEGINNING:
        return [_read_calendar(content, PurePath(filename).name)]
    return read_grids(content, filename)


def _read_calendar(content: bytes, name: str) -> Grid:
    import icalendar  # noqa: PLC0415 -- few files are calendars

    try:
        calendars = icalendar.Calendar.from_ical(content.decode("utf-8-sig"), multiple=True)
        rows = [_row(event) for each in calendars for event in each.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        raise UnreadableFile(
            f"Файл «{name}» похож на календарь, но прочитать его не удалось. {AGAIN}"
        ) from error
    if not rows:
        raise UnreadableFile(f"В календаре «{name}» нет ни одного события. {AGAIN}")
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"В календаре «{name}» больше {MOST_ROWS} событий. Разделите его на несколько.")
    return Grid("Календарь", [list(COLUMNS), *rows])


def _row(event: Any) -> list[str]:
    """Return the cells of ``COLUMNS``; what is no moment stands as written, so that its cell is refused and not the file."""
    starts = event.get("dtstart")
    try:
        moment = starts.dt if starts else None
    except (ValueError, AttributeError):
        moment = None
    first, hour = _local(moment) if moment else (None, None)
    last, until = _last(event, first, hour)
    again = event.get("recurrence-id")
    number = "/".join(filter(None, (_text(event.get("uid")), f"{again.dt:%Y%m%d}" if again else "")))
    repeats = REPEATS if "rrule" in event or "rdate" in event else ""
    return [
        number,  # of a moved one of several the day that it had is part of it
        _text(event.get("summary")),
        repeats or _day(first) or _text(starts),
        _day(last) if last != first else "",
        _hour(hour),
        _hour(until),
        _text(event.get("location")),
        _text(event.get("url")),
        "да" if _text(event.get("status")).upper() == "CANCELLED" else "",
    ]


def _last(event: Any, first: dt.date | None, hour: dt.time | None) -> tuple[dt.date | None, dt.time | None]:
    """Return the last day and, by our clock, when it ends on it; whole days end on the day after."""
    if first is None:
        return None, None
    if "dtend" in event:
        ends = event["dtend"].dt
    elif "duration" in event:
        ends = event["dtstart"].dt + event["duration"].dt
    else:
        return first, None
    day, until = _local(ends)
    if hour is None:
        return max(first, day - A_DAY), None
    if until == dt.time() and day > first:
        return day - A_DAY, dt.time(23, 59)
    return day, until


def _local(moment: dt.date) -> tuple[dt.date, dt.time | None]:
    if not isinstance(moment, dt.datetime):
        return moment, None
    here = timezone.localtime(moment) if moment.tzinfo else moment
    return here.date(), here.time().replace(second=0, microsecond=0)


def _day(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _hour(hour: dt.time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _text(value: Any) -> str:
    return clean("" if value is None else str(value))
