"""Certificates: of an event, by the code of verification, and as Open Badges."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from masterstvo.events.choices import CertificateState
from masterstvo.events.models import Certificate, Event
from masterstvo.people.models import Person

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


@dataclass(frozen=True)
class Holder:
    """Somebody who was present, with the latest certificate for it. ``was_present``: whether that still holds."""

    person: Any
    role: str
    was_present: bool
    certificate: Certificate | None


def certificates_in_force(event: Event) -> QuerySet[Certificate]:
    """Return those whose words stand, in the order of their numbers."""
    rows = Certificate.objects.filter(participation__event=event, state=CertificateState.ISSUED)
    return rows.exclude(name="").order_by("year", "ordinal", "pk")


def holders(event: Event, people: QuerySet[Person] | None = None) -> list[Holder]:
    """Return all who were present or have had a certificate, by name; with ``people``, only they. Queries: two."""
    latest = {}
    for each in Certificate.objects.filter(participation__event=event).order_by("year", "ordinal", "pk"):
        latest[each.participation_id] = each
    rows = event.participations.select_related("person")
    if people is not None:
        rows = rows.filter(person__in=people)
    rows = rows.order_by("person__last_name", "person__first_name", "person__patronymic", "pk")
    return [
        Holder(each.person, each.role, each.was_present, latest.get(each.pk))
        for each in rows
        if each.was_present or each.pk in latest
    ]


def open_badge(certificate: Certificate, *, address: str, site: str, words: Any) -> dict[str, Any]:
    """Return the certificate as a credential of Open Badges 3.0, without a proof: true because this address says it.

    ``words``: as they are printed. Source: 1EdTech, Open Badges Specification 3.0, B.1.1 AchievementCredential and following.
    """
    issuer = {"id": site, "type": ["Profile"], "name": certificate.issuer}
    found: dict[str, Any] = {
        "@context": list(CONTEXT),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{words.heading} {words.number}",
        "issuer": issuer,
        "validFrom": _moment(certificate.issued_on),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.name,
                    "identityType": "name",
                }
            ],
            "role": certificate.role,
            "activityStartDate": _moment(certificate.starts_on),
            "activityEndDate": _moment(certificate.last_day + dt.timedelta(days=1)),
            "achievement": {
                "id": f"{address}#achievement",
                "type": ["Achievement"],
                "name": certificate.event_title,
                "description": f"{words.about}. {words.when}.",
                "criteria": {"narrative": "Присутствие на событии отмечено организатором."},
            },
        },
    }
    if certificate.revoked_on:
        found["validUntil"] = _moment(certificate.revoked_on)
    return found


def _moment(day: dt.date) -> str:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())).isoformat()
