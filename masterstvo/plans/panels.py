"""Places that higher apps fill in ``apps.py: ready()``: «Сегодня», the page of an activity, reported values of past years."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from masterstvo.indicators.evaluation import Value
from masterstvo.organizations.models import Municipality
from masterstvo.plans.models import Activity

MAIN, SIDE = "main", "side"


@dataclass(frozen=True)
class Number:
    """A big number with what it counts; ``tone``: "", bad, risk or ok."""

    value: str
    words: str
    url: str
    small: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Sheet:
    """A box of the page: a piece of the app that shows it, with its context."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    column: str = MAIN


ValuesOf = Callable[[Municipality, str], dict[int, Value]]
NumberOf = Callable[[Any, Municipality, dt.date], Number | None]
SheetOf = Callable[[Any, Municipality, dt.date], Sheet | None]
ActivitySheetOf = Callable[[Any, Activity], Sheet | None]
_numbers: list[tuple[int, NumberOf]] = []
_sheets: list[tuple[int, SheetOf]] = []
_activity_sheets: list[tuple[int, ActivitySheetOf]] = []
_values: list[ValuesOf] = []


def add_number(fill: NumberOf, *, order: int) -> None:
    """``fill``: callable(user, municipality, day) -> Number, or None when there is nothing to say."""
    if (order, fill) not in _numbers:
        _numbers.append((order, fill))


def add_sheet(fill: SheetOf, *, order: int) -> None:
    """``fill``: callable(user, municipality, day) -> Sheet, or None when there is nothing to show."""
    if (order, fill) not in _sheets:
        _sheets.append((order, fill))


def add_activity_sheet(fill: ActivitySheetOf, *, order: int) -> None:
    """``fill``: callable(user, activity) -> Sheet, or None when there is nothing to show."""
    if (order, fill) not in _activity_sheets:
        _activity_sheets.append((order, fill))


def add_values(fill: ValuesOf) -> None:
    """``fill``: callable(municipality, code of an indicator) -> {year: its value as it was reported}."""
    if fill not in _values:
        _values.append(fill)


def reported_values(municipality: Municipality, code: str) -> dict[int, Value]:
    return {year: value for fill in _values for year, value in fill(municipality, code).items()}


def numbers(user: Any, municipality: Municipality, day: dt.date) -> list[Number]:
    return _filled(_numbers, user, municipality, day)


def sheets(user: Any, municipality: Municipality, day: dt.date) -> list[Sheet]:
    return _filled(_sheets, user, municipality, day)


def activity_sheets(user: Any, activity: Activity) -> list[Sheet]:
    return _filled(_activity_sheets, user, activity)


def _filled(fills: list[Any], *about: Any) -> list[Any]:
    ordered = sorted(fills, key=lambda pair: pair[0])
    return [told for _, fill in ordered if (told := fill(*about)) is not None]
