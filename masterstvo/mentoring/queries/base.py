"""Mentors, needs and the hours that pairs take."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from masterstvo.mentoring.choices import HOLDING, Agreement, NeedState, PairState, Side
from masterstvo.mentoring.counting import Peak, Taken, peak
from masterstvo.mentoring.models import MenteeNeed, MentorProfile, Mentorship
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Employment, Person


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


SPAN = ("starts_on", "ends_on", "hours_month", "group")  # columns of a pair that ``Taken`` is made of


def taken_by(
    mentors: Collection[int],
    *,
    first: dt.date,
    end: dt.date | None,
    states: Collection[PairState] = HOLDING,
) -> dict[int, Peak]:
    """Return {mentor: the most that pairs take at once in the days ``[first, end)``}; who has none is absent. Queries: one."""
    rows = Mentorship.objects.filter(mentor__in=mentors, state__in=states)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=first))
    spans: dict[int, list[Taken]] = defaultdict(list)
    for mentor, *span in rows.values_list("mentor", *SPAN):
        spans[mentor].append(as_taken(*span))
    return {mentor: peak(found, first=first, end=end) for mentor, found in spans.items()}


def taken_beside(pair: Mentorship) -> tuple[Peak, Peak]:
    """Return the most that the other pairs of the mentor take while ``pair`` goes on, and the most with ``pair`` itself. Queries: one."""
    rows = Mentorship.objects.holding().filter(mentor=pair.mentor_id).exclude(pk=pair.pk)
    others = [as_taken(*span) for span in rows.values_list(*SPAN)]
    own = as_taken(*(getattr(pair, name) for name in SPAN))
    return (
        peak(others, first=pair.starts_on, end=pair.ends_on),
        peak([*others, own], first=pair.starts_on, end=pair.ends_on),
    )


def as_taken(starts_on: dt.date, ends_on: dt.date | None, hours: int | None, group: str) -> Taken:
    return Taken(starts_on, ends_on, hours or 0, group)


def with_taken(profiles: QuerySet[MentorProfile], day: dt.date) -> QuerySet[MentorProfile]:
    """Give the person of each profile ``held_pairs``, those that take hours on ``day`` or later. Queries: one for all rows."""
    held = Mentorship.objects.holding().filter(Q(ends_on=None) | Q(ends_on__gt=day))
    return profiles.prefetch_related(Prefetch("person__mentorships_as_mentor", held, to_attr="held_pairs"))


def taken_of(profile: MentorProfile, day: dt.date) -> Peak:
    """Return the most that the pairs of a profile take at once from ``day`` on, after ``with_taken``."""
    held = profile.person.held_pairs  # type: ignore[attr-defined]
    spans = [as_taken(*(getattr(each, name) for name in SPAN)) for each in held]
    return peak(spans, first=day, end=None)


def parted_pairs(people: QuerySet[Person]) -> set[tuple[int, int]]:
    """Return (mentor, mentee) of those among ``people`` not to be proposed again: they refused, or they are a pair already. Queries: one."""
    rows = Mentorship.objects.filter(mentee__in=people.values("pk")).exclude(state=PairState.CLOSED)
    return set(rows.values_list("mentor", "mentee"))


def agreement_of(
    mentor: Person, mentee: Person, day: dt.date, *, unknown: Agreement = Agreement.INSIDE
) -> Agreement:
    """Return within which walls two people meet: a network needs a contract of both organizations. Who works nowhere yet crosses no wall, or is still where ``unknown`` says. Queries: one."""
    places: dict[int, set[int]] = defaultdict(set)
    jobs = Employment.objects.on(day).filter(person__in=[mentor.pk, mentee.pk])
    for person, organization in jobs.values_list("person", "organization"):
        places[person].add(organization)
    own, other = places[mentor.pk], places[mentee.pk]
    if not (own and other):
        return unknown
    return Agreement.INSIDE if own & other else Agreement.NETWORK


def unapproved_sides(pair: Mentorship) -> list[Side]:
    """Return the sides whose employer has not approved the pair yet."""
    return [side for side in Side if not getattr(pair, f"{side}_approved_on")]


def employers_of(pair: Mentorship, day: dt.date) -> dict[Side, list[Organization]]:
    """Return {side: the organizations where the person works on ``day``}. Queries: one."""
    people = {Side.MENTOR: pair.mentor_id, Side.MENTEE: pair.mentee_id}
    jobs = Employment.objects.on(day).filter(person__in=people.values()).select_related("organization")
    found: dict[int, dict[int, Organization]] = defaultdict(dict)
    for job in jobs.order_by("pk"):
        found[job.person_id][job.organization_id] = job.organization
    return {side: list(found[key].values()) for side, key in people.items()}


def partners_of(person: int, day: dt.date) -> QuerySet:
    """Return the keys of those with whom a person is a working pair on ``day``: thereby a tandem of two schools enters a contest as one team."""
    pairs = Mentorship.objects.at_work(day).filter(Q(mentor=person) | Q(mentee=person))
    other = Case(When(mentor=person, then=F("mentee")), default=F("mentor"))
    return pairs.order_by().values_list(other, flat=True)


def stands_in_a_pair() -> Exists:
    """Return the column that tells whether a user is a mentor, a mentee, or in the base of mentors, whatever other role there is."""
    pairs = Mentorship.objects.exclude(state=PairState.REFUSED).order_by()
    return Exists(
        Person.objects.filter(
            Exists(pairs.filter(mentor=OuterRef("pk")))
            | Exists(pairs.filter(mentee=OuterRef("pk")))
            | Exists(MentorProfile.objects.filter(person=OuterRef("pk"))),
            user=OuterRef("pk"),
        ).order_by()
    )


def side_of(pair: Mentorship, user: Any) -> Side | str:
    """Return on which side of the pair ``user`` stands, "" on neither. Queries: none when the two people are at hand."""
    if pair.mentor.user_id == user.pk:
        return Side.MENTOR
    return Side.MENTEE if pair.mentee.user_id == user.pk else ""
