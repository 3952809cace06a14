"""Reads of notices: how many wait, and what is to be reminded of today."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from masterstvo.core import terms
from masterstvo.core.numbers import counted
from masterstvo.inbox.models import Notice, Preference
from masterstvo.inbox.panels import Due, due_between

WEEK = 7


def n_unread() -> Coalesce:
    """Return the column that tells how many notices wait for a user."""
    waiting = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    return Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0)


def preference_of(user: Any) -> Preference:
    return Preference.objects.filter(user=user.pk).first() or Preference(user=user)


def reminders(day: dt.date) -> Iterator[tuple[Due, str, str]]:
    """Yield (what is due, the stage of its reminder, how it is told) on ``day``. Queries: two, and those of the sources.

    The stage is the nearest day of reminding that has come: who missed it is told once, late, and not of those before it.
    """
    before = sorted(terms.numbers_in_force("reminder_days", day, least=0))
    overdue = min(terms.numbers_in_force("overdue_reminders", day, least=0))
    first = day - dt.timedelta(days=overdue * WEEK)
    for each in due_between(first, day + dt.timedelta(days=before[-1])):
        left = (each.due_on - day).days
        if left >= 0:
            stage = next(days for days in before if days >= left)
            yield each, f"before-{stage}", _left(left)
        else:
            week = (-left - 1) // WEEK + 1
            if week <= overdue:
                yield each, f"overdue-{week}", f"Просрочено на {counted(-left, 'день', 'дня', 'дней')}"


def _left(days: int) -> str:
    if days == 0:
        return "Последний день"
    return "Завтра" if days == 1 else f"Осталось {counted(days, 'день', 'дня', 'дней')}"
