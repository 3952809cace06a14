"""What the survey of an event says to a reader."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.models import Campaign
from masterstvo.assessments.queries.campaign import Whole, answers_together
from masterstvo.events.models import Event
from masterstvo.people.queries import smallest_group


@dataclass(frozen=True)
class SurveyTold:
    """``whole``: None while too few have answered, or for whoever sees no totals (``may_know``)."""

    campaign: Campaign
    link: str
    is_open: bool
    n: int
    whole: Whole | None
    smallest: int
    may_know: bool
    may_open: bool


def survey_told(event: Event, user: Any, site: str) -> SurveyTold | None:
    """Return the survey of ``event`` as its campaign's page would tell it, without free answers: those stand there. Queries: two.

    ``site``: the beginning of our addresses.
    """
    survey = getattr(event, "survey", None)
    if survey is None:
        return None
    campaign = survey.campaign
    smallest = 0 if user.is_superuser else smallest_group(timezone.localdate())
    may_know = user.has_perm("assessments.view_totals", campaign)
    whole, n = answers_together(campaign, least=smallest, with_texts=False)
    return SurveyTold(
        campaign=campaign,
        link=site + reverse("assessments:survey_begin", args=[campaign.link]),
        is_open=campaign.is_open(timezone.localdate()),
        n=n,
        whole=whole if may_know else None,
        smallest=smallest,
        may_know=may_know,
        may_open=user.has_perm("assessments.view_campaign", campaign),
    )
