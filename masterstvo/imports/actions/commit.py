"""Writing a checked file into the registry, in one transaction."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from masterstvo.core import audit
from masterstvo.core.errors import DomainError, Stale
from masterstvo.core.statistics import refresh_statistics
from masterstvo.core.words import fold
from masterstvo.imports.actions.follow import follow_records
from masterstvo.imports.actions.rows import count, file_rows, replace_rows, stored_name
from masterstvo.imports.actions.write import write_records
from masterstvo.imports.checking.check import check
from masterstvo.imports.checking.headers import Layout
from masterstvo.imports.checking.rows import CheckedRow, FileRow
from masterstvo.imports.choices import BatchState
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.models import ImportBatch
from masterstvo.imports.queries import load_snapshot
from masterstvo.organizations.models import Municipality, OrganizationAlias

SHOWN = ("new", "changed", "unchanged", "refused")
RACE = "Пока строки вносились, кто-то изменил те же записи. Ничего не внесено: проверьте строки ещё раз."


class BatchIsNotClean(DomainError):
    """Some rows are refused and the user has not agreed to go without them."""


class PreviewIsOld(Stale):
    """The registry has changed since the rows were shown."""


class BatchIsNotReady(DomainError):
    """The batch is not at the preview."""


def commit_batch(*, batch: ImportBatch, clean_rows: bool, by: Any) -> ImportBatch:
    """Write the accepted rows; without ``clean_rows`` every row must be accepted.

    Raises: BatchIsNotReady, BatchIsNotClean, PreviewIsOld when the result would differ from the preview.
    """
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().select_related("municipality").get(pk=batch.pk)
            if batch.state != BatchState.PREVIEW:
                raise BatchIsNotReady("Эту загрузку сейчас нельзя внести: она не на проверке.")
            rows = file_rows(batch)
            kind = KINDS[batch.kind]
            checked = check(
                kind, rows, load_snapshot(kind, batch.municipality, timezone.localdate(), by=batch.by)
            )
            counts = count(checked)
            if any(counts[name] != batch.counts.get(name) for name in SHOWN):
                raise PreviewIsOld(
                    "Пока вы смотрели, реестр изменился. Строки проверены заново: посмотрите ещё раз."
                )
            _write(batch, rows, checked, clean_rows, by)
    except IntegrityError as error:
        raise PreviewIsOld(RACE) from error
    return batch


def import_rows(
    *,
    municipality: Municipality,
    kind: str,
    name: str,
    sheet: str,
    content: bytes,
    layout: Layout,
    rows: list[FileRow],
    checked: list[CheckedRow],
    clean_rows: bool,
    by: Any,
) -> ImportBatch:
    """Keep a file that was just checked as a committed batch: the command line's way in.

    Raises: BatchIsNotClean; then nothing is stored.
    """
    batch = ImportBatch(
        municipality=municipality,
        kind=kind,
        name=PurePath(name).name[:300],
        sha256=hashlib.sha256(content).hexdigest(),
        mapping=layout.mapping,
        sheet=sheet[:100],
        state=BatchState.PREVIEW,
        done_share=1,
        by=by,
    )
    _require_clean(checked, clean_rows)
    try:
        with transaction.atomic():
            batch.file.save(stored_name(batch, name), ContentFile(content), save=False)
            batch.save()
            _write(batch, rows, checked, clean_rows, by)
    except BaseException as error:
        batch.file.delete(save=False)
        if isinstance(error, IntegrityError):
            raise PreviewIsOld(RACE) from error
        raise
    return batch


def _require_clean(checked: list[CheckedRow], clean_rows: bool) -> None:
    refused = sum(bool(row.refusals) for row in checked)
    if refused and not clean_rows:
        raise BatchIsNotClean(f"Не принято строк: {refused} из {len(checked)}. Ничего не внесено.")


def _write(
    batch: ImportBatch, rows: list[FileRow], checked: list[CheckedRow], clean_rows: bool, by: Any
) -> None:
    _require_clean(checked, clean_rows)
    entries = list({id(entry): entry for row in checked for entry in row.records}.values())
    written = write_records(KINDS[batch.kind], entries)
    _keep_spellings(checked)
    provenance = written.provenance(checked)
    replace_rows(batch, rows, checked, provenance)
    counts = {name: (None, number) for name, number in count(checked).items()}
    batch.state, batch.committed_at = BatchState.COMMITTED, timezone.now()
    batch.counts = {**count(checked), "words": written.words()}
    batch.save()
    refresh_statistics(len(rows))
    with audit.coming_from(f"{batch._meta.label_lower}:{batch.pk}"):
        audit.record(by, "imports.commit_batch", batch, changes=counts)
        told = [
            (each["model"], each["id"], {} if each["is_new"] else each["fields"])
            for _, _, records in provenance.values()
            for each in records
        ]
        audit.record_many(by, "imports.import_record", told, place_id=batch.municipality_id)
        follow_records(batch, told, by=by)


def _keep_spellings(checked: list[CheckedRow]) -> None:
    """A spelling that a person has led to an organization is known from now on."""
    confirmed = {(pk, name) for row in checked if not row.refusals for pk, name in row.aliases if name}
    known = {
        (pk, fold(name))
        for pk, name in OrganizationAlias.objects.filter(
            organization__in={pk for pk, _ in confirmed}
        ).values_list("organization_id", "name")
    }
    OrganizationAlias.objects.bulk_create(
        [
            OrganizationAlias(organization_id=pk, name=name)
            for pk, name in sorted(confirmed)
            if (pk, fold(name)) not in known
        ]
    )
