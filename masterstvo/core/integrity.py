"""Whether everything stored still holds together: constraints, files, sums, and what each app adds."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models
from django.db.models import Exists, OuterRef

from masterstvo.core.models import LeavingFile, Term

NAMED_VOCABULARY = re.compile(r"^terms? of «(\w+)»")  # how a model says that its column holds keys of terms


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold. A remark harms nobody and does not fail the check."""

    what: str
    is_remark: bool = False


Check = Callable[[], Iterator[Fault]]
_checks: dict[str, Check] = {}


def add_check(name: str, check: Check) -> None:
    """Let an app check what only it understands; registered in ``apps.py: ready()``."""
    _checks[name] = check


def find_faults() -> list[Fault]:
    """Return all faults, the worst first."""
    own: list[Check] = [_database, _references, _files, _words]
    found = [fault for check in (*own, *_checks.values()) for fault in check()]
    return sorted(found, key=lambda fault: fault.is_remark)


def add_sums(label: str) -> None:
    """Check that each ``file`` of a model still has the ``sha256`` that was kept; registered in ``apps.py: ready()``."""

    def check() -> Iterator[Fault]:
        model = apps.get_model(label)
        rows = model._base_manager.exclude(file="").exclude(sha256="")
        for pk, name, kept in rows.values_list("pk", "file", "sha256").iterator(chunk_size=1000):
            if default_storage.exists(name) and _sum(name) != kept:
                yield Fault(f"{_named(model, pk)}: файл «{name}» изменён после загрузки.")

    add_check(f"{label}: sums", check)


def _sum(name: str) -> str:
    summed = sha256()
    with default_storage.open(name, "rb") as file:
        for part in file.chunks():
            summed.update(part)
    return summed.hexdigest()


def _named(model: type[models.Model], pk: Any) -> str:
    return f"{str(model._meta.verbose_name).capitalize()} {pk}"


def _tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model is not Session:
            yield model


def _database() -> Iterator[Fault]:
    """Ask the database itself: SQLite looks at every page and constraint, PostgreSQL at what is not enforced."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(20)")
            wrong = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        else:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE NOT convalidated"
                " UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
            )
            wrong = [f"не действует {row[0]}" for row in cursor.fetchall()]
    for what in wrong:
        yield Fault(f"База данных: {what}.")
    try:
        connection.check_constraints()
    except DatabaseError as error:
        yield Fault(f"База данных: {str(error).rstrip('.')}.")


def _references() -> Iterator[Fault]:
    """Find keys that lead nowhere: a file of SQLite edited by other programs, a PostgreSQL loaded without triggers."""
    for model in _tables():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey):
                target = field.related_model._base_manager.filter(
                    **{field.target_field.attname: OuterRef(field.attname)}
                )
                lost = (
                    model._base_manager.exclude(**{f"{field.attname}": None}).filter(~Exists(target)).count()
                )
                if lost:
                    yield Fault(
                        f"{str(model._meta.verbose_name_plural).capitalize()}, «{field.verbose_name}»: {lost} ссылок в никуда."
                    )


def file_columns() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """Return every column that holds names of stored files."""
    for model in _tables():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field


def _files() -> Iterator[Fault]:
    known = set()
    for model, field in file_columns():
        held = model._base_manager.exclude(**{field.attname: ""}).values_list("pk", field.attname)
        for pk, name in held.iterator(chunk_size=1000):
            known.add(name)
            if not default_storage.exists(name):
                yield Fault(f"{_named(model, pk)}: файла «{name}» нет на диске.")
    for name in LeavingFile.objects.values_list("name", flat=True):
        if name not in known and default_storage.exists(name):
            known.add(name)
            yield Fault(
                f"Файл «{name}» удалён из данных, но ещё лежит на диске: перезапустите программу, и он удалится."
            )
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.exists() else ():
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in known:
            yield Fault(f"Файл «{name}» ни к чему не относится: его можно удалить.", is_remark=True)


def _words() -> Iterator[Fault]:
    """Find keys that no vocabulary knows: such rows fall out of every filter and formula."""
    keys: dict[str, set[str]] = {}
    for vocabulary, key in Term.objects.values_list("vocabulary", "key"):
        keys.setdefault(vocabulary, set()).add(key)
    for model in _tables():
        for field in model._meta.local_concrete_fields:
            named = NAMED_VOCABULARY.match(str(getattr(field, "help_text", "")))
            if not named:
                continue
            used = model._base_manager.order_by().values_list(field.attname, flat=True).distinct()
            for unknown in sorted(_each_key(used) - keys.get(named[1], set())):
                yield Fault(
                    f"{str(model._meta.verbose_name_plural).capitalize()}, «{field.verbose_name}»: "
                    f"слова «{unknown}» нет в словаре «{named[1]}»."
                )


def _each_key(values: Any) -> set[str]:
    found: set[str] = set()
    for value in values:
        found.update(value if isinstance(value, list) else [value or ""])
    return found - {""}
