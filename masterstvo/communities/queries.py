"""Reads about communities that cross tables: their year, what is known for their score, what the ledger of hours takes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from masterstvo.communities.choices import Measure, MeetingState, MemberRole
from masterstvo.communities.counting import Known, Rule, Score, rule_of, score_of
from masterstvo.communities.models import (
    Attendance,
    Community,
    CommunityMember,
    Decision,
    Guest,
    Material,
    Meeting,
)
from masterstvo.communities.reading import Line
from masterstvo.core.dates import monday
from masterstvo.core.models import Term
from masterstvo.core.numbers import counted
from masterstvo.core.words import clean, fold
from masterstvo.inbox.panels import Due
from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import municipalities_where
from masterstvo.people import load
from masterstvo.people.asked import Request
from masterstvo.people.models import Person

FIRST_MONTH = 9  # a year of study begins on the first of September: 273-ФЗ leaves it to charters, all schools here take this day


def study_year(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the year of study that ``day`` is in."""
    year = day.year if day.month >= FIRST_MONTH else day.year - 1
    return dt.date(year, FIRST_MONTH, 1), dt.date(year + 1, FIRST_MONTH, 1) - dt.timedelta(days=1)


# --- Lists ----------------------------------------------------------------------------------------------------------
def with_activity(rows: QuerySet[Community], day: dt.date) -> QuerySet[Community]:
    """Give each community ``leaders`` (memberships of today), ``n_members``, ``next_on``, ``last_on`` and ``n_overdue``. Queries: one more for all rows."""
    members = CommunityMember.objects.on(day).filter(community=OuterRef("pk"))
    meetings = Meeting.objects.filter(community=OuterRef("pk"))
    planned = meetings.filter(state=MeetingState.PLANNED, held_on__gte=day)
    held = meetings.filter(state=MeetingState.HELD)
    overdue = Decision.objects.overdue(day).filter(meeting__community=OuterRef("pk"))
    rows = rows.annotate(
        n_members=_count(members, "community"),
        next_on=Subquery(planned.order_by("held_on").values("held_on")[:1]),
        last_on=Subquery(held.order_by("-held_on").values("held_on")[:1]),
        n_overdue=_count(overdue, "meeting__community"),
    )
    return rows.prefetch_related(
        Prefetch(
            "members",
            CommunityMember.objects.on(day).filter(role=MemberRole.LEADER).select_related("person"),
            to_attr="leaders",
        )
    )


def _count(rows: QuerySet, by: str) -> Any:
    counted = rows.order_by().values(by).annotate(n_rows=Count("pk")).values("n_rows")
    return Coalesce(Subquery(counted), 0)


def with_presence(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Give each meeting ``n_expected``, ``n_present`` and ``n_decisions``."""
    attendances = Attendance.objects.filter(meeting=OuterRef("pk"))
    return rows.annotate(
        n_expected=_count(attendances, "meeting"),
        n_present=_count(attendances.filter(was_present=True), "meeting"),
        n_decisions=_count(Decision.objects.filter(meeting=OuterRef("pk")), "meeting"),
    )


def lines_of_last_year(community: Community, first: dt.date) -> list[Line]:
    """Return the meetings of the year of study before ``first``, moved by 52 weeks: to the same day of the week. Queries: one."""
    year = dt.timedelta(weeks=52)
    rows = community.meetings.filter(held_on__range=study_year(first - dt.timedelta(days=1)))
    rows = rows.exclude(state=MeetingState.CANCELLED).order_by("held_on", "pk")
    return [Line(day + year, title) for day, title in rows.values_list("held_on", "title")]


@dataclass(frozen=True)
class Invited:
    """Somebody who is no member: by name as it was written, and whose card that is, where it is known."""

    name: str
    person: Person | None = None


def invited_named(lines: Iterable[str], among: QuerySet[Person]) -> list[Invited]:
    """Return whom ``lines`` name; a full name that only one of ``among`` bears leads to that card. Queries: one."""
    names = list(dict.fromkeys(filter(None, map(clean, lines))))
    told = {name: fold(name.split(",")[0]) for name in names}
    surnames = {name.split(",")[0].split()[0] for name in names if name.split(",")[0].split()}
    bearers: dict[str, list[Person]] = defaultdict(list)
    for person in among.filter(last_name__in=surnames) if surnames else ():
        bearers[fold(str(person))].append(person)
    fitting = {name: bearers[folded] for name, folded in told.items()}
    return [Invited(name[:200], found[0] if len(found) == 1 else None) for name, found in fitting.items()]


def users_expected(meeting: Meeting) -> tuple[set[int], set[int]]:
    """Return the keys of the accounts of members of that day, and those of guests. Queries: two."""
    members, guests = (
        set(rows.filter(person__user__is_active=True).order_by().values_list("person__user", flat=True))
        for rows in (meeting.expected(), meeting.guests)
    )
    return members, guests - members


def invitations_of(person: Person, today: dt.date) -> QuerySet[Meeting]:
    """Return the meetings to come at which ``person`` is a guest. Queries: one."""
    rows = Meeting.objects.filter(guests__person=person, state=MeetingState.PLANNED, held_on__gte=today)
    return rows.select_related("community").order_by("held_on", "starts_at", "pk")


def decisions_of(person: Any) -> QuerySet[Decision]:
    """Return the decisions that ``person`` (a card or its key) answers for, what is not done first."""
    rows = Decision.objects.filter(person=person).select_related("meeting__community", "person")
    return rows.order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")


def keys_of_members(communities: Collection[int], day: dt.date) -> QuerySet:
    """Return the keys of those who are members on ``day``."""
    return CommunityMember.objects.on(day).filter(community__in=communities).values("person")


# --- Whom a word reaches ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Reach:
    """To how many members a message goes. ``n_unreached``: they have no account."""

    users: list[int]
    n_members: int

    @property
    def n_unreached(self) -> int:
        return self.n_members - len(self.users)


def reach_of(community: Community) -> Reach:
    """Return whom a message to the members of today reaches. Queries: one."""
    members = community.members.on(timezone.localdate())
    keys = list(members.values_list("person__user", flat=True))
    return Reach([key for key in keys if key], len(keys))


def due_decisions(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the decisions that people with an account still have to carry out, for reminders. Queries: one."""
    rows = Decision.objects.filter(
        done_on=None, due_on__range=(first, last), person__user__is_active=True
    ).select_related("meeting__community")
    url = reverse("communities:my_communities")
    for each in rows.annotate(user_id=F("person__user")):
        told = f"поручение «{each.text}», {each.meeting.community}"
        yield Due(each.user_id, f"communities.decision:{each.pk}", told, url, each.due_on)


def overdue_line(user: Any, day: dt.date) -> str:
    """Return how many decisions are overdue where ``user`` answers for a municipality, for the digest. Queries: one, and those of grants."""
    here = municipalities_where(user, {Role.HEAD})
    late = Decision.objects.overdue(day).filter(meeting__community__municipality__in=here).count()
    told = (
        "поручение сообществ просрочено",
        "поручения сообществ просрочены",
        "поручений сообществ просрочено",
    )
    return counted(late, *told) if late else ""


# --- The ledger of hours ----------------------------------------------------------------------------------------------
def hours_of_meetings(people: Collection[int]) -> Iterable[load.Row]:
    """What the ledger takes: planned meetings, each for those who are members on its day, and those of this week one was at. Queries: one."""
    held_on, this_week = F("community__meetings__held_on"), monday(timezone.localdate())
    rows = CommunityMember.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=held_on),
        person__in=people,
        starts_on__lte=held_on,
        community__meetings__state=MeetingState.PLANNED,
        community__meetings__held_on__gte=this_week,
    )
    been = Attendance.objects.filter(
        person__in=people,
        was_present=True,
        meeting__state=MeetingState.HELD,
        meeting__held_on__gte=this_week,
    )
    told = rows.order_by().values_list("person", "community__meetings__held_on", "community__meetings__hours")
    there = been.order_by().values_list("person", "meeting__held_on", "meeting__hours")
    for person, day, hours in told.union(there, all=True):
        yield person, day, day + dt.timedelta(days=1), hours


# --- The score --------------------------------------------------------------------------------------------------------
def rules_in_force(day: dt.date) -> list[Rule]:
    """Return the published rules that hold on ``day``. Queries: one."""
    in_force = Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day)
    words = Term.objects.of("community_score").filter(*in_force, merged_into=None)
    return [rule for word in words if (rule := rule_of(word.key, word.title))]


def scores(communities: Collection[int], first: dt.date, last: dt.date) -> dict[int, Score]:
    """Return {community: its score} from ``first`` to ``last``, both inclusive. Queries: five, however many communities."""
    rules = rules_in_force(last)
    known = known_measures(communities, first, last)
    return {key: score_of(rules, known.get(key, {})) for key in communities}


def known_measures(
    communities: Collection[int], first: dt.date, last: dt.date
) -> dict[int, dict[str, Known]]:
    """Return {community: {measure: what is known}} from ``first`` to ``last``; one whose meetings nobody entered is not in it. Queries: four."""
    day = min(last, timezone.localdate())
    found: dict[int, dict[str, Known]] = defaultdict(dict)
    meetings = Meeting.objects.filter(community__in=communities, held_on__range=(first, last))
    held = meetings.filter(state=MeetingState.HELD)
    due = meetings.filter(Q(held_on__lte=day) | Q(state=MeetingState.HELD))
    for key, n_due, n_held in _two_counts(due, "community", Q(state=MeetingState.HELD)):
        found[key] = {Measure.PLAN: Known(n_held, n_due), Measure.HELD: Known(n_held)}
    attendances = Attendance.objects.filter(meeting__in=held.values("pk"))
    for key, n_expected, n_present in _two_counts(attendances, "meeting__community", Q(was_present=True)):
        found[key][Measure.ATTENDANCE] = Known(n_present, n_expected)
    decisions = Decision.objects.filter(meeting__community__in=communities, due_on__range=(first, day))
    for key, _, n_in_time in _two_counts(decisions, "meeting__community", Q(done_on__lte=F("due_on"))):
        found[key][Measure.DECISION] = Known(n_in_time)
    n_materials = dict(
        Material.objects.filter(meeting__in=held.values("pk"))
        .order_by()
        .values_list("meeting__community")
        .annotate(Count("pk"))
    )
    for key, measures in found.items():
        if Measure.HELD in measures and measures[Measure.HELD].done:
            measures[Measure.MATERIAL] = Known(n_materials.get(key, 0))
    return found


def _two_counts(rows: QuerySet, by: str, condition: Q) -> Iterable[tuple[int, int, int]]:
    counted = rows.order_by().values(by).annotate(n_all=Count("pk"), n_some=Count("pk", filter=condition))
    return counted.values_list(by, "n_all", "n_some")


# --- What is asked of schools -----------------------------------------------------------------------------------------
def asked_by_meetings(municipality: int, first: dt.date, last: dt.date) -> Iterator[Request]:
    """Yield what planned meetings between two days ask of those who are members on that day, and of guests. Queries: three."""
    rows = Meeting.objects.filter(
        community__municipality=municipality, state=MeetingState.PLANNED, held_on__range=(first, last)
    )
    meetings = list(rows.select_related("community").order_by("held_on", "pk"))
    members = CommunityMember.objects.filter(community__in={each.community_id for each in meetings})
    terms_of = defaultdict(list)
    for community, person, starts_on, ends_on in members.values_list(
        "community", "person", "starts_on", "ends_on"
    ):
        terms_of[community].append((person, starts_on, ends_on))
    invited = defaultdict(set)
    guests = Guest.objects.filter(meeting__in=meetings, person__isnull=False)
    for key, person in guests.order_by().values_list("meeting", "person"):
        invited[key].add(person)
    for each in meetings:
        people = {
            person
            for person, starts_on, ends_on in terms_of[each.community_id]
            if starts_on <= each.held_on and (ends_on is None or ends_on > each.held_on)
        }
        yield request_of(each, frozenset(people | invited[each.pk]))


def request_of(meeting: Meeting, people: frozenset[int]) -> Request:
    """Return what a meeting asks, kept already or only planned on a form."""
    own = meeting.community.organization_id
    return Request(
        key=f"communities.meeting:{meeting.pk}",
        kind="заседание",
        title=f"{meeting.community}: {meeting.title}",
        first=meeting.held_on,
        last=meeting.held_on,
        url=meeting.get_absolute_url() if meeting.pk else "",
        # A school opens the meetings of its own communities, those of the district only whoever oversees them all.
        permission="communities.view_meeting" if own else "communities.rate_community",
        people=people,
        organizations=frozenset({own} if own else ()),
        starts_time=meeting.starts_at,
        ends_time=meeting.ends_at,
        takes_time=True,
    )
