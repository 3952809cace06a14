"""Secret links to calendars: given out, renewed, taken back, and noted as read."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.accounts.queries import hash_of
from masterstvo.agenda.models import Feed
from masterstvo.core.actions import add, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.words import clean

MOST = 10  # links of one user: a phone, a tablet, a computer, each with two or three calendars
NOTED_AFTER = dt.timedelta(minutes=10)  # so that readings in between write nothing


class TooManyFeeds(DomainError):
    pass


@transaction.atomic
def add_feed(
    user: User, *, title: str, whose: str, place: dict[str, Any], left_out: Collection[str], by: Any
) -> tuple[Feed, str]:
    """Give ``user`` a secret link; return it with its token, which is kept nowhere. ``place``: its column. Raises: TooManyFeeds."""
    User.objects.select_for_update().get(pk=user.pk)  # two clicks must not pass the limit together
    if Feed.objects.filter(user=user).count() >= MOST:
        raise TooManyFeeds(f"У вас уже {MOST} ссылок. Отзовите ту, которой не пользуетесь.")
    token = secrets.token_urlsafe(32)
    feed = Feed(
        user=user,
        title=clean(title),
        whose=whose,
        left_out=sorted(left_out),
        token_hash=hash_of(token),
        made_at=timezone.now(),
        **place,
    )
    return add(feed, by=by, action="agenda.add_feed"), token


@transaction.atomic
def renew_feed(feed: Feed, *, by: Any) -> str:
    """Make a new link instead of one that may be known to others; return its token. The old one opens nothing any more."""
    token = secrets.token_urlsafe(32)
    Feed.objects.filter(pk=feed.pk).update(token_hash=hash_of(token), made_at=timezone.now(), read_at=None)
    record(by, "agenda.renew_feed", feed)
    return token


def remove_feed(feed: Feed, *, by: Any) -> None:
    """Take a link back."""
    remove(feed, by=by, action="agenda.remove_feed", reason="")


def note_feed_read(feed: Feed, *, now: dt.datetime) -> None:
    """Remember when a link was read last, so that its owner notices one that is read by nobody or by somebody else."""
    stale = Q(read_at=None) | Q(read_at__lt=now - NOTED_AFTER)
    Feed.objects.filter(stale, pk=feed.pk).update(read_at=now)
