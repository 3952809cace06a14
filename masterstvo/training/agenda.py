"""What courses bring to calendars: those one is to take, and the runs of programmes with seats for a school or municipality."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted
from masterstvo.people.models import Employment
from masterstvo.training.choices import IN_PERSON, LIVE, WAITING, RequestState
from masterstvo.training.models import Session, TrainingRequest
from masterstvo.training.rules import visible_sessions


def course_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the runs of programmes: those of one's own requests, of requests of a school's people, of a municipality. Queries: one."""
    rows = Session.objects.filter(wanted.within("starts_on", "ends_on")).select_related("programme__provider")
    today = timezone.localdate()
    if wanted.is_mine:
        own = TrainingRequest.objects.filter(
            person__user=wanted.user.pk, state__in=[*LIVE, RequestState.COMPLETED], session=OuterRef("pk")
        )
        seen = visible_sessions(wanted.user).filter(pk=OuterRef("pk"))
        rows = rows.annotate(request=Subquery(own.order_by("-pk").values("state")[:1]), has_page=Exists(seen))
        rows = rows.filter(request__isnull=False)
    else:
        rows = rows.filter(pk__in=visible_sessions(wanted.user).values("pk"))
        if wanted.school:
            staff = Employment.objects.on(today).filter(organization=wanted.school).values("person")
            asked = TrainingRequest.objects.filter(person__in=staff, state__in=LIVE)
            rows = rows.filter(pk__in=asked.values("session"))
        else:
            rows = rows.filter(municipality=wanted.municipality)
    for session in rows:
        is_asked = getattr(session, "request", "") in WAITING
        done = EntryStatus.DONE if session.ends_on <= today else EntryStatus.COMING
        yield Entry(
            key=f"training.session-{session.pk}",
            title=session.programme.title,
            starts_on=session.starts_on,
            ends_on=session.ends_on,
            place=session.place or session.programme.provider.title,
            url=session.get_absolute_url()
            if getattr(session, "has_page", True)
            else reverse("training:my_courses"),
            note="Заявка ещё не утверждена" if is_asked else "",
            status=EntryStatus.UNCERTAIN if is_asked and done != EntryStatus.DONE else done,
            changed_at=session.updated_at,
            takes_time=session.programme.form in IN_PERSON,
        )


SOURCES = (Source("courses", "Курсы", order=20, rows=course_entries, icon="graduation-cap"),)
