"""What communities bring to calendars: meetings, and until when a decision is to be carried out."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.communities.choices import MeetingState
from masterstvo.communities.models import CommunityMember, Decision, Meeting
from masterstvo.communities.rules import visible_meetings
from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted

STATUSES = {
    MeetingState.PLANNED: EntryStatus.COMING,
    MeetingState.HELD: EntryStatus.DONE,
    MeetingState.CANCELLED: EntryStatus.CANCELLED,
}
LESSON = dt.timedelta(minutes=45)  # an academic hour


def meeting_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the meetings at which one is expected as a member of that day; of a place, those that are seen there. Queries: one."""
    rows = Meeting.objects.filter(wanted.on("held_on")).select_related("community")
    seen = visible_meetings(wanted.user)
    if wanted.is_mine:
        members = CommunityMember.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=OuterRef("held_on")),
            person__user=wanted.user.pk,
            community=OuterRef("community"),
            starts_on__lte=OuterRef("held_on"),
        )
        rows = rows.filter(Exists(members)).annotate(has_page=Exists(seen.filter(pk=OuterRef("pk"))))
    elif wanted.school:
        rows = rows.filter(pk__in=seen.values("pk"), community__organization=wanted.school)
    else:
        rows = rows.filter(pk__in=seen.values("pk"), community__municipality=wanted.municipality)
    for meeting in rows:
        yield Entry(
            key=f"communities.meeting-{meeting.pk}",
            title=f"{meeting.community}: {meeting.title}",
            starts_on=meeting.held_on,
            starts_time=meeting.starts_at,
            ends_time=_end(meeting),
            place=meeting.place,
            link=meeting.link,
            url=meeting.get_absolute_url()
            if getattr(meeting, "has_page", True)
            else reverse("communities:my_communities"),
            note=f"Отменено: {meeting.cancelled_because}" if meeting.cancelled_because else "",
            status=STATUSES[MeetingState(meeting.state)],
            changed_at=meeting.updated_at,
            takes_time=True,
        )


def _end(meeting: Meeting) -> dt.time | None:
    """Return when it is over by its academic hours; the last minute of the day for what would pass midnight."""
    if meeting.starts_at is None:
        return None
    starts = dt.datetime.combine(meeting.held_on, meeting.starts_at)
    ends = starts + LESSON * max(1, meeting.hours)
    return ends.time() if ends.date() == meeting.held_on else dt.time(23, 59)


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
