"""What is done once a day: participants see places no older than that."""

from django.utils import timezone

from masterstvo.core.jobs import daily
from masterstvo.ratings import actions


@daily
def recount() -> None:
    actions.recount_running(timezone.localdate())
