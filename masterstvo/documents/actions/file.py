"""Versions of a document's file."""

import hashlib
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from masterstvo.core.audit import record
from masterstvo.documents.models import Document, DocumentFile


def checksum(file: File) -> str:
    """Return the SHA-256 of a file, and set it back to its beginning."""
    summed = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return summed


@transaction.atomic
def add_version(document: Document, file: File, *, by: Any, is_made: bool = False) -> DocumentFile:
    """Keep ``file`` as the newest version; the earlier ones stay readable. The caller holds the document's row."""
    last = document.files.aggregate(last=Max("version"))["last"] or 0
    added = DocumentFile.objects.create(
        document=document,
        version=last + 1,
        file=file,
        sha256=checksum(file),
        is_made=is_made,
        added_by=by,
    )
    document.__dict__.pop("latest_file", None)
    record(by, "documents.add_version", document, changes={"version": (last or None, last + 1)})
    return added
