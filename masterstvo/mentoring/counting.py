"""What a pair lacks to be formal, and how many hours pairs take at once. On plain values."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from masterstvo.mentoring.choices import Agreement, Stage

NOTICE_DAYS = 3  # working days between a notice and the end (Labour Code, art. 351.8)


@dataclass(frozen=True)
class Taken:
    """Hours a month that one pair takes in the days ``[starts_on, ends_on)``. ``group``: pairs of one mentor with the same one meet together."""

    starts_on: dt.date
    ends_on: dt.date | None
    hours: int
    group: str = ""


@dataclass(frozen=True)
class Peak:
    """The most that pairs take at once on some day."""

    hours: int
    pairs: int


def peak(rows: Iterable[Taken], *, first: dt.date, end: dt.date | None) -> Peak:
    """Return the most hours of their mentor and the most pairs that go on together on a day of ``[first, end)``."""
    rows = list(rows)
    return Peak(
        _most(((each, each.hours) for each in hours_of_mentor(rows)), first, end),
        _most(((each, 1) for each in rows), first, end),
    )


def hours_of_mentor(rows: Iterable[Taken]) -> list[Taken]:
    """Return what pairs take of their one mentor: a group takes the largest hours of its pairs, once; the others each their own."""
    alone: list[Taken] = []
    groups: dict[str, list[Taken]] = defaultdict(list)
    for each in rows:
        (groups[each.group] if each.group else alone).append(each)
    return alone + [each for found in groups.values() for each in _together(found)]


def _together(rows: Sequence[Taken]) -> list[Taken]:
    """Return the days of a group with the largest hours of each; neighbouring days of the same hours are one."""
    days = sorted({day for each in rows for day in (each.starts_on, each.ends_on or dt.date.max)})
    found: list[Taken] = []
    for first, end in pairwise(days):
        going = [each for each in rows if each.starts_on <= first and end <= (each.ends_on or dt.date.max)]
        hours = max((each.hours for each in going), default=0)
        if found and (found[-1].ends_on, found[-1].hours) == (first, hours):
            first = found.pop().starts_on
        if hours:
            found.append(Taken(first, None if end == dt.date.max else end, hours, rows[0].group))
    return found


def _most(rows: Iterable[tuple[Taken, int]], first: dt.date, end: dt.date | None) -> int:
    """Return the largest sum of the numbers of those that go on together on a day of ``[first, end)``."""
    steps: list[tuple[dt.date, int]] = []
    for each, number in rows:
        starts_on, ends_on = max(each.starts_on, first), min(each.ends_on or dt.date.max, end or dt.date.max)
        if starts_on < ends_on:
            steps += [(starts_on, number), (ends_on, -number)]
    steps.sort()  # what ends on a day makes room before what begins
    return max(accumulate((number for _, number in steps), initial=0))


def hours_within(hours_month: int, starts_on: dt.date, ends_on: dt.date) -> int:
    """Return how many hours a promise of ``hours_month`` makes in the days ``[starts_on, ends_on)``: a month is a twelfth of a year."""
    return round(hours_month * max(0, (ends_on - starts_on).days) * 12 / 365)


def academic_hours(minutes: int) -> int:
    """Return the hours of 45 minutes in which the ledger counts; one that has begun is one."""
    return -(-minutes // 45)


LACKING: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("приказа с номером и датой", lambda pair: pair.act_number and pair.act_on),
    ("письменного согласия наставника", lambda pair: pair.consent_on),
    ("содержания работы", lambda pair: pair.content),
    ("срока", lambda pair: pair.ends_on),
    ("формы работы", lambda pair: pair.work_form),
    ("оплаты или причины, почему её нет", lambda pair: pair.pay or pair.unpaid_because),
    (
        "договора организаций",
        lambda pair: pair.agreement == Agreement.INSIDE or pair.contract_id,
    ),
)


def lacking(pair: Any) -> list[str]:
    """Return what a pair has not, in the genitive: «нет срока». Empty: the pair is formal, as ``is_formal`` says in the database."""
    return [title for title, has in LACKING if not has(pair)]


def lacking_beside_act(pair: Any) -> list[str]:
    """Return what a pair will still lack when its order is signed."""
    return [title for title in lacking(pair) if title != LACKING[0][0]]


def earliest_end(noticed_on: dt.date) -> dt.date:
    """Return the first day on which a pair may be over: three working days lie between it and the notice. Of holidays it knows nothing."""
    day, left = noticed_on, NOTICE_DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < 5
    return day + dt.timedelta(days=1)


ASKED_BEFORE_END = dt.timedelta(days=14)
ANSWERED_AFTER_END = dt.timedelta(days=30)
ANSWERED_WITHIN = dt.timedelta(days=30)  # in the middle of the term: later it is the middle no more
TOO_SHORT = dt.timedelta(days=60)  # a pair with a shorter term is asked at its end only


def windows(starts_on: dt.date, ends_on: dt.date | None) -> dict[Stage, tuple[dt.date, dt.date]]:
    """Return {stage: (the first day on which both sides are asked, the first on which it is too late)}; nothing while no term is known."""
    if ends_on is None:
        return {}
    final = max(starts_on, ends_on - ASKED_BEFORE_END)
    found = {Stage.FINAL: (final, ends_on + ANSWERED_AFTER_END)}
    if ends_on - starts_on >= TOO_SHORT:
        found[Stage.MID] = (starts_on + (ends_on - starts_on) / 2, final)
    return found
