"""Columns and filters of the lists of communities, and the panels on a person's card."""

from collections import defaultdict
from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.communities.choices import MeetingState, MemberRole
from masterstvo.communities.models import Community, CommunityMember, Decision, Meeting
from masterstvo.communities.queries import decisions_of, with_presence
from masterstvo.communities.rules import visible_communities, visible_decisions, visible_meetings
from masterstvo.core.dates import short_date
from masterstvo.core.listing import Column, Filter, Panel, Table, by_condition, by_term, search
from masterstvo.core.search import matching
from masterstvo.documents.choices import DocumentState
from masterstvo.people.panels import NAME, person_column, workplace_column
from masterstvo.plans.panels import Doing, DoingSource
from masterstvo.search.panels import Kind

ON_CARD_AT_MOST = 10


def _subjects(community):
    return [subject.title for subject in community.subjects.all()]


def _leaders(community):
    return [each.person.short_name for each in community.leaders]


def _next(community):
    if community.next_on:
        return community.next_on
    return "не назначено" if community.holds_on(timezone.localdate()) else None


def _last(community):
    return f"последнее {short_date(community.last_on)}" if community.last_on else ""


def _overdue(community):
    return community.n_overdue or None


def _led_by(rows, text):
    led = matching(
        CommunityMember.objects.on(timezone.localdate()).filter(role=MemberRole.LEADER),
        text,
        *(f"person__{name}" for name in NAME),
    )
    return rows.filter(pk__in=led.values("community"))


def _stands(rows, _):
    return rows.filter(pk__in=Community.objects.on(timezone.localdate()).values("pk"))


TITLE = Column("Сообщество", str, 44, url=Community.get_absolute_url, small=_subjects)
KIND = Column("Вид", attrgetter("kind"), 30, "community_kind")
LEADER = Column("Руководитель", _leaders, 30, state=lambda row: "" if row.leaders else "at_risk")
MEMBERS_NOW = Column("Участников", attrgetter("n_members"), 10, is_number=True)
NEXT = Column("Ближайшее заседание", _next, 16, small=_last)
OVERDUE = Column("Просрочено поручений", _overdue, 12, is_number=True)


def by_leader() -> Filter:
    """Communities whose leader of today bears these words in the name."""
    named = search("title", label="Руководитель")
    return Filter("leader", named.field, _led_by)


def by_activity() -> Filter:
    """A tick: only communities that work today."""
    ticked = by_condition("active", Q, "Только действующие")
    return Filter("active", ticked.field, _stands)


COMMUNITIES = Table(
    title="Сообщества",
    columns=(
        Column("Сообщество", str, 44),
        KIND,
        Column("Предметы", _subjects, 24),
        Column("Организация", attrgetter("organization"), 30),
        LEADER,
        MEMBERS_NOW,
        NEXT,
        Column("Последнее заседание", attrgetter("last_on"), 14),
        OVERDUE,
        Column("Работает с", attrgetter("starts_on"), 12),
        Column("Последний день", attrgetter("last_day"), 12),
    ),
    shown=(TITLE, KIND, LEADER, MEMBERS_NOW, NEXT, OVERDUE),
    filters=(
        search("title"),
        by_term("kind", "kind", "community_kind", "Вид"),
        by_term("subject", "subjects__key", "subject", "Предмет"),
        by_leader(),
        by_activity(),
    ),
    edit=lambda row: reverse("communities:community_edit", args=[row.pk]),
)

ROLE = Column("Роль", CommunityMember.get_role_display, 16)
SINCE = Column("С", attrgetter("starts_on"), 12)
UNTIL = Column("По", attrgetter("last_day"), 12)
MEMBERS = Table(
    title="Участники сообщества",
    columns=(person_column("Участник"), workplace_column(), ROLE, SINCE, UNTIL),
    edit=lambda row: reverse("communities:member_edit", args=[row.pk]),
)


def member_columns(opened):
    """Return the columns of members on a page, where only the ``opened`` cards are links: members are no staff of each other."""
    name = Column(
        "Участник",
        attrgetter("person"),
        url=lambda row: row.person.get_absolute_url() if row.person_id in opened else "",
    )
    return (name, workplace_column(), ROLE, SINCE)


# --- What is done for activities of plans ----------------------------------------------------------------------------
LOOKS = {  # codes of the component «state»
    MeetingState.PLANNED: "not_started",
    MeetingState.HELD: "done",
    MeetingState.CANCELLED: "not_held",
}


def activity_doings(activities):
    """Return {activity: its meetings as the plan shows them}. Queries: two."""
    links = list(Meeting.activities.through.objects.filter(activity__in=activities))
    meetings = with_presence(Meeting.objects.filter(pk__in={each.meeting_id for each in links}))
    known = (
        {each.pk: _doing(each) for each in meetings.select_related("community", "document")} if links else {}
    )
    found = defaultdict(list)
    for link in links:
        found[link.activity_id].append(known[link.meeting_id])
    return found


def _doing(meeting):
    document = meeting.document
    return Doing(
        pk=meeting.pk,
        title=meeting.title,
        held_on=meeting.held_on,
        url=meeting.get_absolute_url(),
        look=LOOKS[MeetingState(meeting.state)],
        state=meeting.get_state_display(),
        is_held=meeting.state == MeetingState.HELD,
        is_coming=meeting.state == MeetingState.PLANNED,
        turnout=f"присутствовали {meeting.n_present} из {meeting.n_expected}" if meeting.n_expected else "",
        where=str(meeting.community),
        proof=reverse("communities:meeting_protocol", args=[meeting.pk]),
        proof_title=f"Протокол № {meeting.protocol_number}, {meeting.community}",
        document=document if document and document.state == DocumentState.SIGNED else None,
    )


DOINGS = DoingSource("Заседание", activity_doings, visible_meetings)


# --- On a person's card ---------------------------------------------------------------------------------------------
def person_panel(user, person):
    """The communities of the person, those of today first; nothing for who belongs to none."""
    rows = list(
        CommunityMember.objects.filter(person=person)
        .select_related("community")
        .order_by("-starts_on", "community__title")
    )
    if not rows:
        return None
    shown = visible_communities(user).filter(pk__in=[row.community_id for row in rows])
    opened = set(shown.values_list("pk", flat=True))
    community = Column(
        "Сообщество",
        attrgetter("community"),
        44,
        url=lambda row: row.community.get_absolute_url() if row.community_id in opened else "",
    )
    return Panel(title="Сообщества", columns=(community, ROLE, SINCE, UNTIL), rows=rows)


def decision_panel(user, person):
    """What communities decided that the person does; nothing for who has no such task."""
    rows = decisions_of(person).filter(pk__in=visible_decisions(user).values("pk"))[:ON_CARD_AT_MOST]
    found = list(rows)
    return Panel(title="Поручения сообществ", columns=DECISIONS, rows=found) if found else None


DECISIONS = (
    Column("Поручение", attrgetter("text"), 50, small=lambda row: str(row.meeting.community)),
    Column("Срок", attrgetter("due_on"), 12),
    Column("Состояние", lambda row: _state(row), 16, state=attrgetter("look")),
)


def _state(decision: Decision) -> str:
    if decision.done_on:
        return f"выполнено {short_date(decision.done_on)}"
    return "просрочено" if decision.look == "overdue" else "в работе"


FOUND = Kind(
    model="communities.Community",
    title="Сообщества",
    visible=visible_communities,
    texts=lambda community: (community.title, community.goal),
    words={"kind": "community_kind"},
    list_url="communities:community_list",
    order=45,
)
