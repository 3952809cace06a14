"""Taking a person out of what files have brought, and files out of the store when their term is over."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from masterstvo.core import audit
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.imports.choices import BatchState
from masterstvo.imports.models import ImportBatch, ImportRow
from masterstvo.people.models import Person
from masterstvo.people.personal import named_in

CLOSED = (BatchState.COMMITTED, BatchState.UNDONE)
EMPTY: dict[str, Any] = {
    "cells": {},
    "fixes": {},
    "refusals": [],
    "warnings": [],
    "changes": {},
    "records": [],
}


class BatchIsUnderWay(DomainError):
    """The person stands in a file that somebody is still working on."""


@transaction.atomic
def erase_rows(keys: Iterable[int], *, person: Person, by: Any, reason: str) -> None:
    """Empty the rows about ``person`` and remove the files that they came in: nobody opens a file once it is committed.

    Such a load cannot take its rows about the person back any more. Raises: BatchIsUnderWay.
    """
    rows = ImportRow.objects.filter(Q(pk__in=list(keys)) | _unused(person))
    rows = ImportRow.objects.filter(
        pk__in=list(rows.values_list("pk", flat=True))
    )  # the words go with the update
    batches = list(ImportBatch.objects.filter(pk__in=rows.values("batch")).select_for_update())
    for batch in batches:
        if batch.state not in CLOSED:
            raise BatchIsUnderWay(
                f"Человек есть в загрузке № {batch.pk}, которую ещё не внесли. Внесите её или отбросьте, потом обезличьте."
            )
    rows.update(**EMPTY)
    for name in ("refusals", "warnings", "changes"):  # among the candidates for somebody else's row
        every = ImportRow.objects.all()
        every.filter(named_in(person, every, name)).update(**{name: EMPTY[name]})
    _erase_kept(person)
    _drop_files(batches, by=by, reason=reason)


def _unused(person: Person) -> Q:
    """Return the rows that became nothing and name the person: no key leads from them, so the person is not shown them either."""
    unused = ImportRow.objects.filter(object_id=None, batch__municipality=person.municipality_id)
    return Q(object_id=None) & named_in(person, unused, "cells")


def _erase_kept(person: Person) -> None:
    every = ImportBatch.objects.all()
    for batch in every.filter(named_in(person, every, "counts")):
        for each in batch.counts.get("kept", ()):
            if person.last_name in each["title"]:
                each["title"] = audit.REDACTED
        ImportBatch.objects.filter(pk=batch.pk).update(counts=batch.counts)


@transaction.atomic
def expire_batches(rows: QuerySet[ImportBatch], *, municipality: Any, by: Any, reason: str) -> int:
    """Remove the files of closed loads and what their rows said; that they took place stays. Return how many."""
    batches = list(rows.filter(state__in=CLOSED).select_for_update())
    ImportRow.objects.filter(batch__in=batches).update(**EMPTY)
    _drop_files(batches, by=by, reason=reason)
    audit.record(
        by, "imports.expire_batches", municipality, changes={"records": (len(batches), 0)}, reason=reason
    )
    return len(batches)


def _drop_files(batches: list[ImportBatch], *, by: Any, reason: str) -> None:
    for batch in batches:
        name = batch.file.name
        ImportBatch.objects.filter(pk=batch.pk).update(file="")
        audit.record(by, "imports.erase_file", batch, reason=reason)
        remove_files([name or ""])
