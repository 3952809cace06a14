"""A month of a calendar as pages show it, and what a secret link holds."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from masterstvo.agenda.models import Feed
from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted, entries
from masterstvo.people.choices import Whose

A_DAY = dt.timedelta(days=1)
SHOWN_IN_DAY = 4
LINES_ON_PAGE = 150  # of the list of a month
LONG = 3  # days: what lasts longer is shown where it begins, or at the first of the month, and where it ends
BEFORE = dt.timedelta(days=31)  # of a secret link
AHEAD = dt.timedelta(days=366)
AHEAD_OF_PLACE = dt.timedelta(
    days=123
)  # a region has thousands of things a year, and a phone reads all of them each time
BEGINS, GOES_ON, ENDS = "начало", "продолжается", "последний день"
LOOKS = {  # codes of the component «state»; what simply comes needs no word
    EntryStatus.UNCERTAIN: "unknown",
    EntryStatus.DONE: "done",
    EntryStatus.OVERDUE: "overdue",
    EntryStatus.CANCELLED: "not_held",
}


@dataclass(frozen=True)
class Line:
    """An entry on one day. ``part``: which day it is of what lasts."""

    source: Source
    entry: Entry
    part: str = ""

    @property
    def hour(self) -> dt.time | None:
        """When it begins, where it begins on this day."""
        return self.entry.starts_time if self.part in ("", BEGINS) else None

    @property
    def look(self) -> str:
        return LOOKS.get(EntryStatus(self.entry.status), "")

    @property
    def word(self) -> str:
        return EntryStatus(self.entry.status).label


@dataclass(frozen=True)
class Day:
    """A day of the month with its lines, in order."""

    day: dt.date
    lines: tuple[Line, ...] = ()

    @property
    def shown(self) -> tuple[Line, ...]:
        return self.lines if len(self.lines) <= SHOWN_IN_DAY else self.lines[: SHOWN_IN_DAY - 1]

    @property
    def n_more(self) -> int:
        return len(self.lines) - len(self.shown)


@dataclass(frozen=True)
class Month:
    first: dt.date

    @property
    def end(self) -> dt.date:
        """The first day after."""
        return self.first + dt.timedelta(days=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> dt.date:
        return (self.first - A_DAY).replace(day=1)

    @property
    def days(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=number) for number in range((self.end - self.first).days)]


def month_of(text: str, today: dt.date) -> Month:
    """Return the month that an address names as «2026-11»; of anything else, the month of ``today``."""
    try:
        first = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 -- a month has no hour
    except ValueError:
        first = today
    first = first.replace(day=1)
    return Month(first if today.year - 50 <= first.year <= today.year + 50 else today.replace(day=1))


def counts_by_kind(found: Iterable[tuple[Source, Entry]]) -> dict[Source, int]:
    """Return how many entries each source has, in the order of sources."""
    counted = Counter(source for source, _ in found)
    return dict(sorted(counted.items(), key=lambda pair: pair[0].order))


def days_of(month: Month, found: Iterable[tuple[Source, Entry]]) -> list[Day]:
    """Return the days of ``month`` with what is on each of them."""
    by_day: dict[dt.date, list[Line]] = {day: [] for day in month.days}
    for source, entry in found:
        for day, part in _days(entry, month):
            if day in by_day:
                by_day[day].append(Line(source, entry, part))
    return [Day(day, tuple(lines)) for day, lines in by_day.items()]


def pages_of(days: Iterable[Day]) -> list[list[Day]]:
    """Return the days that hold something as pages of whole days, with ``LINES_ON_PAGE`` lines or a little more on each but the last."""
    pages: list[list[Day]] = []
    n_lines = LINES_ON_PAGE
    for each in days:
        if not each.lines:
            continue
        if n_lines >= LINES_ON_PAGE:
            pages.append([])
            n_lines = 0
        pages[-1].append(each)
        n_lines += len(each.lines)
    return pages


def _days(entry: Entry, month: Month) -> list[tuple[dt.date, str]]:
    """Return on which days of ``month`` an entry is shown, and which part of it; what goes on all month, on the first."""
    length = (entry.end - entry.starts_on).days
    if length <= LONG:
        return [(entry.starts_on + A_DAY * number, "") for number in range(length)]
    begins = (entry.starts_on, BEGINS) if entry.starts_on >= month.first else (month.first, GOES_ON)
    return [begins, (entry.last_day, ENDS)] if begins[0] < entry.last_day else [(entry.last_day, ENDS)]


def entries_of_feed(feed: Feed, today: dt.date) -> list[Entry]:
    """Return what a secret link holds, each with the name of its kind. Queries: one a source at most, and that of the grants."""
    ahead = AHEAD if feed.whose == Whose.MINE else AHEAD_OF_PLACE
    wanted = Wanted(feed.user, today - BEFORE, today + ahead, feed.whose, feed.place)
    return [replace(entry, kind=source.title) for source, entry in entries(wanted, left_out=feed.left_out)]
