"""Places that higher apps fill in ``apps.py: ready()``: «Сегодня», what is done for activities, reported values of past years."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from masterstvo.documents.models import Document
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


@dataclass(frozen=True)
class Doing:
    """Something that is held, or will be, for an activity: an event, a meeting.

    ``turnout``: who was there, in words; ``look``: a code of the component «state»; ``proof``: the path of the page or file that proves it, unless a signed ``document`` does.
    """

    pk: int
    title: str
    held_on: dt.date
    url: str
    look: str
    state: str
    is_held: bool = False
    is_coming: bool = False
    turnout: str = ""
    where: str = ""
    proof: str = ""
    proof_title: str = ""
    document: Document | None = None


@dataclass(frozen=True)
class DoingSource:
    """What one app does for activities. ``title``: one of them; ``visible``: the scope of those whose pages a user may open; ``new``: the URL name of the page that enters one, which takes «?activity=».

    ``rows``: callable(activities) -> {key of an activity: what is done for it}. Queries: constant.
    """

    title: str
    rows: Callable[[Collection[Activity]], dict[int, list[Doing]]]
    visible: Callable[[Any], QuerySet]
    new: str = ""


ValuesOf = Callable[[Municipality, str], dict[int, Value]]
NumberOf = Callable[[Any, Municipality, dt.date], Number | None]
SheetOf = Callable[[Any, Municipality, dt.date], Sheet | None]
_numbers: list[tuple[int, NumberOf]] = []
_sheets: list[tuple[int, SheetOf]] = []
_doings: dict[str, DoingSource] = {}
_values: list[ValuesOf] = []


def add_number(fill: NumberOf, *, order: int) -> None:
    """``fill``: callable(user, municipality, day) -> Number, or None when there is nothing to say."""
    if (order, fill) not in _numbers:
        _numbers.append((order, fill))


def add_sheet(fill: SheetOf, *, order: int) -> None:
    """``fill``: callable(user, municipality, day) -> Sheet, or None when there is nothing to show."""
    if (order, fill) not in _sheets:
        _sheets.append((order, fill))


def add_doings(source: DoingSource) -> None:
    """Let activities show, and take as their result, what an app does for them."""
    _doings[source.title] = source


def doing_sources() -> list[DoingSource]:
    return list(_doings.values())


class ActivitiesField(forms.ModelMultipleChoiceField):
    """Activities of plans, for the form of whatever is done for them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Activity.objects.none(), label="Мероприятия плана", required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        title = obj.title if len(obj.title) <= 90 else f"{obj.title[:89]}…"
        return f"{obj.number} {title}".strip()


def activities_to_choose(
    readable: QuerySet[Activity], municipality: int, year: int, chosen: QuerySet[Activity] | None = None
) -> QuerySet[Activity]:
    """Return the ``readable`` activities of plans of a municipality that go on in ``year`` or later, and those ``chosen`` already."""
    recent = readable.filter(plan__municipality=municipality, plan__year_to__gte=year)
    wanted = Q(pk__in=recent.values("pk"))
    if chosen is not None:
        wanted |= Q(pk__in=chosen.values("pk"))
    return Activity.objects.filter(wanted).order_by("plan", "position", "pk")


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


def _filled(fills: list[Any], *about: Any) -> list[Any]:
    ordered = sorted(fills, key=lambda pair: pair[0])
    return [told for _, fill in ordered if (told := fill(*about)) is not None]
