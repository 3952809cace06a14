"""Certificates: given to those who were present, taken back, given anew. A number is given once (ADR 0037)."""

import copy
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.actions import add, change
from masterstvo.core.audit import record_many
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import clean, quoted
from masterstvo.documents.actions.issuing import numbered
from masterstvo.events.choices import CertificateState, EventState
from masterstvo.events.models import Certificate, Event, Participation
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind


class NobodyToCertify(DomainError):
    pass


class NotInForce(DomainError):
    pass


class NeedsReason(DomainError):
    field = "reason"


@transaction.atomic
def issue_certificates(event: Event, *, by: Any) -> list[Certificate]:
    """Give a certificate to each who was present and never had one for it; whoever has is passed over. Raises: NobodyToCertify."""
    event = lock(copy.copy(event))
    if event.state != EventState.HELD:
        raise NobodyToCertify("Сертификаты выдают, когда событие состоялось.")
    waiting = event.participations.filter(was_present=True, certificates=None, person__erased_on=None)
    rows = list(waiting.select_related("person").order_by("person__last_name", "person__first_name", "pk"))
    if not rows:
        raise NobodyToCertify("Выдавать некому: у всех, кто был, сертификаты уже есть.")
    roles, shared = terms.titles("participation_role"), numbered(Certificate, event.municipality, len(rows))
    given = Certificate.objects.bulk_create(
        [_written(each, event, own, roles) for each, own in zip(rows, shared, strict=True)]
    )
    record_many(
        by,
        "events.issue_certificate",
        [(Certificate._meta.label, each.pk, {}) for each in given],
        place_id=event.municipality_id,
    )
    _tell(rows, event, by=by)
    return given


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, reason: str, by: Any) -> Certificate:
    """Take a certificate back: its page of verification says so from now on. Raises: NotInForce, NeedsReason."""
    certificate = lock(copy.copy(certificate))
    _revoke(certificate, reason=reason, by=by)
    return certificate


@transaction.atomic
def reissue_certificate(certificate: Certificate, *, reason: str, by: Any) -> Certificate:
    """Give another one, with a new number and the words of today; the old one is revoked. Raises: NotInForce, NeedsReason."""
    old = lock(copy.copy(certificate))
    if Certificate.objects.filter(replaces=old).exists():
        raise NotInForce(f"Вместо № {old.number} сертификат уже выдан. Обновите страницу.")
    participation = Participation.objects.select_related("event", "person").get(pk=old.participation_id)
    event = participation.event
    if event.state != EventState.HELD or not participation.was_present or participation.person.erased_on:
        raise NotInForce("Новый сертификат получает только тот, кто был на состоявшемся событии.")
    if old.state == CertificateState.ISSUED:
        _revoke(old, reason=reason, by=by)
    (shared,) = numbered(Certificate, event.municipality, 1)
    new = _written(participation, event, shared, terms.titles("participation_role"), old)
    add(new, by=by, action="events.reissue_certificate")
    _tell([participation], event, by=by)
    return new


def _revoke(certificate: Certificate, *, reason: str, by: Any) -> None:
    if certificate.state != CertificateState.ISSUED:
        raise NotInForce(f"Сертификат № {certificate.number} уже отозван. Обновите страницу.")
    if not reason.strip():
        raise NeedsReason("Напишите, почему сертификат отзывают: причина останется в журнале.")
    why = clean(reason)[:500]
    values = {
        "state": CertificateState.REVOKED,
        "revoked_on": timezone.localdate(),
        "revoke_reason": why,
    }
    change(certificate, values, by=by, action="events.revoke_certificate", reason=why)


def _written(
    participation: Participation,
    event: Event,
    shared: dict[str, Any],
    roles: dict[str, str],
    replaces: Certificate | None = None,
) -> Certificate:
    """Return a certificate, not stored yet, with its words as they are today."""
    if event.organization:
        shared = shared | {"issuer": event.organization.title}  # what a school holds, the school certifies
    return Certificate(
        participation=participation,
        **shared,
        name=str(participation.person),
        role=roles.get(participation.role, participation.role),
        event_title=event.title,
        starts_on=event.held_on,
        last_day=event.last_day,
        hours=event.hours,
        replaces=replaces,
    )


def _tell(rows: list[Participation], event: Event, *, by: Any) -> None:
    people = {
        each.person.user_id for each in rows if each.person.user_id and each.person.user_id != (by and by.pk)
    }
    notify(
        sorted(people),
        kind=NoticeKind.DECISION,
        text=f"Готов ваш сертификат: {quoted(event.title)}",
        url=reverse("events:event_own"),
        key=f"certificate:{event.pk}:{timezone.now().isoformat()}",
    )
