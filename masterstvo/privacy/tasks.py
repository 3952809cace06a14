"""What is looked at each day without being asked."""

from django.utils import timezone

from masterstvo.core.jobs import daily
from masterstvo.privacy.actions import retention


@daily
def propose_retention() -> None:
    """Tell the officers once a year that terms of keeping are over."""
    retention.propose_yearly(day=timezone.localdate())
