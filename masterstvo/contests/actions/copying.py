"""Copies of works for the jury of a blind contest: made at sending, looked at by an organizer where a program cannot see."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from masterstvo.contests.models import Entry, EntryCopy, EntryFile
from masterstvo.contests.queries.entries import secrets_of
from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.proofs import extension
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected
from masterstvo.experts.choices import CopyState
from masterstvo.experts.queries import copy_without
from masterstvo.experts.redacting import Copy, Doubt, Secrets


class StillNamed(DomainError):
    pass


def write_for_jury(entry: Entry) -> None:
    """Keep the words of an entry without names and schools beside those that were sent."""
    found = secrets_of(entry)
    Entry.objects.filter(pk=entry.pk).update(
        title_for_jury=found.clean(entry.title)[:300], about_for_jury=found.clean(entry.about)[:4000]
    )


def copy_files(entry: Entry) -> None:
    """Make the copies anew: what was sent may have changed since the last time."""
    found = secrets_of(entry)
    rows = list(entry.files.order_by("pk"))
    old = EntryCopy.objects.filter(source__in=rows)
    remove_files(old.values_list("file", flat=True))
    old.delete()
    for number, each in enumerate(rows, start=1):
        _copy(each, number, found)


def _copy(row: EntryFile, number: int, found: Secrets) -> EntryCopy:
    title = found.clean(row.title)
    if row.url:
        doubts = [Doubt.LINK, *([Doubt.NAMED] if found.are_in(row.url) else [])]
        return EntryCopy.objects.create(
            source=row, title=title, url=row.url, state=CopyState.DOUBTFUL, doubts=doubts
        )
    kind = extension(row.name or row.file.name)
    with row.file.open("rb") as file:
        made = copy_without(found, file.read(), kind)
    name = f"{number}.{kind}"
    copied = EntryCopy(source=row, title=title, name=name, doubts=list(made.doubts), state=_state(made))
    copied.file.save(name, ContentFile(made.content), save=False)
    copied.save(force_insert=True)
    return copied


def _state(made: Copy) -> str:
    return CopyState.DOUBTFUL if made.doubts else CopyState.CLEAN


@transaction.atomic
def confirm_copy(copied: EntryCopy, *, by: Any) -> EntryCopy:
    """Say that a person has looked and found no name. Raises: StillNamed."""
    if Doubt.NAMED in copied.doubts:
        raise StillNamed(
            "В этой копии программа нашла имя или школу. Приложите вместо неё другую или верните заявку на исправление."
        )
    values = {"state": CopyState.CONFIRMED, "confirmed_by": by}
    return change(copied, values, by=by, action="contests.confirm_copy")


@transaction.atomic
def replace_copy(copied: EntryCopy, *, file: Any, by: Any) -> EntryCopy:
    """Put a file that the organizer has cleaned by hand in place of the copy; it is cleaned once more. Raises: Infected."""
    content = file.read()
    refuse_infected(content, file.name)
    kind = extension(file.name)
    made = copy_without(secrets_of(copied.source.entry), content, kind)
    if copied.file.name:
        remove_files([copied.file.name])
    name = f"{copied.name.rpartition('.')[0] or 1}.{kind}"
    copied.file.save(name, ContentFile(made.content), save=False)
    values = {
        "name": name,
        "url": "",
        "doubts": list(made.doubts),
        "state": _state(made),
        "confirmed_by": None,
    }
    kept = copied.file.name
    EntryCopy.objects.filter(pk=copied.pk).update(file=kept)
    return change(copied, values, by=by, action="contests.replace_copy")
