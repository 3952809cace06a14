"""What is looked at each day without being asked."""

from django.conf import settings
from django.utils import timezone

from masterstvo.core.jobs import daily
from masterstvo.core.outside import ask
from masterstvo.documents.actions.link import check_links


@daily
def check_links_daily() -> None:
    """Ask a few addresses of documents whether they still answer."""
    if settings.CHECK_LINKS:
        check_links(day=timezone.localdate(), ask=ask)
