"""Reads about mentoring that cross tables."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from masterstvo.mentoring.choices import HOLDING, NeedState, PairState
from masterstvo.mentoring.counting import Peak, Taken, peak
from masterstvo.mentoring.models import MenteeNeed, MentorProfile, Mentorship
from masterstvo.people.models import Person


def available_mentors(people: QuerySet[Person]) -> QuerySet[MentorProfile]:
    """Return those of ``people`` who may be proposed as mentors: willing, with a dated consent. Subjects at hand. Queries: two."""
    rows = MentorProfile.objects.filter(person__in=people.values("pk"), person__erased_on=None)
    rows = rows.filter(is_willing=True, consent_on__isnull=False)
    return rows.select_related("person").prefetch_related("subjects").order_by("pk")


def open_needs(people: QuerySet[Person]) -> QuerySet[MenteeNeed]:
    """Return the needs of ``people`` that no proposed pair answers yet. Queries: one."""
    answered = Mentorship.objects.exclude(state__in=[PairState.REFUSED, PairState.CLOSED])
    rows = MenteeNeed.objects.filter(
        person__in=people.values("pk"), person__erased_on=None, state=NeedState.OPEN
    ).exclude(pk__in=answered.filter(need__isnull=False).values("need"))
    return rows.select_related("person", "subject").order_by("-weight", "pk")


def taken_by(
    mentors: Collection[int], *, first: dt.date, end: dt.date | None, without: int | None = None
) -> dict[int, Peak]:
    """Return {mentor: the most that pairs take at once in the days ``[first, end)``}; who has none is absent. Queries: one.

    ``without``: the key of a pair that is left out.
    """
    rows = Mentorship.objects.filter(mentor__in=mentors, state__in=HOLDING).exclude(pk=without)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=first))
    spans: dict[int, list[Taken]] = defaultdict(list)
    for mentor, starts_on, ends_on, hours in rows.values_list(
        "mentor", "starts_on", "ends_on", "hours_month"
    ):
        spans[mentor].append(Taken(starts_on, ends_on, hours or 0))
    return {mentor: peak(found, first=first, end=end) for mentor, found in spans.items()}


def parted_pairs(people: QuerySet[Person]) -> set[tuple[int, int]]:
    """Return (mentor, mentee) of those among ``people`` not to be proposed again: they refused, or they are a pair already. Queries: one."""
    rows = Mentorship.objects.filter(mentee__in=people.values("pk")).exclude(state=PairState.CLOSED)
    return set(rows.values_list("mentor", "mentee"))
