"""Who may need a mentor by what is known of them: proposed, never decided (ADR 0055)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from masterstvo.core import terms
from masterstvo.core.dates import NBSP, months_before, short_date
from masterstvo.core.words import fold
from masterstvo.mentoring.choices import UNWANTED, NeedSource, NeedState, PairState
from masterstvo.mentoring.models import MenteeNeed, Mentorship
from masterstvo.mentoring.panels import known_deficits
from masterstvo.mentoring.queries.offering import people_with_a_mentor
from masterstvo.people.models import Employment, Person
from masterstvo.people.queries import beginning_on

TEACHING = "teaching"
STOPPED = "stopped"  # the result of a pair that was broken off: its mentee is without a mentor again


@dataclass(frozen=True)
class Ground:
    """One reason, with its evidence. ``since``: the day on which it began.

    ``told``: the evidence in words; a deficit has instead the key that is ``wanted`` and its ``title``, which not everybody may read.
    """

    person: int
    source: NeedSource
    since: dt.date
    told: str = ""
    wanted: str = ""
    title: str = ""


def new_position_months(day: dt.date) -> int:
    """Return for how many months a position is new to whoever took it: a word of the dictionary with its term of validity. Queries: one."""
    return max(terms.numbers_in_force("new_position", day))


def grounds_of(jobs: QuerySet[Employment], user: Any, day: dt.date) -> dict[int, list[Ground]]:
    """Return {person: reasons} of those who hold ``jobs`` on ``day`` and have neither a mentor nor an open need.

    Deficits are only those of which ``user`` may know. What somebody said no to is not said again before the next school year; what
    has begun since then is. Queries: nine, and those of the sources of deficits, however many people.
    """
    people = Person.objects.filter(pk__in=jobs.values("person"), erased_on=None)
    found: dict[int, list[Ground]] = defaultdict(list)
    for ground in (*_beginning(people, day), *_new_in_position(jobs, day), *_lacking(people, user)):
        found[ground.person].append(ground)
    settled = people_with_a_mentor(found) | _asking(people)
    answered = _answered(people, day)
    kept = {
        person: [each for each in grounds if each.since > answered.get(person, dt.date.min)]
        for person, grounds in found.items()
        if person not in settled
    }
    return {person: grounds for person, grounds in kept.items() if grounds}


def _beginning(people: QuerySet[Person], day: dt.date) -> Iterator[Ground]:
    rows = people.filter(beginning_on(day)).order_by("pk")
    for person, since in rows.values_list("pk", "teaching_since"):
        assert since is not None  # the condition says so
        yield Ground(person, NeedSource.FIRST_YEARS, since, f"преподаёт с{NBSP}{short_date(since)}")


def _new_in_position(jobs: QuerySet[Employment], day: dt.date) -> Iterator[Ground]:
    """Yield those who lately took a position in which they never worked before, in any organization. Queries: three.

    Who taught before the first job that is known, taught somewhere that is not known: that the position is new cannot be said.
    """
    new = jobs.filter(starts_on__gt=months_before(day, new_position_months(day)))
    before: dict[int, list[Employment]] = defaultdict(list)
    for job in Employment.objects.filter(person__in=new.values("person")).order_by("starts_on", "pk"):
        before[job.person_id].append(job)
    told: set[tuple[int, str]] = set()
    for job in new.select_related("person").order_by("starts_on", "pk"):
        past = [each for each in before[job.person_id] if each.starts_on < job.starts_on]
        position = (job.person_id, fold(job.position))
        taught = job.person.teaching_since
        is_unknown = not past and job.category == TEACHING and taught and taught < job.starts_on
        if is_unknown or position in {(each.person_id, fold(each.position)) for each in past} | told:
            continue
        told.add(position)
        words = f"{job.position} с{NBSP}{short_date(job.starts_on)}, {_came_from(job, past)}"
        yield Ground(job.person_id, NeedSource.NEW_POSITION, job.starts_on, words)


def _came_from(job: Employment, past: list[Employment]) -> str:
    if past:
        return f"до этого {past[-1].position}"
    taught = job.person.teaching_since
    is_first = taught is not None and taught >= job.starts_on
    return "первое место работы" if is_first else "прежние места работы не внесены"


def _lacking(people: QuerySet[Person], user: Any) -> Iterator[Ground]:
    for person, deficits in known_deficits(user, people).items():
        for each in deficits:
            yield Ground(person, NeedSource.DEFICITS, each.since, wanted=each.key, title=each.title)


def _asking(people: QuerySet[Person]) -> set[int]:
    rows = MenteeNeed.objects.filter(person__in=people.values("pk"), state=NeedState.OPEN)
    return set(rows.values_list("person", flat=True))


def _answered(people: QuerySet[Person], day: dt.date) -> dict[int, dt.date]:
    """Return {person: the last day of this school year on which a need was taken back or a pair came to its end}. Queries: two."""
    first = dt.date(day.year - (day.month < 9), 9, 1)
    said = MenteeNeed.objects.filter(person__in=people.values("pk"), state__in=UNWANTED, ended_on__gte=first)
    ended = Mentorship.objects.filter(
        mentee__in=people.values("pk"), state=PairState.CLOSED, ends_on__gt=first
    ).exclude(result=STOPPED)
    found = dict(said.order_by().values_list("person").annotate(Max("ended_on")))
    for person, ends_on in ended.order_by().values_list("mentee").annotate(Max("ends_on")):
        found[person] = max(ends_on, found.get(person, ends_on))
    return found


def only_deficits(grounds: Collection[Ground]) -> bool:
    return all(each.source == NeedSource.DEFICITS for each in grounds)
