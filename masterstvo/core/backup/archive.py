"""What a backup file holds: a zip with one file of JSON lines for each table, the uploaded files and a manifest."""

import base64
import datetime as dt
import decimal
import json
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from masterstvo.core.errors import DomainError

PRODUCT, FORMAT = "masterstvo", 1
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
CHUNK = 2000
PASSING = ("sessions.session", "usersessions.usersession")

Model = type[models.Model]
Fields = list["models.Field[Any, Any]"]


class BackupRefused(DomainError):
    """The file cannot be restored here; nothing was changed."""


@dataclass(frozen=True)
class TableEntry:
    """One table of the backup. ``last_id``: the greatest key ever given out, so that none is given twice."""

    model: str
    columns: list[str]
    rows: int
    sha256: str
    last_id: int | None = None


@dataclass(frozen=True)
class FileEntry:
    """One uploaded file of the backup, under its name in MEDIA_ROOT."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. ``missing``: files that rows speak of and the disk no longer held."""

    version: str
    made_at: str
    database: str
    migrations: list[list[str]]
    tables: list[TableEntry] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    product: str = PRODUCT
    format: int = FORMAT

    @property
    def n_rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Raises: ValueError, TypeError, KeyError when this is no manifest."""
        told = json.loads(content)
        tables = [TableEntry(**table) for table in told.pop("tables")]
        files = [FileEntry(**file) for file in told.pop("files")]
        manifest = cls(**told, tables=tables, files=files)
        if (manifest.product, manifest.format) != (PRODUCT, FORMAT):
            raise ValueError("another product or format")
        if any(not is_safe(file.name) for file in files):
            raise ValueError("a file name that leads outside")
        return manifest


def is_safe(name: str) -> bool:
    """Say whether ``name`` stays inside the folder it is unpacked to."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def stored_models() -> list[Model]:
    """Return every table of a backup. What passes stays out: after a restoration everybody signs in anew."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not is_passing(model)
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def passing_models() -> list[Model]:
    return [model for model in apps.get_models() if is_passing(model)]


def is_passing(model: Model) -> bool:
    """Say whether rows of the table are worth nothing tomorrow: who is signed in where, who guesses a password."""
    return model._meta.label_lower in PASSING or getattr(model, "is_passing", False)


def is_shipped(model: Model) -> bool:
    """Say whether the product itself fills the table at ``migrate``: its rows alone do not make a database used."""
    return model._meta.app_label == "contenttypes" or (
        model._meta.label_lower == "auth.permission" or getattr(model, "is_shipped", False)
    )


def stored_fields(model: Model) -> Fields:
    return [each for each in model._meta.local_concrete_fields if not each.generated]


def file_fields(model: Model) -> list[str]:
    return [each.attname for each in stored_fields(model) if isinstance(each, models.FileField)]


def applied_migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def as_line(values: tuple[Any, ...]) -> bytes:
    """Return a row as one line of JSON."""
    return json.dumps(values, ensure_ascii=False, default=_plain, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"A backup cannot hold {type(value).__name__}.")


def as_value(column: "models.Field[Any, Any]", told: Any) -> Any:
    """Return a value of JSON as ``column`` keeps it."""
    if told is None:
        return None
    if isinstance(column, models.DurationField):
        return dt.timedelta(seconds=told)
    if isinstance(column, models.BinaryField):
        return base64.b64decode(told)
    return (column.target_field if isinstance(column, models.ForeignKey) else column).to_python(told)
