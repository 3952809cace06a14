"""What is told without being asked: the event of tomorrow, and a seat that became free past the queue."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.dates import short_date
from masterstvo.core.words import quoted
from masterstvo.events.actions.registration import seat_waiting
from masterstvo.events.choices import COMING, EventState, RegistrationState
from masterstvo.events.models import Event
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind

A_DAY = dt.timedelta(days=1)


def remind_of_events(now: dt.datetime) -> int:
    """Tell those who have a seat of the event of tomorrow, and of today's where yesterday was missed; return how many notices.

    The same day of the same event is told once. Queries: three an event.
    """
    today = timezone.localtime(now).date()
    events = Event.objects.filter(state__in=COMING, held_on__range=(today, today + A_DAY))
    return sum(
        _remind(each, today)
        for each in events.select_related("venue").order_by("held_on", "pk")
        if each.starts_at is None or each.starts_at > now
    )


def _remind(event: Event, today: dt.date) -> int:
    eve = timezone.make_aware(dt.datetime.combine(event.held_on - A_DAY, dt.time()))
    seated = event.registrations.filter(
        state=RegistrationState.REGISTERED,
        queued_at__lt=eve,  # who came later has just been told
        person__user__is_active=True,
    )
    return notify(
        seated.order_by("pk").values_list("person__user", flat=True),
        kind=NoticeKind.DUE,
        text=_words(event, "Сегодня" if event.held_on == today else "Завтра"),
        url=reverse("events:event_own"),
        key=f"event:{event.pk}:eve:{event.held_on}",
    )


def _words(event: Event, when: str) -> str:
    hour = f" в {event.starts_time:%H:%M}" if event.starts_time else ""
    places = [str(each) for each in (event.venue, event.place) if each]
    where = f" Где: {', '.join(places)}." if places else " Ссылка на трансляцию – в «Моих событиях»." if event.url else ""  # fmt: skip
    return f"{when}, {short_date(event.held_on)}{hour}, вас ждут: {quoted(event.title)}.{where} Если не сможете, снимите запись: место ждут другие."


def seat_all_waiting(today: dt.date) -> int:
    """Give the seats that became free without anybody giving them back, as by an erasure; return to how many people.

    Who gets one is told. Queries: one, and a few an event with a queue.
    """
    queued = Event.objects.filter(
        state=EventState.OPEN, held_on__gte=today, registrations__state=RegistrationState.WAITING
    ).distinct()
    return sum(len(_seat(each)) for each in queued.order_by("held_on", "pk"))


@transaction.atomic
def _seat(event: Event) -> list[int]:
    return seat_waiting(event, by=None)
