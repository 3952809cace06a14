"""What plans bring to calendars: the last day of each activity, and the day of what is held on one."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted
from masterstvo.people.models import Employment
from masterstvo.plans.choices import OPEN_STATES, ActivityState
from masterstvo.plans.models import Activity, ActivityResponsible
from masterstvo.plans.queries.activity import events_between
from masterstvo.plans.queries.due import RUNNING
from masterstvo.plans.rules import visible_activities

OVER = {ActivityState.NOT_HELD, ActivityState.REPLACED, ActivityState.NOT_APPLICABLE}


def activity_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the activities of running plans: those one is named for, those of a school's people, those of a municipality. Queries: one."""
    rows = Activity.objects.filter(
        Q(postponed_to__isnull=True, due_on__gte=wanted.first)
        & (Q(starts_on=None) | Q(starts_on__lt=wanted.end))
        | wanted.on("postponed_to"),
        plan__state__in=RUNNING,
    )
    named = ActivityResponsible.objects.all()
    today = timezone.localdate()
    if wanted.is_mine:
        rows = rows.filter(pk__in=named.filter(person__user=wanted.user.pk).values("activity"))
    else:
        rows = rows.filter(pk__in=visible_activities(wanted.user).values("pk"))
        if wanted.school:
            staff = Employment.objects.on(today).filter(organization=wanted.school).values("person")
            rows = rows.filter(pk__in=named.filter(person__in=staff).values("activity"))
        else:
            rows = rows.filter(plan__municipality=wanted.municipality)
    for each in events_between(rows, wanted.first, wanted.end - dt.timedelta(days=1)):
        yield Entry(
            key=f"plans.activity-{each.activity.pk}-{each.day:%Y%m%d}",
            title=str(each.activity),
            starts_on=each.day,
            place=each.activity.place_text,
            url=each.activity.get_absolute_url(),
            note="Последний день срока" if each.is_end else "",
            status=_status(each.activity, each.day, today),
            changed_at=each.activity.updated_at,
        )


def _status(activity: Activity, day: dt.date, today: dt.date) -> EntryStatus:
    if activity.state in OVER:
        return EntryStatus.CANCELLED
    if activity.state in OPEN_STATES or activity.state == ActivityState.POSTPONED:
        return EntryStatus.OVERDUE if day < today else EntryStatus.COMING
    return EntryStatus.DONE


SOURCES = (Source("plan", "Мероприятия плана", order=60, rows=activity_entries, icon="flag"),)
