"""From a draft to the archive: agreed, signed with a number that no other paper gets, cancelled."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from masterstvo.core.actions import change
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.documents.actions.draft import DocumentIsNoDraft, check_is_draft
from masterstvo.documents.actions.file import add_version
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document, Register
from masterstvo.documents.panels import tell_followers
from masterstvo.documents.queries import latest_numbered_after, next_ordinal
from masterstvo.documents.word import is_made_here, made_document


class NotAgreed(DomainError):
    pass


class StepNotPossible(DomainError):
    pass


class RegisterDoesNotFit(DomainError):
    field = "register"


class DateNotPossible(DomainError):
    field = "dated_on"


class LaterIsNumbered(DomainError):
    """A later day has its number already: the earlier one would get a larger number, which needs a word of reason."""

    field = "reason"


@transaction.atomic
def agree_document(document: Document, *, by: Any) -> None:
    """Say that all whom the agreement sheet names have agreed. Raises: Gone, DocumentIsNoDraft, NotAgreed."""
    check_is_draft(lock(document))
    _check_all_agreed(document)
    change(document, {"state": DocumentState.AGREED}, by=by, action="documents.agree_document")


@transaction.atomic
def return_document(document: Document, *, by: Any, reason: str) -> None:
    """Make a draft of an agreed paper again. Raises: Gone, StepNotPossible."""
    if lock(document).state != DocumentState.AGREED:
        raise StepNotPossible("Вернуть в черновик можно только согласованный документ.")
    change(document, {"state": DocumentState.DRAFT}, by=by, action="documents.return_document", reason=reason)


@transaction.atomic
def sign_document(
    document: Document, *, register: Register, dated_on: dt.date, today: dt.date, by: Any, reason: str = ""
) -> Document:
    """Give ``document`` the next number of ``register`` and freeze its text with a checksum.

    The row of the register is locked until the transaction ends, so two who sign at once get two numbers, and a refusal
    gives none away: the next number is always one more than the largest that was given.
    Raises: Gone, DocumentIsNoDraft, NotAgreed, RegisterDoesNotFit, DateNotPossible, LaterIsNumbered.
    """
    if not lock(document).is_unsigned:
        raise DocumentIsNoDraft("Документ уже подписан.")
    _check_all_agreed(document)
    register = Register.objects.select_for_update().get(pk=register.pk)
    _check_register(register, document)
    if dated_on > today:
        raise DateNotPossible("Этот день ещё не наступил: подписывают сегодняшним или прошедшим днём.")
    ordinal = next_ordinal(register, dated_on.year)
    if not reason and (later := latest_numbered_after(register, dated_on)):
        raise LaterIsNumbered(
            f"В журнале уже есть № {later.number} от {short_date(later.dated_on or dated_on)}: документ с более ранней датой получит "
            f"больший номер {register.number_of(ordinal, dated_on.year)}. Поставьте дату не раньше или напишите, почему так нужно."
        )
    values = {
        "state": DocumentState.SIGNED,
        "register": register,
        "ordinal": ordinal,
        "year": dated_on.year,
        "number": register.number_of(ordinal, dated_on.year),
        "dated_on": dated_on,
    }
    try:
        with transaction.atomic():
            change(document, values, by=by, action="documents.sign_document", reason=reason)
    except IntegrityError as twin:
        raise RegisterDoesNotFit(
            f"Документ с номером {values['number']} и этой датой уже внесён без журнала. "
            "Исправьте его номер или задайте журналу первый номер больше."
        ) from twin
    if is_made_here(document):
        made = ContentFile(made_document(document), name=f"{document.number.replace('/', '-')}.docx")
        add_version(document, made, by=by, is_made=True)
    tell_followers(document, by=by)
    return document


@transaction.atomic
def cancel_document(document: Document, *, by: Any, reason: str) -> None:
    """Say that a signed paper is no longer in force. Its number stays with it and is given to no other. Raises: Gone, StepNotPossible."""
    if lock(document).state != DocumentState.SIGNED:
        raise StepNotPossible("Отменить можно только подписанный документ.")
    values = {"state": DocumentState.CANCELLED, "cancelled_reason": reason}
    change(document, values, by=by, action="documents.cancel_document", reason=reason)
    tell_followers(document, by=by)


def _check_all_agreed(document: Document) -> None:
    waiting = document.approvals.filter(agreed_on=None)
    if names := ", ".join(waiting.values_list("name", flat=True)):
        raise NotAgreed(
            f"Ещё не согласовали: {names}. Впишите дату согласования или уберите строку из листа."
        )


def _check_register(register: Register, document: Document) -> None:
    own = (register.municipality_id, register.organization_id)
    if own != (document.municipality_id, document.organization_id):
        raise RegisterDoesNotFit(
            "Этот журнал ведёт другая организация: номер даёт журнал того, чей документ."
        )
    if register.kinds and document.kind not in register.kinds:
        raise RegisterDoesNotFit(
            "В этом журнале документы такого вида не регистрируют: выберите другой журнал."
        )
