"""What reviewers who see no names get: words and files without names and schools, looked at by an organizer where a program cannot see."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.proofs import extension
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected
from masterstvo.experts.choices import CopyState
from masterstvo.experts.queries import copy_without
from masterstvo.experts.redacting import Copy, Doubt, Secrets
from masterstvo.practices.models import FileCopy, PracticeFile, PracticeVersion
from masterstvo.practices.queries.blind import WORDS, secrets_of


class StillNamed(DomainError):
    pass


def write_without_names(version: PracticeVersion) -> None:
    """Keep the words and files of a version without names and schools beside what was sent; what is there already stays."""
    found = secrets_of(version)
    if not version.nameless:  # a name that changed since would come back
        version.nameless = {name: found.clean(getattr(version, name)) for name in WORDS}
        PracticeVersion.objects.filter(pk=version.pk).update(nameless=version.nameless)
    for number, each in enumerate(version.files.order_by("pk"), start=1):
        if not FileCopy.objects.filter(source=each).exists():
            _copy(each, number, found)


def _copy(row: PracticeFile, number: int, found: Secrets) -> None:
    kind = extension(row.file.name)
    with row.file.open("rb") as file:
        made = copy_without(found, file.read(), kind)
    copied = FileCopy(source=row, title=found.clean(row.title), name=f"{number}.{kind}", **_told(made))
    copied.file.save(copied.name, ContentFile(made.content), save=False)
    copied.save(force_insert=True)


def _told(made: Copy) -> dict[str, Any]:
    return {
        "doubts": list(made.doubts),
        "state": CopyState.DOUBTFUL if made.doubts else CopyState.CLEAN,
    }


@transaction.atomic
def confirm_copy(copied: FileCopy, *, by: Any) -> FileCopy:
    """Say that a person has looked and found no name. Raises: StillNamed."""
    if Doubt.NAMED in copied.doubts:
        raise StillNamed("В этой копии программа нашла имя или школу: приложите вместо неё другую.")
    values = {"state": CopyState.CONFIRMED, "confirmed_by": by}
    return change(copied, values, by=by, action="practices.confirm_copy")


@transaction.atomic
def replace_copy(copied: FileCopy, *, file: Any, by: Any) -> FileCopy:
    """Put a file that the organizer has cleaned by hand in place of the copy; it is cleaned once more. Raises: Infected."""
    content = file.read()
    refuse_infected(content, file.name)
    kind, before = extension(file.name), copied.file.name or ""
    made = copy_without(secrets_of(copied.source.version), content, kind)
    name = f"{copied.name.rpartition('.')[0]}.{kind}"
    copied.file.save(name, ContentFile(made.content), save=False)
    FileCopy.objects.filter(pk=copied.pk).update(file=copied.file.name)
    remove_files([before])
    values = _told(made) | {"name": name, "confirmed_by": None}
    return change(copied, values, by=by, action="practices.replace_copy")


def check_copy(copied: FileCopy, *, file: Any, by: Any) -> FileCopy:
    """Confirm a copy, or put ``file`` in its place. Raises: StillNamed, Infected."""
    return replace_copy(copied, file=file, by=by) if file else confirm_copy(copied, by=by)
