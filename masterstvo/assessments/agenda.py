"""What campaigns bring to calendars: until when one is to answer, and until when a school or municipality is asked."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.models import Campaign, Sheet
from masterstvo.assessments.rules import own_sheets, visible_campaigns
from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted


def campaign_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the last day of answering. Queries: one."""
    rows = Campaign.objects.filter(ends_on__gt=wanted.first, ends_on__lte=wanted.end)
    if wanted.is_mine:
        yield from _own(wanted)
        return
    rows = rows.filter(pk__in=visible_campaigns(wanted.user).values("pk"))
    if wanted.school:
        rows = rows.filter(pk__in=Sheet.objects.filter(organization=wanted.school).values("campaign"))
    else:
        rows = rows.filter(municipality=wanted.municipality)
    for campaign in rows:
        yield _entry(
            campaign, campaign.get_absolute_url(), f"Идёт опрос: {campaign.title}", campaign.closed_on
        )


def _own(wanted: Wanted) -> Iterator[Entry]:
    sheets = own_sheets(wanted.user).filter(
        campaign__ends_on__gt=wanted.first, campaign__ends_on__lte=wanted.end
    )
    for sheet in sheets.select_related("campaign").annotate(answered=F("finished_at")):
        done = sheet.answered or sheet.campaign.closed_on
        yield _entry(
            sheet.campaign, reverse("assessments:sheet_list"), f"Ответить: {sheet.campaign.title}", done
        )


def _entry(campaign: Campaign, url: str, title: str, done: dt.date | None) -> Entry:
    last: dt.date = campaign.last_day
    late = EntryStatus.OVERDUE if last < timezone.localdate() else EntryStatus.COMING
    return Entry(
        key=f"assessments.campaign-{campaign.pk}",
        title=title,
        starts_on=last,
        url=url,
        note="Последний день",
        status=EntryStatus.DONE if done else late,
        changed_at=campaign.updated_at,
    )


SOURCES = (
    Source("campaigns", "Анкеты и диагностика", order=50, rows=campaign_entries, icon="clipboard-list"),
)
