"""What is done each hour: whoever is expected at a meeting is reminded a day before."""

import datetime as dt

from django.utils import timezone

from masterstvo.communities.actions.telling import remind_of_meetings as remind
from masterstvo.core.jobs import every


@every(dt.timedelta(hours=1))
def remind_of_meetings() -> None:
    """Each hour, so that the letter of the eve goes out in its morning; a day that was missed is made up for once."""
    remind(timezone.now())
