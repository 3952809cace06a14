"""What is told without being asked: each day the terms, each quarter of an hour the letters."""

import datetime as dt

from django.utils import timezone

from masterstvo.core.jobs import daily, every
from masterstvo.inbox import actions

KEPT = dt.timedelta(days=365)


@daily
def remind() -> None:
    """Remind of terms and tell the week's digest; a day that was missed is made up for once."""
    today = timezone.localdate()
    actions.remind(today)
    actions.send_digests(today)
    actions.forget_notices(before=timezone.now() - KEPT)


@every(dt.timedelta(minutes=15))
def send_letters() -> None:
    """Write to those who have something new."""
    actions.send_letters(timezone.now())
