"""What a pair lacks to be formal, and how many hours pairs take at once. On plain values."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from masterstvo.mentoring.choices import Agreement, Stage

NOTICE_DAYS = 3  # working days between a notice and the end (Labour Code, art. 351.8)


@dataclass(frozen=True)
class Taken:
    """Hours a month that one pair takes in the days ``[starts_on, ends_on)``."""

    starts_on: dt.date
    ends_on: dt.date | None
    hours: int


@dataclass(frozen=True)
class Peak:
    """The most that pairs take at once on some day."""

    hours: int
    pairs: int


def peak(rows: Iterable[Taken], *, first: dt.date, end: dt.date | None) -> Peak:
    """Return the most hours and the most pairs that go on together on a day of ``[first, end)``."""
    ends = end or dt.date.max
    spans = [
        (max(each.starts_on, first), min(each.ends_on or dt.date.max, ends), each.hours) for each in rows
    ]
    steps: list[tuple[dt.date, int, int]] = []
    for starts_on, ends_on, hours in spans:
        if starts_on < ends_on:
            steps += [(starts_on, hours, 1), (ends_on, -hours, -1)]
    steps.sort(key=lambda step: (step[0], step[2]))  # what ends on a day makes room before what begins
    return Peak(
        max(accumulate((hours for _, hours, _ in steps), initial=0)),
        max(accumulate((one for _, _, one in steps), initial=0)),
    )


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
