"""Keeping checked rows in the database and taking them out again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from masterstvo.imports.checking.rows import CheckedRow, FileRow
from masterstvo.imports.choices import Verdict
from masterstvo.imports.models import ImportBatch, ImportRow

CHUNK = 1000
Provenance = dict[
    int, tuple[str, int, list[dict[str, Any]]]
]  # row → (model of the main record, its id, records)


def stored_name(batch: ImportBatch, name: str) -> str:
    """Return the name under which the file is kept; the person's own name of it is only shown."""
    return f"{batch.kind}-{batch.sha256[:16]}{PurePath(name).suffix.lower()[:6]}"


def file_rows(batch: ImportBatch) -> list[FileRow]:
    stored = batch.rows.order_by("number").values_list("number", "cells", "fixes")
    return [FileRow(number, cells, fixes) for number, cells, fixes in stored.iterator(chunk_size=5000)]


def count(checked: Iterable[CheckedRow]) -> dict[str, int]:
    """Return {"rows", "new", "changed", "unchanged", "refused", "warned"}."""
    verdicts = Counter[str]()
    for row in checked:
        verdicts[row.verdict.value] += 1
        verdicts["rows"] += 1
        verdicts["warned"] += bool(row.warnings)
    names = ("rows", *Verdict.values, "warned")
    return {name: verdicts[name] for name in names}


def replace_rows(
    batch: ImportBatch, rows: list[FileRow], checked: list[CheckedRow], provenance: Provenance | None = None
) -> None:
    """Store the rows anew: rewriting thousands of JSON cells one by one would take longer."""
    batch.rows.all()._raw_delete(using=batch._state.db or "default")
    written = provenance or {}
    for start in range(0, len(rows), CHUNK):
        pairs = zip(rows[start : start + CHUNK], checked[start : start + CHUNK], strict=True)
        ImportRow.objects.bulk_create([_stored(batch, row, result, written) for row, result in pairs])


def _stored(batch: ImportBatch, row: FileRow, result: CheckedRow, written: Provenance) -> ImportRow:
    model, pk, records = written.get(row.number, ("", None, []))
    return ImportRow(
        batch=batch,
        number=row.number,
        cells=row.cells,
        fixes=row.fixes,
        verdict=result.verdict,
        refusals=[asdict(refusal) for refusal in result.refusals],
        warnings=[asdict(warning) for warning in result.warnings],
        changes=result.changes,
        object_type=model,
        object_id=pk,
        records=records,
    )
