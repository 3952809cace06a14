"""Campaigns: opened for a circle of people, reminded of, closed."""

import datetime as dt
import random
import secrets
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.choices import Assessor, Subject
from masterstvo.assessments.content.flow import drawn
from masterstvo.assessments.models import Campaign, Sheet, Version
from masterstvo.assessments.queries.circle import Circle
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record_many
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality

DAYS_BETWEEN_REMINDERS = 3
WITH_SHEETS = {  # opened for everybody at once; and what to say when there is nobody
    Subject.PERSON: "Под этот отбор никто не попал: снимите часть условий.",
    Subject.ORGANIZATION: "Ни у одной из этих организаций нет руководителя с доступом и карточкой: пригласите его на «Доступах».",
}


class NobodyToAsk(DomainError):
    field = "organizations"


class VersionIsDraft(DomainError):
    field = "instrument"


class CampaignIsClosed(DomainError):
    pass


class CampaignIsAnswered(DomainError):
    pass


class RemindedLately(DomainError):
    pass


class DayOutOfOrder(DomainError):
    field = "ends_on"


@transaction.atomic
def open_campaign(
    *,
    municipality: Municipality,
    version: Version,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: Any,
    assessor: str = Assessor.SELF,
    circle: Circle | None = None,
) -> Campaign:
    """Open a campaign with a sheet for everybody in the circle; an anonymous one gets a link instead.

    Raises: VersionIsDraft, DayOutOfOrder, NobodyToAsk.
    """
    if version.is_draft:
        raise VersionIsDraft("Сначала опубликуйте эту версию инструмента.")
    if ends_on <= starts_on:
        raise DayOutOfOrder("Последний день раньше первого.")
    if (version.instrument.subject == Subject.ANONYMOUS) != (assessor == Assessor.ANYONE):
        raise VersionIsDraft(
            "Анонимный опрос проводят по ссылке, а именной – с листом на каждого: выберите другой инструмент."
        )
    circle = circle or Circle()
    campaign = add(
        Campaign(
            municipality=municipality,
            version=version,
            title=title,
            assessor=assessor,
            starts_on=starts_on,
            ends_on=ends_on,
            circle=circle.kept(),
            link=secrets.token_urlsafe(12) if assessor == Assessor.ANYONE else None,
        ),
        by=by,
        action="assessments.open_campaign",
    )
    # A card of a lesson has no sheet before somebody comes to the lesson.
    if version.instrument.subject in WITH_SHEETS and not _add_sheets(campaign, by=by):
        raise NobodyToAsk(WITH_SHEETS[Subject(version.instrument.subject)])
    return campaign


@transaction.atomic
def widen_campaign(campaign: Campaign, *, by: Any) -> int:
    """Add sheets for those who have come into the circle since; return how many. Raises: CampaignIsClosed."""
    lock(campaign)
    _check_open(campaign)
    return _add_sheets(campaign, by=by)


def _add_sheets(campaign: Campaign, *, by: Any) -> int:
    day = max(timezone.localdate(), campaign.starts_on)
    circle, subject = Circle.read(campaign.circle), campaign.version.instrument.subject
    places = circle.asked(campaign.municipality_id, day, subject)
    known = set(campaign.sheets.values_list("person", flat=True))
    if subject == Subject.ORGANIZATION:  # whoever heads it next does not answer again
        answered = set(campaign.sheets.values_list("organization", flat=True))
        places = {person: place for person, place in places.items() if place not in answered}
    content, chance = campaign.version.parts, random.SystemRandom()
    is_drawn = any(section.draw for section in content.sections)
    sheets = Sheet.objects.bulk_create(
        [
            Sheet(
                campaign=campaign,
                person_id=person,
                organization_id=organization,
                form=drawn(content, chance) if is_drawn else None,
            )
            for person, organization in places.items()
            if person not in known
        ],
        batch_size=500,
    )
    record_many(
        by,
        "assessments.open_sheet",
        [(Sheet._meta.label, sheet.pk, {}) for sheet in sheets],
        place_id=campaign.municipality_id,
    )
    if campaign.assessor == Assessor.SELF:
        _ask(campaign, "Вас просят ответить", NoticeKind.INVITATION)
    return len(sheets)


@transaction.atomic
def edit_campaign(campaign: Campaign, *, by: Any, **values: Any) -> Campaign:
    """Change the title or the days. ``values``: title, starts_on, ends_on, token. Raises: DayOutOfOrder."""
    if values["ends_on"] <= values["starts_on"]:
        raise DayOutOfOrder("Последний день раньше первого.")
    return change(campaign, values, by=by, action="assessments.edit_campaign")


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: Any) -> Campaign:
    """Take no more answers; unfinished sheets stay unfinished. Raises: CampaignIsClosed."""
    lock(campaign)
    _check_open(campaign)
    return change(campaign, {"closed_on": timezone.localdate()}, by=by, action="assessments.close_campaign")


def reopen_campaign(campaign: Campaign, *, by: Any) -> Campaign:
    return change(campaign, {"closed_on": None}, by=by, action="assessments.reopen_campaign")


@transaction.atomic
def remove_campaign(campaign: Campaign, *, by: Any, reason: str) -> None:
    """Delete a campaign to which nobody has answered. Raises: CampaignIsAnswered."""
    lock(campaign)
    if (
        campaign.sheets.filter(finished_at__isnull=False).exists()
        or campaign.anonymous_sheets.filter(is_finished=True).exists()
    ):
        raise CampaignIsAnswered("На неё уже ответили: закройте её, ответы останутся.")
    remove(campaign, by=by, action="assessments.remove_campaign", reason=reason)


def _check_open(campaign: Campaign) -> None:
    if campaign.closed_on:
        raise CampaignIsClosed("Кампания закрыта. Откройте её снова, если ответы ещё нужны.")


# --- Reminders --------------------------------------------------------------------------------------------------------
@transaction.atomic
def remind(campaign: Campaign, *, by: Any) -> int:
    """Tell those who have not finished and have an account; return how many. Raises: CampaignIsClosed, RemindedLately."""
    lock(campaign)
    _check_open(campaign)
    today = timezone.localdate()
    if not campaign.is_open(today):
        raise CampaignIsClosed("Сейчас на неё не отвечают: продлите последний день, если ответы ещё нужны.")
    last = campaign.reminded_on
    if last and (today - last).days < DAYS_BETWEEN_REMINDERS:
        raise RemindedLately(f"Напоминали {last:%d.%m.%Y}. Ещё раз можно через {DAYS_BETWEEN_REMINDERS} дня.")
    change(campaign, {"reminded_on": today}, by=by, action="assessments.remind")
    return _ask(campaign, "Напоминаем: вас просят ответить", NoticeKind.DUE, f":{today}")


def _ask(campaign: Campaign, words: str, kind: str, when: str = "") -> int:
    """Tell those who have an account and have not finished."""
    waiting = campaign.sheets.filter(finished_at=None, person__user__is_active=True)
    return notify(
        waiting.order_by("pk").values_list("person__user", flat=True),
        kind=kind,
        text=f"{words}: «{campaign.title}», последний день {campaign.last_day:%d.%m.%Y}",
        url=reverse("assessments:sheet_list"),
        key=f"campaign:{campaign.pk}{when}",
    )
