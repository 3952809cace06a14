"""The log of a webinar platform into minutes, whatever the platform calls its columns."""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field

from masterstvo.core.errors import DomainError
from masterstvo.core.grids import read_grids
from masterstvo.core.words import clean, fold

SPELLINGS = {
    "name": ("имя", "фио", "участник", "имя участника", "имя пользователя", "пользователь", "name", "user name", "name (original name)", "отображаемое имя", "фамилия имя"),
    "last_name": ("фамилия", "last name"),
    "email": ("email", "e-mail", "почта", "эл. почта", "электронная почта", "адрес электронной почты", "user email"),
    "joined": ("вход", "время входа", "подключился", "подключение", "начало", "зашёл", "join time", "joined", "login time"),
    "left": ("выход", "время выхода", "отключился", "отключение", "окончание", "вышел", "leave time", "left", "logout time"),
    "minutes": ("минут", "минуты", "длительность", "длительность, мин", "длительность (мин)", "длительность (минуты)", "время, мин", "продолжительность (минуты)", "duration", "duration (minutes)", "total duration (minutes)"),
}  # fmt: skip
MOMENTS = (
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M",
    "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%H:%M:%S", "%H:%M",
)  # fmt: skip
LOOKED_THROUGH = 30  # rows in which the heads of columns are looked for


class NotALog(DomainError):
    field = "file"


@dataclass
class Visitor:
    """Somebody who was connected, perhaps several times. ``minutes``: in all, what overlaps counted once."""

    name: str
    email: str = ""
    minutes: int = 0
    spans: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)


def read_log(content: bytes, filename: str) -> list[Visitor]:
    """Return who was connected, in the order of the file. Raises: UnreadableFile, NotALog."""
    for grid in read_grids(content, filename):
        for number, row in enumerate(grid.rows[:LOOKED_THROUGH]):
            columns = _columns(row)
            if ({"name", "email"} & columns.keys()) and (
                "minutes" in columns or {"joined", "left"} <= columns.keys()
            ):
                return _visitors(grid.rows[number + 1 :], columns)
    raise NotALog(
        "В файле нет нужных столбцов. Назовите их «ФИО» (или «Почта»), «Вход» и «Выход» – или «Минут» – и загрузите файл снова."
    )


def _columns(row: list[str]) -> dict[str, int]:
    heads = {fold(head): number for number, head in reversed(list(enumerate(row))) if head}
    found = {}
    for key, spellings in SPELLINGS.items():
        place = next((heads[fold(each)] for each in spellings if fold(each) in heads), None)
        if place is not None:
            found[key] = place
    return found


def _visitors(rows: list[list[str]], columns: dict[str, int]) -> list[Visitor]:
    found: dict[str, Visitor] = {}
    added: dict[str, int] = defaultdict(int)
    for row in rows:
        cells = {key: clean(row[place]) if place < len(row) else "" for key, place in columns.items()}
        name = clean(f"{cells.get('last_name', '')} {cells.get('name', '')}")
        email = cells.get("email", "").lower()
        if not (name or email):
            continue
        key = email or fold(name)
        visitor = found.setdefault(key, Visitor(name or email, email))
        span = _span(cells.get("joined", ""), cells.get("left", ""))
        if span:
            visitor.spans.append(span)
        else:
            added[key] += _number(cells.get("minutes", ""))
    for key, visitor in found.items():
        visitor.minutes = added[key] + _together(visitor.spans)
    return list(found.values())


def _span(joined: str, left: str) -> tuple[dt.datetime, dt.datetime] | None:
    first, last = _moment(joined), _moment(left)
    return (first, last) if first and last and last >= first else None


def _moment(text: str) -> dt.datetime | None:
    for shape in MOMENTS:
        try:
            return dt.datetime.strptime(text, shape)  # noqa: DTZ007 -- only differences within one log matter
        except ValueError:
            continue
    return None


def _number(text: str) -> int:
    """Return minutes of «75», «75,5», «75 мин», «1:15:00»."""
    if clock := re.fullmatch(r"(\d+):(\d\d):(\d\d)", text):
        return int(clock[1]) * 60 + int(clock[2])
    found = re.search(r"\d+", text)
    return int(found[0]) if found else 0


def _together(spans: list[tuple[dt.datetime, dt.datetime]]) -> int:
    """Return the minutes that the spans cover: a second device at the same time adds nothing."""
    total, until = dt.timedelta(), None
    for first, last in sorted(spans):
        begins = max(first, until) if until else first
        if last > begins:
            total += last - begins
        until = max(last, until) if until else last
    return round(total.total_seconds() / 60)
