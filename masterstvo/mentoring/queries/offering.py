"""The base of mentors for those who look for one without a need: routes."""

import datetime as dt
from collections.abc import Iterable, Iterator

from masterstvo.mentoring.choices import BEFORE_WORK, PairState
from masterstvo.mentoring.models import MentorProfile, Mentorship
from masterstvo.mentoring.queries.base import available_mentors
from masterstvo.mentoring.queries.matching import HOURS_MONTH, promised
from masterstvo.people.models import Person


def mentors_to_offer(municipality: int, day: dt.date) -> Iterator[tuple[MentorProfile, int]]:
    """Yield the mentors of a municipality who name a strength, with the number of further pairs that each has place and hours for from ``day`` on.

    Proposals without an answer count as taken. Queries: four.
    """
    people = Person.objects.filter(municipality=municipality)
    base = [each for each in available_mentors(people) if each.strengths]
    taken = promised([each.person_id for each in base], day) if base else {}
    for profile in base:
        peak = taken[profile.person_id]
        n_free = min(profile.max_mentees - peak.pairs, (profile.capacity_hours - peak.hours) // HOURS_MONTH)
        if n_free > 0:
            yield profile, n_free


def people_with_a_mentor(people: Iterable[int]) -> set[int]:
    """Return those of ``people`` who have a mentor, or have been proposed one. Queries: one."""
    rows = Mentorship.objects.filter(mentee__in=list(people), state__in=[*BEFORE_WORK, PairState.ACTIVE])
    return set(rows.values_list("mentee", flat=True))
