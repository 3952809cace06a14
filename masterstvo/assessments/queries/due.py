"""What respondents still owe, for reminders."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.choices import Assessor
from masterstvo.assessments.models import Campaign, Sheet
from masterstvo.inbox.panels import Due

A_DAY = dt.timedelta(days=1)


def due_sheets(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the sheets that people still have to fill in. Queries: one."""
    campaigns = Campaign.objects.filter(
        assessor=Assessor.SELF,
        closed_on=None,
        starts_on__lte=timezone.localdate(),
        ends_on__range=(first + A_DAY, last + A_DAY),
    )
    sheets = Sheet.objects.filter(campaign__in=campaigns, finished_at=None, person__user__is_active=True)
    for sheet in sheets.select_related("campaign").annotate(user_id=F("person__user")):
        yield Due(
            sheet.user_id,
            f"campaign:{sheet.campaign_id}",
            f"ответить на «{sheet.campaign.title}»",
            reverse("assessments:sheet_list"),
            sheet.campaign.last_day,
        )
