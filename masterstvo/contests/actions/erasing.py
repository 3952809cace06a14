"""What becomes of the files of a person who is erased."""

from collections.abc import Iterable
from typing import Any

from masterstvo.contests.models import EntryCopy, EntryFile
from masterstvo.core.removal import remove_files


def erase_files(keys: Iterable[int], *, person: Any, by: Any, reason: str) -> None:
    """Remove the files of a person's entries, from the disk too, and the jury's copies with them."""
    rows = EntryFile.objects.filter(pk__in=list(keys))
    copies = EntryCopy.objects.filter(source__in=rows)
    remove_files([*copies.values_list("file", flat=True), *rows.values_list("file", flat=True)])
    rows.delete()
