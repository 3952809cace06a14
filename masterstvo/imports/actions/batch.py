"""A file on its way: opened, its columns mapped, its rows checked and fixed."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from masterstvo.core import audit, jobs
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected
from masterstvo.imports.actions.rows import count, file_rows, replace_rows, stored_name
from masterstvo.imports.checking.check import check
from masterstvo.imports.checking.headers import Mapping, explain_missing, missing_columns, open_table
from masterstvo.imports.checking.rows import FileRow
from masterstvo.imports.choices import BatchState
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.models import ImportBatch
from masterstvo.imports.queries import load_snapshot, read_limited, suggestions
from masterstvo.organizations.models import Municipality

CHECK_AT_ONCE = 500  # rows; a longer file is checked by a job, with a progress line


class BatchIsClosed(DomainError):
    """The batch is already committed or undone."""


class ColumnsAreMissing(DomainError):
    """A required column is not mapped."""


def open_batch(*, municipality: Municipality, kind: str, name: str, content: bytes, by: Any) -> ImportBatch:
    """Keep the file and begin to check it. Raises: Infected, UnreadableFile, NoHeader; then nothing is stored."""
    refuse_infected(content, name)
    layout, sheet, rows = open_table(KINDS[kind], content, name, read=read_limited)
    with transaction.atomic():
        batch = ImportBatch(
            municipality=municipality,
            kind=kind,
            name=PurePath(name).name[:300],
            sha256=hashlib.sha256(content).hexdigest(),
            mapping=layout.mapping,
            sheet=sheet[:100],
            state=BatchState.MAPPING if layout.missing else BatchState.READING,
            problem=explain_missing(KINDS[kind], layout) if layout.missing else "",
            counts={"rows": len(rows)},
            by=by,
        )
        batch.file.save(stored_name(batch, name), ContentFile(content), save=False)
        batch.save()
        audit.record(by, "imports.open_batch", batch)
    if not layout.missing:
        _start_check(batch, len(rows))
    return batch


def map_batch(*, batch: ImportBatch, mapping: Mapping, by: Any) -> ImportBatch:
    """Say which column of the file is which. Raises: ColumnsAreMissing, BatchIsClosed."""
    require_open(batch)
    kind = KINDS[batch.kind]
    missing = missing_columns(kind, mapping)
    if missing:
        raise ColumnsAreMissing(f"Укажите столбцы: {', '.join(f'«{name}»' for name in missing)}.")
    with transaction.atomic():
        batch.mapping, batch.state, batch.problem = mapping, BatchState.READING, ""
        batch.save(update_fields=["mapping", "state", "problem", "updated_at"])
        batch.rows.all().delete()
        audit.record(by, "imports.map_batch", batch)
    _start_check(batch, batch.counts.get("rows", 0))
    return batch


def _start_check(batch: ImportBatch, n_rows: int) -> None:
    if n_rows <= CHECK_AT_ONCE:
        check_batch(batch=batch)
    else:
        ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.READING, done_share=0)
        jobs.enqueue("imports.check_batch", batch_id=batch.pk)


def check_batch(*, batch: ImportBatch) -> ImportBatch:
    """Compare the rows with the registry and keep the preview. May run again: it starts anew."""
    kind = KINDS[batch.kind]
    rows = file_rows(batch) or _rows_of_file(batch)
    snapshot = load_snapshot(kind, batch.municipality, timezone.localdate(), by=batch.by)
    checked = check(kind, rows, snapshot, lambda share: _tell(batch, share * 0.8))
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        require_open(locked)
        replace_rows(batch, rows, checked)
        batch.state, batch.done_share, batch.counts = BatchState.PREVIEW, 1, count(checked)
        batch.save(update_fields=["state", "done_share", "counts", "updated_at"])
    return batch


def stop_check(*, batch: ImportBatch) -> None:
    """Say that the check broke off, so that nobody waits for it; it can be asked for again."""
    problem = "Проверка прервалась. Нажмите «Проверить снова»; если не поможет, напишите в поддержку."
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.REFUSED, problem=problem)


def _rows_of_file(batch: ImportBatch) -> list[FileRow]:
    with batch.file.open("rb") as stored:
        _, _, rows = open_table(
            KINDS[batch.kind], stored.read(), batch.name, batch.mapping, read=read_limited
        )
    return rows


def _tell(batch: ImportBatch, share: float) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(done_share=share)


def require_open(batch: ImportBatch) -> None:
    """Raises: BatchIsClosed."""
    if batch.state in (BatchState.COMMITTED, BatchState.UNDONE):
        raise BatchIsClosed("Эта загрузка уже внесена или отменена. Откройте новую.")


def fix_rows(*, batch: ImportBatch, fixes: dict[int, dict[str, str]], by: Any) -> ImportBatch:
    """Correct cells on the page, {row number: {column: text}}, and check everything again.

    An empty text under «@column» takes a decision back.
    """
    require_open(batch)
    with transaction.atomic():
        stored = batch.rows.select_for_update().filter(number__in=fixes)
        for row in stored:
            merged = {**row.fixes, **fixes[row.number]}
            row.fixes = {
                name: text
                for name, text in merged.items()
                if not (name.startswith("@") and not text) and row.cells.get(name) != text
            }
            row.save(update_fields=["fixes"])
        audit.record(by, "imports.fix_rows", batch, reason=f"строк: {len(fixes)}")
    _start_check(batch, batch.counts.get("rows", 0))
    return batch


def accept_suggestions(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Take the only candidate of every refused cell that has exactly one."""
    return fix_rows(batch=batch, fixes=suggestions(batch), by=by)


@transaction.atomic
def drop_batch(*, batch: ImportBatch, by: Any) -> None:
    """Forget a batch that was never committed, its file included. Raises: BatchIsClosed."""
    require_open(batch)
    audit.record(by, "imports.drop_batch", batch)
    stored = batch.file.name or ""
    batch.delete()
    remove_files([stored])
