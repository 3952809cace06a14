"""The short survey that asks, without names, those who were at an event."""

import copy
import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.actions.campaign import open_campaign
from masterstvo.assessments.choices import Assessor, Subject
from masterstvo.assessments.queries.instrument import published_versions
from masterstvo.core.actions import add
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import quoted
from masterstvo.events.choices import EventState
from masterstvo.events.models import Event, EventSurvey
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind

INSTRUMENT = "event-satisfaction"  # shipped, see assessments/instruments.yaml
DAYS_TO_ANSWER = 14


class CannotAsk(DomainError):
    pass


@transaction.atomic
def open_survey(event: Event, *, by: Any) -> EventSurvey:
    """Open an anonymous survey of two weeks and tell those who were present. Raises: CannotAsk."""
    event = lock(copy.copy(event))
    if event.state != EventState.HELD:
        raise CannotAsk("Спрашивают о том, что состоялось.")
    if EventSurvey.objects.filter(event=event).exists():
        raise CannotAsk("Опрос об этом событии уже открыт.")
    version = published_versions(None, {Subject.ANONYMOUS}).filter(instrument__key=INSTRUMENT).first()
    if version is None:
        raise CannotAsk("Анкеты «Отзыв о событии» здесь нет. Попросите администратора обновить программу.")
    today = timezone.localdate()
    campaign = open_campaign(
        municipality=event.municipality,
        version=version,
        title=f"Отзыв: {event.title}"[:300],
        starts_on=today,
        ends_on=today + dt.timedelta(days=DAYS_TO_ANSWER),
        assessor=Assessor.ANYONE,
        by=by,
    )
    survey = add(EventSurvey(event=event, campaign=campaign), by=by, action="events.open_survey")
    present = event.participations.filter(was_present=True, person__user__is_active=True)
    notify(
        present.order_by("person__user").values_list("person__user", flat=True),
        kind=NoticeKind.INVITATION,
        text=f"Как вам событие {quoted(event.title)}? Ответьте за минуту, без имени.",
        url=reverse("assessments:survey_begin", args=[campaign.link]),
        key=f"survey:{campaign.pk}",
    )
    return survey
