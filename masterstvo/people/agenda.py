"""The calendar that apps fill: each says what it brings on which days, within the scopes of whoever looks.

An app registers a source in ``apps.py: ready()``::

    add_source(Source("contests", "Конкурсы", order=55, rows=entries))

and ``entries(wanted)``, in its own ``agenda.py``, yields ``core.ical.Entry`` of the days from ``wanted.first`` to the day before ``wanted.end``:

* ``Whose.MINE`` – what ``wanted.user`` takes part in or must do, whatever their role;
* ``Whose.SCHOOL``, ``Whose.MUNICIPALITY`` – what concerns the place with the key ``wanted.place``, narrowed by a ``visible_…`` scope of the app;
* nothing, without a query, for whose calendar it has nothing to say.

One query a source, whatever the number of rows. Titles name no person, since the same entries leave the program by secret links (ADR 0038): what may name one goes into ``Entry.inside``.
A key is ``<app>.<what>-<pk>`` and never changes.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from masterstvo.core.ical import Entry
from masterstvo.people.choices import Whose


@dataclass(frozen=True)
class Wanted:
    """What is asked of a source. ``end``: the first day after; ``place``: the key of the school or municipality, 0 for one's own calendar."""

    user: Any
    first: dt.date
    end: dt.date
    whose: str = Whose.MINE
    place: int = 0

    @property
    def is_mine(self) -> bool:
        return self.whose == Whose.MINE

    @property
    def school(self) -> int:
        """The key of the school whose calendar it is, else 0, which no row has."""
        return self.place if self.whose == Whose.SCHOOL else 0

    @property
    def municipality(self) -> int:
        return self.place if self.whose == Whose.MUNICIPALITY else 0

    def on(self, column: str) -> Q:
        """Return the condition that the day in ``column`` is among the days asked for."""
        return Q(**{f"{column}__gte": self.first, f"{column}__lt": self.end})

    def within(self, starts: str, ends: str) -> Q:
        """Return the condition that half-open ``[starts, ends)`` shares a day with those asked for; where ``ends`` is empty, one day."""
        one_day = Q(**{f"{ends}": None, f"{starts}__gte": self.first})
        return Q(**{f"{starts}__lt": self.end}) & (one_day | Q(**{f"{ends}__gt": self.first}))


@dataclass(frozen=True)
class Source:
    """One kind of things of the calendar. ``in_feed``: whether a secret link has it unless its owner says otherwise."""

    kind: str
    title: str
    order: int
    rows: Callable[[Wanted], Iterable[Entry]]
    icon: str = "calendar"
    in_feed: bool = True


_sources: dict[str, Source] = {}


def add_source(*sources: Source) -> None:
    """Let calendars show what an app brings."""
    _sources.update((each.kind, each) for each in sources)


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda each: each.order)


def entries(wanted: Wanted, *, left_out: Collection[str] = ()) -> list[tuple[Source, Entry]]:
    """Return what the sources, but those of the kinds ``left_out``, have on the days asked for, in order. Queries: one a source at most."""
    found = [
        (source, entry)
        for source in sources()
        if source.kind not in left_out
        for entry in source.rows(wanted)
    ]
    return sorted(found, key=lambda pair: (*pair[1].begins, pair[0].order, pair[1].title, pair[1].key))


def on_days(user: Any, municipality: int, first: dt.date, last: dt.date) -> list[Entry]:
    """Return what the calendar of a municipality has from ``first`` to ``last``, for whoever plans something then, as far as ``user`` may see it.

    Queries: one a source at most.
    """
    end = last + dt.timedelta(days=1)
    return [entry for _, entry in entries(Wanted(user, first, end, Whose.MUNICIPALITY, municipality))]
