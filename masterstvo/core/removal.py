"""Files that leave the disk with what named them: only after the commit, and then for certain.

A process killed between the two would leave on the disk what people were told is gone. So the names wait in a table,
written in the same transaction; whoever removes files next, and the start of the program, removes what still waits.
"""

import logging
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction

from masterstvo.core.integrity import file_columns
from masterstvo.core.models import LeavingFile

logger = logging.getLogger(__name__)


def remove_files(names: Iterable[str]) -> None:
    """Remove files from the disk once the current transaction commits; a file that a row still names stays."""
    LeavingFile.objects.bulk_create(LeavingFile(name=name) for name in sorted(set(names) - {""}))
    transaction.on_commit(remove_leaving_files, robust=True)


def remove_leaving_files() -> int:
    """Remove the files whose rows are gone; return how many. What the disk refuses is tried again next time."""
    n_removed = 0
    for each in LeavingFile.objects.order_by("pk"):
        if not _is_named(each.name):
            try:
                default_storage.delete(each.name)
            except OSError as refusal:
                logger.error(
                    "A file could not be removed: %s", refusal.strerror
                )  # its name may name a person
                continue
            n_removed += 1
        LeavingFile.objects.filter(pk=each.pk).delete()
    return n_removed


def _is_named(name: str) -> bool:
    """Tell whether a row speaks of this file: another one may bear the name of a file that had gone before."""
    return any(
        model._base_manager.filter(**{field.attname: name}).exists() for model, field in file_columns()
    )
