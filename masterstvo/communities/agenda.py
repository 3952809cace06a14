"""What communities bring to calendars: meetings, and until when a decision is to be carried out."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from masterstvo.communities.choices import MeetingState
from masterstvo.communities.models import CommunityMember, Decision, Guest, Meeting
from masterstvo.communities.rules import visible_communities, visible_meetings
from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted

STATUSES = {
    MeetingState.PLANNED: EntryStatus.COMING,
    MeetingState.HELD: EntryStatus.DONE,
    MeetingState.CANCELLED: EntryStatus.CANCELLED,
}


def meeting_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the meetings at which one is expected: as a member of that day, or a guest. Queries: one.

    Of a school: those of its own communities, and of those to which its people of that day belong.
    """
    rows = Meeting.objects.filter(wanted.on("held_on")).select_related("community")
    rows = rows.annotate(has_page=Exists(visible_meetings(wanted.user).filter(pk=OuterRef("pk"))))
    if wanted.is_mine:
        invited = Guest.objects.filter(meeting=OuterRef("pk"), person__user=wanted.user.pk)
        rows = rows.filter(Exists(_members(person__user=wanted.user.pk)) | Exists(invited))
    elif wanted.school:
        job = "person__employments"
        staff = _members(
            Q(**{f"{job}__ends_on": None}) | Q(**{f"{job}__ends_on__gt": OuterRef("held_on")}),
            **{f"{job}__organization": wanted.school, f"{job}__starts_on__lte": OuterRef("held_on")},
        )
        rows = rows.filter(
            Q(community__organization=wanted.school) | Exists(staff),
            community__in=visible_communities(wanted.user).values("pk"),
        )
    else:
        rows = rows.filter(has_page=True, community__municipality=wanted.municipality)
    for meeting in rows:
        yield Entry(
            key=f"communities.meeting-{meeting.pk}",
            title=f"{meeting.community}: {meeting.title}",
            starts_on=meeting.held_on,
            starts_time=meeting.starts_at,
            ends_time=meeting.ends_at,
            place=meeting.place,
            link=meeting.link if meeting.has_page or wanted.is_mine else "",
            url=_page(meeting, wanted),
            note=f"Отменено: {meeting.cancelled_because}" if meeting.cancelled_because else "",
            status=STATUSES[MeetingState(meeting.state)],
            changed_at=meeting.updated_at,
            takes_time=True,
        )


def _members(*conditions: Q, **values: Any) -> QuerySet[CommunityMember]:
    """Return the memberships that hold on the day of the meeting of the outer query."""
    day = OuterRef("held_on")
    return CommunityMember.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day),
        *conditions,
        community=OuterRef("community"),
        starts_on__lte=day,
        **values,
    )


def _page(meeting: Any, wanted: Wanted) -> str:
    """Return where the reader may read of it: a school sees the community, what was said there is not its matter."""
    if meeting.has_page:
        return meeting.get_absolute_url()
    return reverse("communities:my_communities") if wanted.is_mine else meeting.community.get_absolute_url()


def decision_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the last days of what one has to carry out: whose a decision is concerns nobody else's calendar. Queries: one."""
    if not wanted.is_mine:
        return
    rows = Decision.objects.filter(wanted.on("due_on"), person__user=wanted.user.pk)
    today = timezone.localdate()
    for each in rows.annotate(of=F("meeting__community__title")):
        late = EntryStatus.OVERDUE if each.due_on < today else EntryStatus.COMING
        yield Entry(
            key=f"communities.decision-{each.pk}",
            title=f"Поручение: {each.of}",
            starts_on=each.due_on,
            url=reverse("communities:my_communities"),
            inside=each.text,
            status=EntryStatus.DONE if each.done_on else late,
            changed_at=each.updated_at,
        )


SOURCES = (
    Source("meetings", "Заседания", order=30, rows=meeting_entries, icon="users-round"),
    Source("decisions", "Поручения", order=35, rows=decision_entries, icon="list-checks"),
)
