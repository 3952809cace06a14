"""Restoring a backup: everything is looked through first, then one transaction replaces all rows."""

import json
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction

from masterstvo.core import append_only
from masterstvo.core.backup.archive import (
    CHUNK,
    FILES,
    MANIFEST,
    TABLES,
    BackupRefused,
    Fields,
    Manifest,
    Model,
    TableEntry,
    applied_migrations,
    as_value,
    is_shipped,
    passing_models,
    stored_fields,
    stored_models,
)
from masterstvo.core.statistics import refresh_statistics

PART = 1024 * 1024
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError, RuntimeError, NotImplementedError,
)  # fmt: skip


def restore_backup(path: Path, *, replace: bool = False) -> Manifest:
    """Put everything of the backup in the place of what is here. All or nothing.

    Raises: BackupRefused; then neither rows nor files have changed.
    """
    unpacked = Path(settings.MEDIA_ROOT).with_name("restoring")
    with _opened(path) as (archive, manifest):
        _refuse_other_version(manifest)
        if not replace and (filled := _first_filled()):
            raise BackupRefused(
                f"В базе уже есть данные ({filled}). Чтобы заменить их все копией, повторите с --replace."
            )
        shutil.rmtree(unpacked, ignore_errors=True)
        try:
            _check_tables(archive, manifest)
            _unpack(archive, manifest, unpacked / "new")
            with _files_in_place(manifest, unpacked), transaction.atomic(), append_only.opened():
                _replace_rows(archive, manifest)
                _move_in(manifest, unpacked)
        except BROKEN as error:
            raise BackupRefused(f"Файл «{path.name}» повреждён: ничего не восстановлено.") from error
        except (DatabaseError, ValidationError) as error:
            raise BackupRefused(
                f"База не принимает строки из «{path.name}»: ничего не восстановлено, прежние данные на месте."
            ) from error
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
    ContentType.objects.clear_cache()
    refresh_statistics()
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise BackupRefused(f"Файла «{path}» нет: проверьте имя.") from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BackupRefused(
            f"Файл «{path.name}» – не резервная копия программы «Мастерство» или повреждён."
        ) from error
    with archive:
        try:
            manifest = Manifest.read(archive.read(MANIFEST))
        except BROKEN as error:
            raise BackupRefused(
                f"Файл «{path.name}» – не резервная копия программы «Мастерство» или повреждён."
            ) from error
        yield archive, manifest


def _refuse_other_version(manifest: Manifest) -> None:
    columns = {model._meta.label_lower: _columns(stored_fields(model)) for model in stored_models()}
    told = {table.model: table.columns for table in manifest.tables}
    if sorted(manifest.migrations) != applied_migrations() or told != columns:
        raise BackupRefused(
            f"Копию сделала другая версия программы ({manifest.version}): восстановите её в той же версии, потом обновите."
        )


def _columns(fields: Fields) -> list[str]:
    return [field.attname for field in fields]


def _first_filled() -> str:
    """Return the name of a table that people have filled, or an empty text."""
    filled = (model for model in stored_models() if not is_shipped(model) and model._base_manager.exists())
    return next((str(model._meta.verbose_name_plural) for model in filled), "")


def _check_tables(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for table in manifest.tables:
        with archive.open(f"{TABLES}{table.model}.jsonl") as member:
            if _copy(member) != table.sha256:
                raise ValueError(f"{table.model} is not what the manifest says")


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    for file in manifest.files:
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"{FILES}{file.name}") as member, target.open("wb") as copy:
            if _copy(member, copy) != file.sha256:
                raise ValueError(f"{file.name} is not what the manifest says")


def _copy(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Return the SHA-256 of what was read, and write it to ``target``."""
    summed = sha256()
    while part := source.read(PART):
        summed.update(part)
        if target:
            target.write(part)
    return summed.hexdigest()


# --- Rows -----------------------------------------------------------------------------------------------------------
def _replace_rows(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Foreign keys are deferred on both databases: the order of tables does not matter."""
    models_by_label: dict[str, Model] = {model._meta.label_lower: model for model in stored_models()}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in (*models_by_label.values(), *passing_models()):
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608 -- a name from our own models
        for table in manifest.tables:
            with archive.open(f"{TABLES}{table.model}.jsonl") as member:
                _insert(cursor, models_by_label[table.model], member)
            _count_on(cursor, models_by_label[table.model], table)
    connection.check_constraints()


def _insert(cursor: Any, model: Model, lines: Iterable[bytes]) -> None:
    fields, quote = stored_fields(model), connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 -- the same
    rows = (_row(fields, line) for line in lines)
    while chunk := list(islice(rows, CHUNK)):
        cursor.executemany(statement, chunk)


def _row(fields: Fields, line: bytes) -> list[Any]:
    told = json.loads(line)
    return [
        field.get_db_prep_save(as_value(field, value), connection)
        for field, value in zip(fields, told, strict=True)
    ]


def _count_on(cursor: Any, model: Model, table: TableEntry) -> None:
    """Let new rows take keys that the backup's database has never given out."""
    if not isinstance(model._meta.pk, models.AutoField) or table.last_id is None:
        return
    name = model._meta.db_table
    greatest = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
    last = max(table.last_id, greatest)
    if connection.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])
    else:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
            [connection.ops.quote_name(name), model._meta.pk.column, max(last, 1), last > 0],
        )


# --- Files ----------------------------------------------------------------------------------------------------------
@contextmanager
def _files_in_place(manifest: Manifest, unpacked: Path) -> Iterator[None]:
    """Take the new files back when the rows were refused; drop the old ones when they were taken."""
    root = Path(settings.MEDIA_ROOT)
    try:
        yield
    except BaseException:
        _move_back(unpacked)
        raise
    kept = {root / file.name for file in manifest.files}
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_file() and path not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _move_in(manifest: Manifest, unpacked: Path) -> None:
    """Put the files beside the old ones just before the commit: rows never speak of a file that is not there yet."""
    root = Path(settings.MEDIA_ROOT)
    for file in manifest.files:
        source, target = unpacked / "new" / file.name, root / file.name
        if target.exists():
            _move(target, unpacked / "old" / file.name)
        _move(source, target)
        _note(unpacked, file.name)


def _note(unpacked: Path, name: str) -> None:
    with (unpacked / "moved").open("a", encoding="utf-8") as list_of_moved:
        list_of_moved.write(f"{name}\n")


def _move_back(unpacked: Path) -> None:
    root, moved = Path(settings.MEDIA_ROOT), unpacked / "moved"
    for name in moved.read_text(encoding="utf-8").splitlines() if moved.exists() else ():
        (root / name).unlink(missing_ok=True)
    for old in (unpacked / "old").rglob("*"):
        if old.is_file():
            _move(old, root / old.relative_to(unpacked / "old"))


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
