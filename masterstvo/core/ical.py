"""Things of a calendar, and the one place that writes them as iCalendar (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from masterstvo.core.choices import EntryStatus

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Masterstvo//RU"
READ_AGAIN_AFTER = dt.timedelta(hours=4)
_BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_A_DAY = dt.timedelta(days=1)
_STATUS = {EntryStatus.CANCELLED: "CANCELLED", EntryStatus.UNCERTAIN: "TENTATIVE"}


@dataclass(frozen=True)
class Entry:
    """One thing of a calendar: whole days, or hours by the clock of the installation.

    ``key``: which thing it is among all apps; it never changes, for by it a calendar of a phone finds the thing again.
    ``ends_on``: the first day after it, None for one day; ``url``: the path of its page; ``link``: where one joins from afar.
    ``inside``: what only pages show, never a file: free words that may name somebody. ``rrule``: whole days that repeat; ``takes_time``: whoever takes part is busy then.
    """

    key: str
    title: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    starts_time: dt.time | None = None
    ends_time: dt.time | None = None
    place: str = ""
    link: str = ""
    url: str = ""
    note: str = ""
    inside: str = ""
    kind: str = ""
    status: str = EntryStatus.COMING
    changed_at: dt.datetime | None = None
    takes_time: bool = False
    rrule: str = ""

    @property
    def end(self) -> dt.date:
        return self.ends_on or self.starts_on + _A_DAY

    @property
    def last_day(self) -> dt.date:
        return self.end - _A_DAY

    @property
    def lasts(self) -> bool:
        """Whether it takes more than one day."""
        return self.last_day > self.starts_on

    @property
    def begins(self) -> tuple[dt.date, dt.time]:
        return self.starts_on, self.starts_time or dt.time()


def as_ical(title: str, entries: Iterable[Entry], *, site: str) -> bytes:
    """Return a calendar file. ``site``: the beginning of our addresses. The same entries give the same bytes."""
    import icalendar  # noqa: PLC0415 -- a few pages of many

    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    made.add("refresh-interval", icalendar.vDuration(READ_AGAIN_AFTER), {"value": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(READ_AGAIN_AFTER))
    shown = list(entries)
    for each in shown:
        made.add_component(_component(icalendar, each, site))
    if timed := [each for each in shown if each.starts_time]:
        made.add_missing_timezones(
            first_date=min(each.starts_on for each in timed) - _A_DAY,
            last_date=max(each.end for each in timed) + _A_DAY,
        )
    return made.to_ical()


def ical_response(name: str, title: str, entries: Iterable[Entry], *, site: str) -> HttpResponse:
    """Answer with a calendar file to be saved."""
    response = HttpResponse(as_ical(title, entries, site=site), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _component(icalendar: Any, entry: Entry, site: str) -> Any:
    """``SEQUENCE`` grows with each change: nobody counts them, so the moment of the last one is told in seconds."""
    changed_at = entry.changed_at or _BEGINNING
    event = icalendar.Event()
    event.add("uid", f"{entry.key}@{_host()}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", max(0, int((changed_at - _BEGINNING).total_seconds())))
    starts, ends = _moments(entry)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", clean(entry.title))
    event.add("status", _STATUS.get(EntryStatus(entry.status), "CONFIRMED"))
    event.add("transp", "OPAQUE" if entry.takes_time and entry.starts_time else "TRANSPARENT")
    if entry.rrule:
        event.add("rrule", icalendar.vRecur.from_ical(entry.rrule))
    if entry.kind:
        event.add("categories", [entry.kind])
    if place := clean(entry.place or entry.link):
        event.add("location", place)
    if note := clean("\n".join(filter(None, (entry.note, entry.link)))):
        event.add("description", note)
    if entry.url:
        event.add("url", site + entry.url)
    return event


def _moments(entry: Entry) -> tuple[dt.date, dt.date]:
    """Return the start and the first moment after: days, or moments in the zone of the installation."""
    if entry.starts_time is None:
        return entry.starts_on, entry.end
    zone = timezone.get_default_timezone()
    starts = dt.datetime.combine(entry.starts_on, entry.starts_time, zone)
    if entry.ends_time is None:
        return starts, max(
            starts + dt.timedelta(hours=1), dt.datetime.combine(entry.last_day, entry.starts_time, zone)
        )
    return starts, dt.datetime.combine(entry.last_day, entry.ends_time, zone)


def _host() -> str:
    """Return what makes keys unique in the world: never the name by which this request came, which may be another tomorrow."""
    return urlsplit(settings.SITE).hostname or "masterstvo"


def clean(text: str) -> str:
    """Return ``text`` without the signs that no line of a calendar may hold."""
    return "".join(sign for sign in text.strip() if sign >= " " and sign != "\x7f" or sign == "\n")
