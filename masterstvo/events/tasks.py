"""What is done each hour: whoever has a seat is reminded a day before, and no free seat stays beside a queue."""

import datetime as dt

from django.utils import timezone

from masterstvo.core.jobs import every
from masterstvo.events.actions import reminding


@every(dt.timedelta(hours=1))
def remind_of_events() -> None:
    """Each hour, so that the letter of the eve goes out in its morning; a day that was missed is made up for once."""
    reminding.seat_all_waiting(timezone.localdate())
    reminding.remind_of_events(timezone.now())
