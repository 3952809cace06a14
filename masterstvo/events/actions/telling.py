"""What those who have to do with an event are told through the inbox."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils import timezone

from masterstvo.core.dates import short_date
from masterstvo.core.words import quoted
from masterstvo.events.models import Event
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.people.models import Person


class News(StrEnum):
    REGISTERED = "registered"
    WAITING = "waiting"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SPEAKS = "speaks"
    SPEAKS_NO_MORE = "speaks_no_more"


KINDS = {
    News.REGISTERED: NoticeKind.INVITATION,
    News.WAITING: NoticeKind.INVITATION,
    News.MOVED: NoticeKind.MESSAGE,
    News.CANCELLED: NoticeKind.MESSAGE,
    News.SPEAKS: NoticeKind.INVITATION,
    News.SPEAKS_NO_MORE: NoticeKind.MESSAGE,
}


def tell(event: Event, people: Collection[int], news: News, *, by: Any) -> None:
    """Tell ``people`` what became of ``event``; whoever did it themselves knows. Queries: four at most."""
    users = Person.objects.filter(pk__in=people, user__is_active=True).exclude(user=by and by.pk)
    keys = list(users.order_by("pk").values_list("user", flat=True)) if people else []
    if keys:
        happened = f"event:{event.pk}:{news}:{timezone.now().isoformat()}"  # a day may be put off twice
        notify(
            keys, kind=KINDS[news], text=_words(event, news), url=reverse("events:event_own"), key=happened
        )


def _words(event: Event, news: News) -> str:
    named = f"{quoted(event.title)}, {short_date(event.held_on)}"
    hour = f" в {event.starts_time:%H:%M}" if event.starts_time else ""
    return {
        News.REGISTERED: f"Вы записаны на событие: {named}{hour}.",
        News.WAITING: f"Вы в листе ожидания: {named}. Место дадим, как только освободится.",
        News.MOVED: f"Изменились день, час или место события: {named}{hour}.",
        News.CANCELLED: f"Событие отменено: {named}. {event.cancel_reason}",
        News.SPEAKS: f"Вы в программе события среди выступающих: {named}{hour}. Место за вами.",
        News.SPEAKS_NO_MORE: f"В программе события вас больше нет: {named}. Если хотите прийти слушателем, запишитесь.",
    }[news]
