"""Whose numbers, of which days, and what comes out."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from masterstvo.indicators.language import When


@dataclass(frozen=True)
class Scope:
    """Whose numbers: of one organization, one municipality, one region; all three None: of everybody."""

    municipality_id: int | None = None
    organization_id: int | None = None
    region_id: int | None = None


@dataclass(frozen=True)
class Period:
    """The days of the report, both inclusive; ``last`` is the as-of date."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Value:
    """What an indicator came to. The sets are the number: ``included`` is behind the numerator, ``base`` behind the denominator.

    ``member_kind``: person, organization, or the name of a fact. ``denominator`` is None for counts and sums.
    ``value``: percent for shares; None when there is nobody to be a share of – no data is not 0.
    """

    code: str
    title: str
    measure: str
    member_kind: str
    numerator: int
    denominator: int | None
    value: Decimal | None
    decimals: int
    included: frozenset[int] = field(repr=False)
    base: frozenset[int] = field(repr=False)


@dataclass(frozen=True)
class Member:
    """One of those behind a number. ``records`` prove that it counts, or come nearest to it; ``reason`` tells why it does not.

    ``people``: whom the records of an organization name.
    """

    id: int
    name: str
    organization: str
    records: list[str]
    reason: str = ""
    distance: int = 0  # how far its nearest record is from counting
    organization_id: int | None = None
    position: str = ""
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Explanation:
    """``excluded``: the nearest misses first. ``debts``: what is not known, which organizations lack it, and how often."""

    code: str
    formula: str
    included: list[Member]
    excluded: list[Member]
    unknown_words: list[str]
    debts: list["Debt"]


@dataclass(frozen=True)
class Debt:
    """A field that the formula asks for and an organization has not filled in."""

    organization: str
    field: str
    n_members: int
    organization_id: int | None = None


def report_period(as_of: dt.date) -> Period:
    """Return 1 January of that year up to ``as_of``."""
    return Period(dt.date(as_of.year, 1, 1), as_of)


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def window(when: When, period: Period) -> tuple[dt.date, dt.date]:
    """Return the first and last day that count, both inclusive."""
    last = period.last
    if when.kind == "as_of":
        return last, last
    if when.kind == "ever":
        return dt.date.min, last
    if when.kind == "last_years":
        return years_before(last, when.years) + dt.timedelta(days=1), last
    if when.kind == "school_year":
        return dt.date(last.year - (last.month < 9), 9, 1), last
    return period.first, last
