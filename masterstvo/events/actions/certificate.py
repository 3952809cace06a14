"""Certificates: given to those who were present, taken back, given anew. A number is given once (ADR 0037)."""

import copy
import secrets
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record_many
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.versions import lock
from masterstvo.core.word.template import check_template
from masterstvo.core.words import clean, quoted
from masterstvo.events.choices import CertificateState, EventState
from masterstvo.events.models import Certificate, CertificateTemplate, Event, Participation
from masterstvo.events.printing import TAGS
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another one when it is typed from paper
CODE_LENGTH = 20  # 99 bits


class NobodyToCertify(DomainError):
    pass


class NotInForce(DomainError):
    pass


class NoFile(DomainError):
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
    first, roles = _next_ordinal(event), terms.titles("participation_role")
    given = Certificate.objects.bulk_create(
        [_written(each, event, number, roles) for number, each in enumerate(rows, start=first)]
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
    new = _written(participation, event, _next_ordinal(event), terms.titles("participation_role"), old)
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


def _next_ordinal(event: Event) -> int:
    """Return the number that comes next this year; whoever else gives numbers waits until the transaction ends."""
    Municipality.objects.select_for_update().get(pk=event.municipality_id)
    given = Certificate.objects.filter(municipality=event.municipality_id, year=timezone.localdate().year)
    return (given.aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _written(
    participation: Participation,
    event: Event,
    ordinal: int,
    roles: dict[str, str],
    replaces: Certificate | None = None,
) -> Certificate:
    """Return a certificate, not stored yet, with its words as they are today."""
    today, issuer = timezone.localdate(), event.municipality
    return Certificate(
        participation=participation,
        municipality=issuer,
        year=today.year,
        ordinal=ordinal,
        issued_on=today,
        code="".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)),
        issuer=event.organization.title if event.organization else issuer.authority_title or issuer.title,
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


# --- The authority's own template -----------------------------------------------------------------------------------
@transaction.atomic
def set_template(municipality: Municipality, *, file: UploadedFile | None, by: Any) -> CertificateTemplate:
    """Keep an own .docx with marks in place of the one before. Raises: Infected, InvalidTemplate, NoFile."""
    if file is None:
        raise NoFile("Выберите файл Word с метками.")
    content = file.read()
    refuse_infected(content, file.name or "")
    run_limited(check_template, content, TAGS)
    file.seek(0)
    _remove_template(municipality, by=by)
    row = CertificateTemplate(municipality=municipality, file=file)
    return add(row, by=by, action="events.set_template")


@transaction.atomic
def remove_template(municipality: Municipality, *, by: Any) -> None:
    """Write certificates in the usual look again."""
    _remove_template(municipality, by=by)


def _remove_template(municipality: Municipality, *, by: Any) -> None:
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # two uploads at once
    for each in CertificateTemplate.objects.filter(municipality=municipality):
        remove_files([str(each.file.name)])
        remove(each, by=by, action="events.remove_template", reason="")
