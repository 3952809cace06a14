"""Telling users: notices, reminders, digests, and the letters that say only how much is new."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.actions import add, change
from masterstvo.core.numbers import counted
from masterstvo.inbox.choices import Letters, NoticeKind
from masterstvo.inbox.models import Notice, Preference
from masterstvo.inbox.panels import lines
from masterstvo.inbox.queries import reminders
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant

SUBJECT = "Мастерство: новое для вас"
OLD = dt.timedelta(
    days=14
)  # of what is older than that no letter is written any more: the mail server was away too long
ANSWER_FOR_A_PLACE = (Role.HEAD, Role.ORGANIZATION, Role.REGION)


def notify(users: Iterable[int], *, kind: str, text: str, key: str, url: str = "") -> int:
    """Tell each user once; return how many were not told before. ``key``: what it is about, among all apps.

    Names may stand in ``text``: it is read after signing in and never goes into a letter. Queries: two.
    """
    return _tell(
        Notice(user_id=user, kind=kind, text=text[:1000], key=key, url=url) for user in dict.fromkeys(users)
    )


def _tell(notices: Iterable[Notice]) -> int:
    found = {(each.user_id, each.key): each for each in notices}
    if not found:
        return 0
    keys = {key for _, key in found}
    there = Notice.objects.filter(user__in={user for user, _ in found}, key__in=keys)
    for known in there.values_list("user", "key"):
        found.pop(known, None)
    Notice.objects.bulk_create(found.values(), ignore_conflicts=True)
    return len(found)


def read_notices(notices: Any) -> int:
    """Note the notices of this queryset as read."""
    return notices.filter(read_at=None).update(read_at=timezone.now())


@transaction.atomic
def save_preference(user: Any, *, by: Any, **values: Any) -> Preference:
    """Keep how a user wants to be written to."""
    kept = Preference.objects.filter(user=user).first()
    if kept:
        return change(kept, values, by=by, action="inbox.edit_preference")
    return add(Preference(user=user, **values), by=by, action="inbox.edit_preference")


# --- By the worker ----------------------------------------------------------------------------------------------------
def remind(day: dt.date) -> int:
    """Tell of terms that come and that are over; the same stage of the same thing is told once."""
    return _tell(
        Notice(
            user_id=due.user,
            kind=NoticeKind.DUE,
            text=f"{told}: {due.text} (до {due.due_on:%d.%m.%Y})"[:1000],
            url=due.url,
            key=f"{due.key}:{due.due_on}:{stage}",
        )
        for due, stage, told in reminders(day)
    )


def send_digests(day: dt.date) -> int:
    """Tell those who answer for a place, once a week, how much is late there, instead of copies of each reminder."""
    year, week, _ = day.isocalendar()
    key = f"digest:{year}-{week}"
    grants = Grant.objects.on(day).filter(role__in=ANSWER_FOR_A_PLACE, user__is_active=True)
    told = Notice.objects.filter(key=key).values("user")
    users = {each.user_id: each.user for each in grants.exclude(user__in=told).select_related("user")}
    return _tell(
        Notice(
            user=user,
            kind=NoticeKind.DIGEST,
            text="; ".join(found)[:1000],
            key=key,
            url=reverse("inbox:notice_list"),
        )
        for user in users.values()
        if (found := lines(user, day))
    )


def send_letters(now: dt.datetime) -> int:
    """Write one letter to each user who has something new and may be written to at this hour; return how many."""
    waiting: dict[Any, list[Notice]] = defaultdict(list)
    unmailed = Notice.objects.filter(mailed_at=None, created_at__gt=now - OLD)
    for notice in unmailed.select_related("user__notice_preference").order_by("user", "pk"):
        waiting[notice.user].append(notice)
    written = _written_today(waiting, now)
    return sum(_write(user, notices, now, user.pk in written) for user, notices in waiting.items())


def _written_today(users: Collection[Any], now: dt.datetime) -> set[int]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    mailed = Notice.objects.filter(user__in=list(users), mailed_at__gte=midnight)
    return set(mailed.values_list("user", flat=True))


def _write(user: Any, notices: list[Notice], now: dt.datetime, is_written_today: bool) -> bool:
    kept = getattr(user, "notice_preference", None) or Preference(user=user)
    if user.is_active and kept.letters != Letters.NEVER:
        if kept.is_quiet(timezone.localtime(now).time()):
            return False
        if kept.letters == Letters.DAILY and is_written_today:
            return False
        told = [each for each in notices if each.read_at is None and each.kind not in kept.muted]
    else:
        told = []
    with transaction.atomic():
        # Who else writes letters at the same moment finds these taken.
        mine = Notice.objects.filter(pk__in=[each.pk for each in notices], mailed_at=None)
        if mine.update(mailed_at=now) and told:
            send_mail(SUBJECT, _letter(told), None, [user.email])
            return True
    return False


def _letter(notices: list[Notice]) -> str:
    n_of_kind = Counter(each.kind for each in notices)
    return render_to_string(
        "inbox/letters/new.txt",
        {
            "n": counted(len(notices), "новое уведомление", "новых уведомления", "новых уведомлений"),
            "kinds": ", ".join(f"{NoticeKind(kind).label} – {n}" for kind, n in sorted(n_of_kind.items())),
            "link": settings.SITE and settings.SITE + _place(notices),
        },
    )


def _place(notices: list[Notice]) -> str:
    """Return where a letter leads after sign-in: to the thing itself, or to the list where there are several or words would stand in the address."""
    place = notices[0].url if len(notices) == 1 else ""
    return place if place and "?" not in place else reverse("inbox:notice_list")


def forget_notices(*, before: dt.datetime) -> int:
    """Remove notices that were read before a moment: what they tell of stands elsewhere."""
    return Notice.objects.filter(read_at__lt=before).delete()[0]
