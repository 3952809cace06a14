"""What campaigns ask of schools, for whoever plans something else and for the schools themselves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.models import Campaign, Instrument, Sheet
from masterstvo.assessments.queries.circle import Circle
from masterstvo.people.asked import Request

KIND = "опрос или диагностика"


def asked_by_campaigns(municipality: int, first: dt.date, last: dt.date) -> Iterator[Request]:
    """Yield what campaigns that are open between two days ask. Queries: two."""
    rows = Campaign.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=first),
        municipality=municipality,
        starts_on__lte=last,
        ends_on__gt=first,
    )
    campaigns = list(rows.select_related("version__instrument").order_by("starts_on", "pk"))
    people, places = defaultdict(set), defaultdict(set)
    sheets = Sheet.objects.filter(campaign__in=campaigns)
    for campaign, person, organization in sheets.values_list("campaign", "person", "organization"):
        people[campaign].add(person)
        places[campaign].add(organization)
    for each in campaigns:
        named = set(Circle.read(each.circle).organizations)
        answers_as_one = each.version.instrument.subject == Subject.ORGANIZATION
        yield Request(
            key=f"assessments.campaign:{each.pk}",
            kind=KIND,
            title=each.title,
            first=each.starts_on,
            last=each.last_day,
            url=each.get_absolute_url(),
            permission="assessments.view_campaign",
            people=frozenset(people[each.pk]),
            organizations=frozenset((named | places[each.pk] if answers_as_one else named) - {None}),
            topics=(each.version.instrument.title,),
            is_for_all=not people[each.pk] and not named,
        )


def planned_campaign(
    *,
    instrument: Instrument,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    circle: Circle,
    people: frozenset[int],
) -> Request:
    """Return what a campaign would ask that nobody has opened yet. ``ends_on``: the first day after it."""
    return Request(
        key="",
        kind=KIND,
        title=title,
        first=starts_on,
        last=ends_on - dt.timedelta(days=1),
        people=people,
        organizations=frozenset(circle.organizations),
        topics=(instrument.title,),
        is_for_all=not people and not circle.organizations,
    )
