"""What matching knows of people, and a plan as pages and Excel show it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from masterstvo.core.words import fold
from masterstvo.experts.models import Recusal
from masterstvo.mentoring.choices import HOLDING, PairState
from masterstvo.mentoring.counting import Peak
from masterstvo.mentoring.matching import (
    Left,
    Match,
    Mentee,
    Mentor,
    Parted,
    Plan,
    ban,
    because,
    left_out,
    points,
    too_few,
)
from masterstvo.mentoring.models import Matching, MenteeNeed, MentorProfile
from masterstvo.mentoring.queries.base import open_needs, parted_pairs, taken_by
from masterstvo.people.models import Employment, Person
from masterstvo.people.queries import HEADS, heading_positions, with_work

HOURS_MONTH = 4  # of a pair that nobody has said more about


@dataclass(frozen=True)
class Facts:
    """The two sides, and what stands between whom."""

    mentees: list[Mentee]
    mentors: list[Mentor]
    parted: Parted


@dataclass
class _Work:
    """Where a person works: organizations, those headed, those managed under a head, subjects."""

    organizations: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)
    manages: set[int] = field(default_factory=set)
    subjects: set[int] = field(default_factory=set)


def facts_of(needs: Collection[int], profiles: Collection[int], starts_on: dt.date) -> Facts:
    """Return what is known of those needs that are still open and of those mentors. Queries: ten, however many."""
    people = Person.objects.filter(mentor_needs__in=needs)
    rows = list(open_needs(people).filter(pk__in=needs))
    base = _base(profiles)
    mentors = [each.person_id for each in base]
    work = _work({*mentors, *(each.person_id for each in rows)}, starts_on)
    taken = promised(mentors, starts_on)
    return Facts(
        [_mentee(each, work[each.person_id]) for each in rows],
        [_mentor(each, work[each.person_id], taken[each.person_id]) for each in base],
        _parted(people, set(mentors), starts_on),
    )


def verdicts(
    people: QuerySet[Person], profiles: Collection[int], day: dt.date, wanted: Mapping[int, frozenset[str]]
) -> dict[int, dict[int, str | int]]:
    """Return {person: {profile: why the two must not be a pair, a key of WHY, or how well they fit, from 1 to 100}}. Queries: eight.

    For people without a need: they ask for ``HOURS_MONTH`` in any format. ``wanted``: {person: keys of competences}.
    """
    base, asking = _base(profiles), list(people)
    mentors = [each.person_id for each in base]
    work, taken = _work({*mentors, *(each.pk for each in asking)}, day), promised(mentors, day)
    parted = _parted(people, set(mentors), day)
    known = [_mentor(each, work[each.person_id], taken[each.person_id]) for each in base]
    found: dict[int, dict[int, str | int]] = {}
    for person in asking:
        mentee = Mentee(
            person.pk,
            person.pk,
            person.municipality_id,
            frozenset(work[person.pk].organizations),
            frozenset(work[person.pk].subjects),
            wanted.get(person.pk, frozenset()),
            hours=HOURS_MONTH,
        )
        found[person.pk] = {each.key: ban(mentee, each, parted) or points(mentee, each) for each in known}
    return found


def _base(profiles: Collection[int]) -> list[MentorProfile]:
    rows = MentorProfile.objects.filter(pk__in=profiles, person__erased_on=None)
    return list(rows.select_related("person").prefetch_related("subjects").order_by("pk"))


def _parted(people: QuerySet[Person], mentors: set[int], day: dt.date) -> Parted:
    """Return whom a pair, a refusal or a declared conflict keeps apart; a conflict holds for both, whoever declared it. Queries: three."""
    found = dict.fromkeys(parted_pairs(people), "parted")
    return found | _conflicts(mentors, set(people.values_list("pk", flat=True)), day)


def _conflicts(mentors: set[int], mentees: set[int], day: dt.date) -> dict[tuple[int, int], str]:
    declared = Recusal.objects.on(day).filter(person__isnull=False)
    return {
        (mentor, mentee): "conflict"
        for pair in declared.values_list("expert", "person")
        for mentor, mentee in (pair, pair[::-1])
        if mentor in mentors and mentee in mentees
    }


def hard_ban(mentor: Person, mentee: Person, day: dt.date) -> str:
    """Return why the two are not made a pair like any other, a key of WHY: "manages" is lifted by a reason, the rest is not. Queries: three."""
    work = _work({mentor.pk, mentee.pk}, day)
    if work[mentor.pk].heads & work[mentee.pk].organizations:
        return "head"
    if told := _conflicts({mentor.pk}, {mentee.pk}, day).get((mentor.pk, mentee.pk)):
        return told
    return "manages" if work[mentor.pk].manages & work[mentee.pk].organizations else ""


def _mentee(need: MenteeNeed, work: _Work) -> Mentee:
    return Mentee(
        need.pk,
        need.person_id,
        need.person.municipality_id,
        frozenset(work.organizations),
        frozenset([need.subject_id] if need.subject_id else work.subjects),
        frozenset(need.wanted),
        frozenset(need.formats),
        need.venue,
        need.hours_month,
        need.weight,
    )


def _mentor(profile: MentorProfile, work: _Work, taken: Peak) -> Mentor:
    return Mentor(
        profile.pk,
        profile.person_id,
        profile.person.municipality_id,
        frozenset(work.organizations),
        frozenset(work.heads),
        frozenset(work.manages),
        frozenset(each.pk for each in profile.subjects.all()) or frozenset(work.subjects),
        frozenset(profile.strengths),
        frozenset(profile.formats),
        profile.venue,
        profile.reach,
        max(0, profile.capacity_hours - taken.hours),
        max(0, profile.min_mentees - taken.pairs),
        max(0, profile.max_mentees - taken.pairs),
        profile.is_willing,
        profile.consent_on is not None,
    )


def promised(mentors: Collection[int], day: dt.date) -> dict[int, Peak]:
    """Return {mentor: the most that pairs take at once}, proposals without an answer among them: else one mentor is asked by all. Queries: one."""
    found = taken_by(mentors, first=day, end=None, states=(PairState.PROPOSED, *HOLDING))
    return dict.fromkeys(mentors, Peak(0, 0)) | found


def _work(people: Collection[int], day: dt.date) -> Mapping[int, _Work]:
    found: dict[int, _Work] = defaultdict(_Work)
    jobs = Employment.objects.on(day).filter(person__in=people)
    heading = heading_positions()
    for person, organization, category, position, subject in jobs.values_list(
        "person", "organization", "category", "position", "subjects"
    ):
        work = found[person]
        work.organizations.add(organization)
        if category in HEADS:
            (work.heads if fold(position) in heading else work.manages).add(organization)
        if subject:
            work.subjects.add(subject)
    return found


# --- A plan as it is shown ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """A person who needs a mentor, and the mentor, or why there is none. ``why``, ``relax``: in words."""

    need: MenteeNeed
    profile: MentorProfile | None
    score: int
    why: str
    relax: str = ""


@dataclass(frozen=True)
class Lines:
    """``n_pairs``, ``n_left``: how many there are in all, of which these are shown.

    ``short``: (mentor, in words) of those who get fewer than they asked for at least, of ``n_wishes`` who asked.
    """

    pairs: list[Line]
    left: list[Line]
    n_pairs: int
    n_left: int
    short: list[tuple[MentorProfile, str]]
    n_wishes: int

    @property
    def n_met(self) -> int:
        return self.n_wishes - len(self.short)


def plans_of(matching: Matching) -> dict[str, Plan]:
    """Return {objective: plan} as they were kept."""
    return {name: _plan(stored) for name, stored in matching.plans.items()}


def _plan(stored: Mapping[str, Any]) -> Plan:
    rows = {
        "matches": [Match(**each) for each in stored["matches"]],
        "left": [Left(**each) for each in stored["left"]],
        "load": {int(key): value for key, value in stored["load"].items()},  # JSON knows no numbers as keys
        "short": {int(key): value for key, value in stored["short"].items()},
    }
    return Plan(**{**stored, **rows})


def lines_of(matching: Matching, plan: Plan, people: QuerySet[Person], *, most: int | None = None) -> Lines:
    """Return the pairs, the best first, and whoever is left, at most ``most`` of each.

    ``people``: whom the reader may match today; what somebody has proposed meanwhile is left out. Queries: constant.
    """
    open_ = set(open_needs(people).filter(pk__in=matching.needs).values_list("pk", flat=True))
    base = MentorProfile.objects.filter(person__in=people.values("pk"), pk__in=matching.profiles)
    known = set(base.values_list("pk", flat=True))
    matches = [each for each in plan.matches if each.mentee in open_ and each.mentor in known]
    matches.sort(key=lambda each: -each.score)
    left = [each for each in plan.left if each.mentee in open_]
    shown, without = matches[:most], left[:most]
    needs = _by_key(
        MenteeNeed, [*(each.mentee for each in shown), *(each.mentee for each in without)], matching.starts_on
    )
    asked = {each.mentor for each in shown} | {
        key for each in without for key in (*each.full, each.nearest) if key in known
    }
    mentors = _by_key(MentorProfile, asked, matching.starts_on)
    names = {key: each.person.short_name for key, each in mentors.items()}
    return Lines(
        [Line(needs[each.mentee], mentors[each.mentor], each.score, because(each)) for each in shown],
        [Line(needs[each.mentee], None, 0, *left_out(each, names)) for each in without],
        len(matches),
        len(left),
        *_wishes(plan, base),
    )


def _wishes(plan: Plan, base: QuerySet[MentorProfile]) -> tuple[list[tuple[MentorProfile, str]], int]:
    """Return who gets fewer than the least, and how many asked for a least. Queries: one."""
    asked = list(base.filter(min_mentees__gt=0).select_related("person").order_by("person", "pk"))
    short = [
        (
            each,
            too_few(
                each.min_mentees,
                plan.short[each.pk],
                is_willing=each.is_willing,
                has_consent=each.consent_on is not None,
            ),
        )
        for each in asked
        if each.pk in plan.short
    ]
    return short, len(asked)


def _by_key(model: Any, keys: Iterable[int], day: dt.date) -> dict[int, Any]:
    rows = model.objects.filter(pk__in=set(keys)).select_related("person")
    return {each.pk: each for each in with_work(rows, day=day, path="person")}
