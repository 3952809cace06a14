"""Writing a backup: one snapshot of the database, and the files that its rows speak of."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone

from masterstvo import __version__
from masterstvo.core.backup.archive import (
    CHUNK,
    FILES,
    MANIFEST,
    TABLES,
    BackupRefused,
    FileEntry,
    Manifest,
    Model,
    TableEntry,
    applied_migrations,
    as_line,
    file_fields,
    stored_fields,
    stored_models,
)

PART = 1024 * 1024


def write_backup(path: Path) -> Manifest:
    """Write everything to ``path``; the file appears whole or not at all, readable by its owner only.

    Raises: BackupRefused.
    """
    if path.exists() and not _is_backup(path):
        raise BackupRefused(f"Файл «{path}» уже есть, и это не резервная копия: выберите другое имя.")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "w+b") as stream:
                manifest = _write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BackupRefused(
            f"Копию не удалось записать в «{path}»: проверьте папку, права и свободное место."
        ) from error
    return manifest


def _is_backup(path: Path) -> bool:
    return zipfile.is_zipfile(path) and MANIFEST in zipfile.ZipFile(path).namelist()


def _write(stream: IO[bytes]) -> Manifest:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        names: set[str] = set()
        with snapshot():
            migrations = applied_migrations()
            tables = [_write_table(archive, model, names) for model in stored_models()]
        written = [_write_file(archive, name) for name in sorted(names)]
        manifest = Manifest(
            version=__version__,
            made_at=timezone.now().isoformat(),
            database=connection.vendor,
            migrations=migrations,
            tables=tables,
            files=[file for file in written if file],
            missing=[name for name, file in zip(sorted(names), written, strict=True) if not file],
        )
        archive.writestr(MANIFEST, manifest.as_bytes())
    return manifest


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it stood at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the writer's lock
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _write_table(archive: zipfile.ZipFile, model: Model, names: set[str]) -> TableEntry:
    columns = [field.attname for field in stored_fields(model)]
    holders = [columns.index(name) for name in file_fields(model)]
    summed, n_rows = sha256(), 0
    with archive.open(f"{TABLES}{model._meta.label_lower}.jsonl", "w", force_zip64=True) as member:
        rows = model._base_manager.order_by("pk").values_list(*columns)
        for row in rows.iterator(chunk_size=CHUNK):
            names.update(row[place] for place in holders if row[place])
            line = as_line(row)
            summed.update(line)
            member.write(line)
            n_rows += 1
    return TableEntry(model._meta.label_lower, columns, n_rows, summed.hexdigest(), last_id(model))


def last_id(model: Model) -> int | None:
    """Return the greatest key that the table has ever given out, or None when its keys are not counted."""
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [f'"{table}"', column],
            )
        found = cursor.fetchone()
    return int(found[0]) if found and found[0] is not None else 0


def _write_file(archive: zipfile.ZipFile, name: str) -> FileEntry | None:
    """Copy one file; None when it is not there (taken away after the snapshot, or lost before)."""
    summed, size = sha256(), 0
    try:
        source = default_storage.open(name, "rb")
    except OSError:
        return None
    with source, archive.open(f"{FILES}{name}", "w", force_zip64=True) as member:
        while part := source.read(PART):
            summed.update(part)
            size += len(part)
            member.write(part)
    return FileEntry(name, size, summed.hexdigest())
