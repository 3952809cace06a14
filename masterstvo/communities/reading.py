"""A yearly plan as people paste it from a table: one meeting a line, its day anywhere in the line."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_DAY = re.compile(r"\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?:\s*г\.?)?(?=\W|$)")
_NUMBER = re.compile(r"^\d{1,3}[.)]?(?=\s|$)")
_EDGES = " \t;|,–—-:."


class LineIsUnclear(ValueError):
    """A line that says no day or no topic; the message is for the reader."""


@dataclass(frozen=True)
class Line:
    """One meeting of a plan."""

    held_on: dt.date
    title: str

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y} {self.title}"


def lines_of(text: str, year: int, first_month: int) -> Iterator[Line]:
    """Yield the meetings that ``text`` names. A day without a year is of the year of study that begins in ``first_month`` of ``year``. Raises: LineIsUnclear."""
    for line in filter(str.strip, text.splitlines()):
        told = _DAY.search(line)
        if told is None:
            raise LineIsUnclear(f"В строке «{line.strip()}» нет дня: напишите «10.09.2026 Тема».")
        day, month = int(told[1]), int(told[2])
        said = int(told[3] or 0)
        own = (year if month >= first_month else year + 1) if not said else said if said > 99 else 2000 + said
        try:
            held_on = dt.date(own, month, day)
        except ValueError:
            raise LineIsUnclear(
                f"Дня «{told[0].strip()}» не бывает: проверьте строку «{line.strip()}»."
            ) from None
        before = _NUMBER.sub("", line[: told.start()].strip()).strip(_EDGES)
        title = " ".join(filter(None, (before, line[told.end() :].strip(_EDGES))))
        if not title:
            raise LineIsUnclear(f"В строке «{line.strip()}» нет темы.")
        yield Line(held_on, title[:300])
