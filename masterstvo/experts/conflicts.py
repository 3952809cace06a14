"""Who may not judge what, on plain values: jobs, ties between two people, declared recusals. Knows no database.

Intervals are half-open; an open end holds for ever, an unknown beginning has always held.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from masterstvo.core.dates import short_date


class Ground(StrEnum):
    """Why an expert may not judge a work, in words; of several about the same person the first counts."""

    SELF = "своя работа"
    HEAD = "руководитель и подчинённый"
    RELATIVE = "родство"
    MENTORING = "наставник и наставляемый"
    COAUTHOR = "соавторы"
    SAME_WORK = "одна организация"
    RECUSAL = "самоотвод"


ORDER = list(Ground)


@dataclass(frozen=True)
class Job:
    """A person's time in an organization. ``is_head``: others there obey."""

    person: int
    organization: int
    title: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    is_head: bool = False


@dataclass(frozen=True)
class Tie:
    """What connects two people, whichever of them is the expert. After its end it still counts for the years asked."""

    person: int
    other: int
    ground: Ground
    words: str
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class Declared:
    """What an expert said of a person or an organization. It counts for its term alone. A relative is one to both sides."""

    expert: int
    words: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    person: int | None = None
    organization: int | None = None
    is_relative: bool = False


@dataclass(frozen=True)
class Work:
    """What is to be judged: whose it is, and of which organizations."""

    key: Hashable
    people: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """Why ``expert`` may not judge ``work``. ``person``: because of whom, None for a whole organization."""

    expert: int
    work: Hashable
    ground: Ground
    words: str
    person: int | None = None


class Known:
    """Everything that is known of the experts and of those whose works they judge."""

    def __init__(
        self, jobs: Iterable[Job] = (), ties: Iterable[Tie] = (), declared: Iterable[Declared] = ()
    ) -> None:
        self._jobs: dict[int, list[Job]] = defaultdict(list)
        self._ties: dict[tuple[int, int], list[Tie]] = defaultdict(list)
        self._declared: dict[int, list[Declared]] = defaultdict(list)
        for job in jobs:
            self._jobs[job.person].append(job)
        for tie in ties:
            self._ties[tie.person, tie.other].append(tie)
            self._ties[tie.other, tie.person].append(tie)
        for each in declared:
            self._declared[each.expert].append(each)

    # --- Of one expert and one person or organization -------------------------------------------------------------
    def between(self, expert: int, person: int, *, day: dt.date, since: dt.date) -> tuple[Ground, str] | None:
        """Return the first ground between two people in words, or None."""
        if expert == person:
            return Ground.SELF, "сам автор или участник"
        found = [*self._at_work(expert, person, day, since), *self._said(expert, person, day)]
        found += [
            (tie.ground, tie.words)
            for tie in self._ties.get((expert, person), ())
            if _holds(tie.starts_on, tie.ends_on, since, day)
        ]
        return min(found, key=lambda each: ORDER.index(each[0]), default=None)

    def with_organization(
        self, expert: int, organization: int, *, day: dt.date, since: dt.date
    ) -> tuple[Ground, str] | None:
        """Return why ``expert`` may not judge what belongs to an organization, or None."""
        for job in self._jobs.get(expert, ()):
            if job.organization == organization and _holds(job.starts_on, job.ends_on, since, day):
                return Ground.SAME_WORK, f"{_until('работает', 'работал там', job.ends_on, day)}: {job.title}"
        for each in self._declared.get(expert, ()):
            if each.organization == organization and _holds(each.starts_on, each.ends_on, day, day):
                return Ground.RECUSAL, each.words
        return None

    def _at_work(
        self, expert: int, person: int, day: dt.date, since: dt.date
    ) -> Iterable[tuple[Ground, str]]:
        """Yield the places that both had in the time asked: together, or one where the other is today."""
        theirs = [job for job in self._jobs.get(person, ()) if _holds(job.starts_on, job.ends_on, since, day)]
        for job in self._jobs.get(expert, ()):
            if not _holds(job.starts_on, job.ends_on, since, day):
                continue
            for other in (each for each in theirs if each.organization == job.organization):
                together = _overlap(job, other)
                if together and (job.is_head or other.is_head):
                    yield Ground.HEAD, f"руководитель и подчинённый: {job.title}"
                elif together or _is_open(job.ends_on, day) or _is_open(other.ends_on, day):
                    ends_on = job.ends_on if not _is_open(job.ends_on, day) else other.ends_on
                    yield (
                        Ground.SAME_WORK,
                        f"{_until('в одной организации', 'были в одной организации', ends_on, day)}: {job.title}",
                    )

    def _said(self, expert: int, person: int, day: dt.date) -> Iterable[tuple[Ground, str]]:
        mine = [each for each in self._declared.get(expert, ()) if each.person == person]
        theirs = [
            each for each in self._declared.get(person, ()) if each.person == expert and each.is_relative
        ]
        places = {
            job.organization
            for job in self._jobs.get(person, ())
            if _holds(job.starts_on, job.ends_on, day, day)
        }
        mine += [each for each in self._declared.get(expert, ()) if each.organization in places]
        for each in (*mine, *theirs):
            if _holds(each.starts_on, each.ends_on, day, day):
                yield (Ground.RELATIVE if each.is_relative else Ground.RECUSAL), each.words


def find_conflicts(
    experts: Iterable[int], works: Iterable[Work], known: Known, *, day: dt.date, since: dt.date
) -> dict[tuple[int, Hashable], list[Conflict]]:
    """Return {(expert, work): why not}; pairs without a conflict are absent. ``since``: what ended before that day is forgotten."""
    works = list(works)
    found: dict[tuple[int, Hashable], list[Conflict]] = {}
    for expert in experts:
        for work in works:
            reasons = [(p, known.between(expert, p, day=day, since=since)) for p in sorted(work.people)]
            if not any(reason for _, reason in reasons):
                reasons += [
                    (None, known.with_organization(expert, place, day=day, since=since))  # type: ignore[misc]
                    for place in sorted(work.organizations)
                ]
            if told := [Conflict(expert, work.key, *reason, person=who) for who, reason in reasons if reason]:
                found[expert, work.key] = told
    return found


def _holds(starts_on: dt.date | None, ends_on: dt.date | None, first: dt.date, last: dt.date) -> bool:
    """Tell whether an interval has a day between ``first`` and ``last``, both included."""
    return (starts_on is None or starts_on <= last) and (ends_on is None or ends_on > first)


def _is_open(ends_on: dt.date | None, day: dt.date) -> bool:
    return ends_on is None or ends_on > day


def _overlap(one: Job, other: Job) -> bool:
    return _is_open(one.ends_on, other.starts_on) and _is_open(other.ends_on, one.starts_on)


def _until(now: str, before: str, ends_on: dt.date | None, day: dt.date) -> str:
    if ends_on is None or ends_on > day:
        return now
    return f"{before} до {short_date(ends_on - dt.timedelta(days=1))}"
