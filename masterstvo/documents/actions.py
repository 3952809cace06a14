"""Everything that changes documents and what they are attached to."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from masterstvo.core.actions import add, change
from masterstvo.core.audit import record, redact_all
from masterstvo.core.models import AuditRecord
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected
from masterstvo.documents.models import Attachment, Document
from masterstvo.organizations.models import Municipality


def _checksum(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _look_into(file: UploadedFile) -> None:
    """Raises: Infected."""
    refuse_infected(file.read(), file.name or "")
    file.seek(0)


def create_document(
    *,
    municipality: Municipality,
    kind: str,
    number: str,
    dated_on: dt.date,
    by: Any,
    file: UploadedFile | None = None,
    **values: Any,
) -> Document:
    """Enter a paper, with its file when there is one. ``values``: organization, title, url."""
    document = Document(municipality=municipality, kind=kind, number=number, dated_on=dated_on, **values)
    if file:
        _look_into(file)
        document.file, document.sha256 = file, _checksum(file)
    return add(document, by=by, action="documents.create_document")


def edit_document(
    document: Document, *, by: Any, file: UploadedFile | None = None, reason: str = "", **values: Any
) -> Document:
    """Correct a paper. A new file takes the place of the old one, which stays on the disk as the log remembers it."""
    if isinstance(file, UploadedFile):
        _look_into(file)
        values |= {"file": file, "sha256": _checksum(file)}
    return change(document, values, by=by, action="documents.edit_document", reason=reason)


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
@transaction.atomic
def erase_evidence(keys: Iterable[int], *, person: Any, by: Any, reason: str) -> None:
    """Take evidence off the records of ``person``; a paper that proved nothing else loses its file, link and title.

    The paper itself stays: an indicator may count the acts of an organization.
    """
    attachments = list(Attachment.objects.filter(pk__in=keys).select_related("document", "content_type"))
    for each in attachments:
        detach_document(each, by=by, reason=reason)
    for document in {each.document for each in attachments}:
        if not _is_needed(document):
            _empty(document, by=by, reason=reason)


def _is_needed(document: Document) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: document.pk}).exists()
        for relation in document._meta.related_objects
    )


def _empty(document: Document, *, by: Any, reason: str) -> None:
    told = AuditRecord.objects.filter(object_type=document._meta.label_lower, object_id=document.pk)
    files = {document.file.name or ""}
    for changes in told.values_list("changes", flat=True):
        files.update(changes.get("file") or ())  # earlier files stay on the disk as the log remembers them
    redact_all(told, about=document, by=by, reason=reason)
    Document.objects.filter(pk=document.pk).update(title="", url="", file="", sha256="")
    remove_files(files)
