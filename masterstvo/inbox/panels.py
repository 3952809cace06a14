"""What apps above say for reminders and digests; registered in their ``apps.py: ready()``."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Due:
    """Something a user must have done by the end of ``due_on``. ``key``: which thing it is, among all apps."""

    user: int
    key: str
    text: str
    url: str
    due_on: dt.date


DueOf = Callable[[dt.date, dt.date], Iterable[Due]]
LineOf = Callable[[Any, dt.date], str]
_due: list[DueOf] = []
_lines: list[tuple[int, LineOf]] = []


def add_due(rows: DueOf) -> None:
    """``rows``: callable(first, last) -> what is still to be done and falls due from ``first`` to ``last``, both inclusive. Queries: constant."""
    if rows not in _due:
        _due.append(rows)


def add_line(line: LineOf, *, order: int) -> None:
    """``line``: callable(user, day) -> one line of the weekly digest of who answers for a place, numbers only, or "" when there is nothing."""
    if (order, line) not in _lines:
        _lines.append((order, line))


def due_between(first: dt.date, last: dt.date) -> list[Due]:
    return [each for rows in _due for each in rows(first, last)]


def lines(user: Any, day: dt.date) -> list[str]:
    ordered = sorted(_lines, key=lambda pair: pair[0])
    return [told for _, line in ordered if (told := line(user, day))]
