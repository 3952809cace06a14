"""What those who are expected at meetings are told: what is planned, what changes, and the meeting of tomorrow."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from masterstvo.communities.choices import MeetingState
from masterstvo.communities.models import Community, Meeting
from masterstvo.communities.queries import users_expected
from masterstvo.core.dates import russian_date
from masterstvo.core.numbers import counted
from masterstvo.core.words import quoted
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind

A_DAY = dt.timedelta(days=1)


def tell_planned(meetings: Sequence[Meeting], *, by: Any) -> int:
    """Tell of meetings of one community that were planned together, all in one notice; of what is over nobody needs to hear."""
    coming = [each for each in meetings if each.held_on >= timezone.localdate()]
    if not coming:
        return 0
    first = min(coming, key=lambda each: (each.held_on, each.pk))
    told = f"заседание {_when_and_what(first)}"
    if len(coming) > 1:
        number = counted(len(coming), "заседание", "заседания", "заседаний")
        told = f"в плане {number}, ближайшее – {_when_and_what(first)}"
    return _tell(
        coming,
        f"{told}.{_where(first) if len(coming) == 1 else ''}",
        NoticeKind.INVITATION,
        f"planned:{first.pk}",
        by,
    )


def tell_changed(meeting: Meeting, text: str, *, by: Any) -> int:
    """Tell that a planned meeting is moved or cancelled: each change once."""
    return _tell(
        [meeting], text, NoticeKind.MESSAGE, f"changed:{meeting.pk}:{meeting.updated_at.isoformat()}", by
    )


def remind_of_meetings(now: dt.datetime) -> int:
    """Tell those who are expected tomorrow, and today where yesterday was missed; return how many notices.

    The same day of the same meeting is told once; what was planned on the eve has just been told. Queries: six a meeting.
    """
    today = timezone.localtime(now).date()
    meetings = Meeting.objects.filter(state=MeetingState.PLANNED, held_on__range=(today, today + A_DAY))
    return sum(
        _remind(each, today)
        for each in meetings.select_related("community").order_by("held_on", "pk")
        if each.held_on > today or each.starts_at is None or each.starts_at > timezone.localtime(now).time()
    )


def _remind(meeting: Meeting, today: dt.date) -> int:
    eve = timezone.make_aware(dt.datetime.combine(meeting.held_on - A_DAY, dt.time()))
    if meeting.created_at >= eve:
        return 0
    when = "сегодня" if meeting.held_on == today else "завтра"
    text = f"{when} заседание {_when_and_what(meeting)}.{_where(meeting)}"
    return _tell([meeting], text, NoticeKind.DUE, f"eve:{meeting.pk}:{meeting.held_on}", None)


def _tell(meetings: Sequence[Meeting], text: str, kind: str, key: str, by: Any) -> int:
    """Whoever did it themselves is told nothing; a guest reads of it among the own invitations, the page of the meeting is the members'."""
    expected = [users_expected(each) for each in meetings]
    members = {user for these, _ in expected for user in these} - {by and by.pk}
    guests = {user for _, these in expected for user in these} - members - {by and by.pk}
    own = reverse("communities:my_communities")
    community: Community = meetings[0].community
    return sum(
        notify(
            sorted(users),
            kind=kind,
            text=f"{community}: {text}",
            key=f"communities.meeting:{key}",
            url=url,
        )
        for users, url in (
            (members, own if len(meetings) > 1 else meetings[0].get_absolute_url()),
            (guests, own),
        )
    )


def _when_and_what(meeting: Meeting) -> str:
    hour = f" в {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return f"{russian_date(meeting.held_on)}{hour}, {quoted(meeting.title)}"


def _where(meeting: Meeting) -> str:
    if meeting.place:
        return f" Где: {meeting.place}."
    return f" Подключиться: {meeting.link}" if meeting.link else ""
