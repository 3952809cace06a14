"""Hours of pairs: what the ledger takes of them, promised and met."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import FilteredRelation, Q
from django.utils import timezone

from masterstvo.core.dates import monday
from masterstvo.mentoring.choices import COUNTED_BY_LOAD
from masterstvo.mentoring.counting import Taken, academic_hours, hours_of_mentor, hours_within
from masterstvo.mentoring.models import Mentorship
from masterstvo.mentoring.queries.base import SPAN, as_taken
from masterstvo.people import load

A_WEEK, A_YEAR = dt.timedelta(weeks=1), dt.timedelta(days=365)


def hours_of_pairs(people: Collection[int]) -> Iterator[load.Row]:
    """What the ledger takes: the promised hours of approved and working pairs, for each mentee, and for a mentor each group once; of this week what the diary tells, when that is more. Queries: one.

    A pair without a last day is told for a year ahead.
    """
    today = timezone.localdate()
    spans, met = _known(people, today)
    asked, of_mentors = set(people), defaultdict(list)
    found: dict[int, list[load.Row]] = defaultdict(list)
    for mentor, mentee, span in spans:
        of_mentors[mentor].append(span)
        if mentee in asked:
            found[mentee].append(_row(mentee, span, today))
    for mentor in asked & of_mentors.keys():
        found[mentor] += [_row(mentor, each, today) for each in hours_of_mentor(of_mentors[mentor])]
    for person in asked & met.keys():
        found[person] += _beyond_plan(person, found[person], sum(met[person].values()), today)
    for rows in found.values():
        yield from rows


def _known(
    people: Collection[int], today: dt.date
) -> tuple[Iterable[tuple[int, int, Taken]], dict[int, dict[str, int]]]:
    """Return (mentor, mentee, what is promised) of the pairs, and {person: {meeting of this week: minutes}}: one of a whole group is one."""
    held = FilteredRelation("conversations", condition=Q(conversations__held_on__gte=monday(today)))
    promised = Q(Q(ends_on=None) | Q(ends_on__gt=today), state__in=COUNTED_BY_LOAD, hours_month__gt=0)
    rows = Mentorship.objects.annotate(held=held).filter(
        Q(mentor__in=people) | Q(mentee__in=people), promised | Q(held__isnull=False)
    )
    spans: dict[int, tuple[int, int, Taken]] = {}
    met: dict[int, dict[str, int]] = defaultdict(dict)
    columns = ("pk", "mentor", "mentee", "state", "held__meeting", "held__minutes", *SPAN)
    for key, mentor, mentee, state, meeting, minutes, *span in rows.order_by("pk").values_list(*columns):
        taken = as_taken(*span)
        if state in COUNTED_BY_LOAD and taken.hours and (taken.ends_on is None or taken.ends_on > today):
            spans[key] = mentor, mentee, taken
        for person in (mentor, mentee) if meeting else ():
            met[person][meeting] = max(minutes, met[person].get(meeting, 0))
    return spans.values(), met


def _row(person: int, span: Taken, today: dt.date) -> load.Row:
    last = span.ends_on or max(span.starts_on, today) + A_YEAR
    return person, span.starts_on, last, hours_within(span.hours, span.starts_on, last) or 1


def _beyond_plan(person: int, rows: Iterable[load.Row], minutes: int, today: dt.date) -> list[load.Row]:
    """Return what was met in this week above what ``rows`` have promised for it."""
    week = monday(today)
    planned = sum(
        load.hours_by_week(starts_on, ends_on, hours).get(week, 0) for _, starts_on, ends_on, hours in rows
    )
    more = academic_hours(minutes) - planned
    return [(person, week, week + A_WEEK, more)] if more > 0 else []
