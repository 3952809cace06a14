"""Documents that are there already: entered with their number, corrected, attached, and emptied when a person is erased."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from masterstvo.core.actions import add, change
from masterstvo.core.audit import record, redact_all
from masterstvo.core.errors import DomainError
from masterstvo.core.models import AuditRecord
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.documents.actions.file import add_version
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Attachment, Document
from masterstvo.organizations.models import Municipality

OUTSIDE = ("url",)  # what may still be put right once the register has given a number


class DocumentIsSigned(DomainError):
    pass


@transaction.atomic
def create_document(
    *,
    municipality: Municipality,
    kind: str,
    number: str,
    dated_on: dt.date,
    by: Any,
    file: UploadedFile | None = None,
    attach_to: Iterable[models.Model] = (),
    **values: Any,
) -> Document:
    """Enter a paper that has its number already, with its file when there is one.

    ``attach_to``: what it proves; ``values``: organization, title, url.
    """
    if file:
        refuse_infected_upload(file)
    document = add(
        Document(
            municipality=municipality,
            kind=kind,
            number=number,
            dated_on=dated_on,
            state=DocumentState.SIGNED,
            **values,
        ),
        by=by,
        action="documents.create_document",
    )
    for target in attach_to:
        attach_document(document, target=target, by=by)
    if file:
        add_version(document, file, by=by)
    return document


@transaction.atomic
def edit_document(
    document: Document, *, by: Any, file: UploadedFile | None = None, reason: str = "", **values: Any
) -> Document:
    """Correct a paper; a new file becomes its newest version. What a register has numbered keeps its words.

    Raises: Stale, Gone, DocumentIsSigned, Infected.
    """
    if isinstance(file, UploadedFile):
        refuse_infected_upload(file)
    fixed = {name: each for name, each in values.items() if name not in OUTSIDE and name != "token"}
    if document.is_numbered_here and any(getattr(document, name) != each for name, each in fixed.items()):
        raise DocumentIsSigned(
            "Документ подписан и зарегистрирован: номер, дата и текст не меняются. "
            "Отмените его с причиной и подпишите новый."
        )
    if values.get("url", document.url) != document.url:
        values |= {"url_checked_on": None, "url_silent_since": None}
    document = change(document, values, by=by, action="documents.edit_document", reason=reason)
    if isinstance(file, UploadedFile):
        lock(document)
        add_version(document, file, by=by)
    return document


@transaction.atomic
def attach_document(document: Document, *, target: models.Model, by: Any) -> Attachment:
    """Say that ``document`` proves ``target``; once is enough."""
    attachment, is_new = Attachment.objects.get_or_create(
        document=document, content_type=ContentType.objects.get_for_model(target), object_id=target.pk
    )
    if is_new:
        record(
            by, "documents.attach_document", document, changes={target._meta.label_lower: (None, target.pk)}
        )
    return attachment


@transaction.atomic
def detach_document(attachment: Attachment, *, by: Any, reason: str = "") -> None:
    kind = attachment.content_type.model_class()._meta.label_lower  # type: ignore[union-attr]
    record(
        by,
        "documents.detach_document",
        attachment.document,
        changes={kind: (attachment.object_id, None)},
        reason=reason,
    )
    attachment.delete()


# --- Erasing --------------------------------------------------------------------------------------------------------
OWN_PARTS = ("files", "approvals", "people")  # what belongs to a document and is no use of it


@transaction.atomic
def erase_evidence(keys: Iterable[int], *, person: Any, by: Any, reason: str) -> None:
    """Take evidence off the records of ``person``; a paper that proved nothing else loses its files, link, text and title.

    The paper itself stays: an indicator may count the acts of an organization. What a register has numbered stays whole, for it is
    kept as long as the archive says.
    """
    attachments = list(Attachment.objects.filter(pk__in=keys).select_related("document", "content_type"))
    for each in attachments:
        detach_document(each, by=by, reason=reason)
    for document in {each.document for each in attachments}:
        if not (document.is_numbered_here or _is_needed(document, without=person)):
            _empty(document, by=by, reason=reason)


def _is_needed(document: Document, *, without: Any) -> bool:
    return document.people.exclude(person=without).exists() or any(
        relation.related_model._base_manager.filter(**{relation.field.name: document.pk}).exists()
        for relation in document._meta.related_objects
        if relation.get_accessor_name() not in OWN_PARTS
    )


def _empty(document: Document, *, by: Any, reason: str) -> None:
    files = document.files.all()
    told = AuditRecord.objects.filter(object_type=document._meta.label_lower, object_id=document.pk)
    redact_all(told, about=document, by=by, reason=reason)
    remove_files(files.values_list("file", flat=True))
    files.delete()
    Document.objects.filter(pk=document.pk).update(title="", body="", url="")
