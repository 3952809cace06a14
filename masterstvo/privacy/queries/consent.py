"""Who has consented, and on what ground data are kept."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Count, Q, QuerySet

from masterstvo.core.terms import titles_of
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Employment, Person
from masterstvo.privacy.models import Consent


@dataclass(frozen=True)
class Ground:
    """Why data of a person may be kept: a contract, a law, a consent. ``last_day``: None while it holds."""

    title: str
    what: str
    starts_on: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True)
class Coverage:
    """How many of those who work in an organization have consented."""

    organization: Organization
    n_people: int
    n_consented: int


def in_force(day: dt.date) -> QuerySet[Consent]:
    """Return the consents that hold on ``day``: given, not over, not withdrawn."""
    return Consent.objects.on(day).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


def coverage(organizations: QuerySet[Organization], *, day: dt.date) -> list[Coverage]:
    """Return the coverage of each organization where somebody works on ``day``. Queries: two."""
    jobs = Employment.objects.on(day).filter(organization__in=organizations).order_by()
    consented = Count("person", distinct=True, filter=Q(person__in=in_force(day).values("person")))
    counted = jobs.values("organization").annotate(
        n_people=Count("person", distinct=True), n_consented=consented
    )
    found = {row["organization"]: row for row in counted}
    return [
        Coverage(each, found[each.pk]["n_people"], found[each.pk]["n_consented"])
        for each in organizations
        if each.pk in found
    ]


def grounds(person: Person, *, day: dt.date) -> list[Ground]:
    """Return on what grounds data of ``person`` are kept. Queries: two, and one for the purposes."""
    jobs = person.employments.on(day).select_related("organization")
    purposes = titles_of("consent_purpose")["consent_purpose"]
    found = [
        Ground(
            "трудовой договор", f"{job.organization}: место работы, должность", job.starts_on, job.last_day
        )
        for job in jobs
    ]
    if found:
        found.append(Ground("закон", "аттестация и повышение квалификации: 273-ФЗ, статьи 47–49", None, None))
    for each in Consent.objects.filter(person=person):
        withdrawn = each.withdrawn_on and each.withdrawn_on - dt.timedelta(days=1)
        title = "согласие, отозвано" if withdrawn else "согласие"
        found.append(
            Ground(
                title, purposes.get(each.purpose, each.purpose), each.starts_on, withdrawn or each.last_day
            )
        )
    return found


def wording(day: dt.date) -> dict[str, Any]:
    """Return the wording of the consent that is signed on ``day``: {"valid_from", "text", "withdrawal"}."""
    versions = yaml.safe_load((Path(__file__).parent.parent / "consent.yaml").read_text(encoding="utf-8"))
    return next((each for each in versions if each["valid_from"] <= day), versions[-1])


def consents_before(municipality: Municipality, *, before: dt.date) -> QuerySet[Consent]:
    """Return the consents that ended or were withdrawn before a day."""
    return Consent.objects.filter(
        Q(ends_on__lt=before) | Q(withdrawn_on__lt=before), person__municipality=municipality
    )
