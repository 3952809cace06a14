"""Which version of a row a person has seen, so that nobody overwrites another's work in silence.

A page that shows a row for editing carries a token: a digest of each column that it shows. The action that writes locks the
row, compares, and refuses with ``Stale`` when one of these columns is no longer what the page showed (ADR 0019).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from masterstvo.core.audit import plain_value
from masterstvo.core.errors import DomainError, Stale
from masterstvo.core.models import AuditRecord

Row = TypeVar("Row", bound=models.Model)

TOKEN = "token"  # noqa: S105 -- the name of a field, no secret
STAY = "Ваши правки остались в полях: выберите, что сохранить."


class Gone(DomainError):
    """Somebody else removed the row after the page was opened."""


def token_of(row: models.Model, names: Iterable[str]) -> str:
    """Return what a page sends back to tell which version of ``row`` it showed. Shape: «column:digest …»."""
    return " ".join(f"{name}:{digest(value_of(row, name))}" for name in names)


def digests(token: str) -> dict[str, str]:
    """Return {column: digest} of a token; whatever else was sent tells nothing."""
    return dict(part.split(":", 1) for part in token.split() if ":" in part)


def value_of(row: models.Model, name: str) -> Any:
    """Return what stands in a column; rows that it leads to as a list. Queries: one for a many-to-many column."""
    field: Any = row._meta.get_field(name)
    if field.many_to_many:
        return list(getattr(row, name).all()) if row.pk else []
    return getattr(row, name if isinstance(field, models.FileField) else field.attname)


def digest(value: Any) -> str:
    """Return a short digest of a column's value, the same for a value as it was typed and as it is stored."""
    return hashlib.sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, models.QuerySet | list | tuple | set):
        plain = [_plain(each) for each in value]
        return sorted(plain) if value and all(isinstance(each, models.Model) for each in value) else plain
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None  # browsers send line ends of their own
    if isinstance(value, models.Model):
        return _plain(value.pk)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    return plain_value(value)


def check_seen(row: models.Model, token: str) -> None:
    """Refuse when ``row``, locked by the caller, is no longer what the ``token`` has seen. Raises: Stale."""
    seen = digests(token)
    known = {field.name for field in (*row._meta.concrete_fields, *row._meta.many_to_many)}
    names = [name for name in seen if name in known]
    if not names or any(seen[name] != digest(value_of(row, name)) for name in names):
        raise Stale(f"Пока форма была открыта, эту запись изменили{_by_whom(row)}. {STAY}", theirs=row)


def lock(row: Row, token: str | None = None) -> Row:
    """Read ``row`` anew and lock it until the transaction ends. ``token``: what its writer has seen; None asks nothing.

    Raises: Gone, Stale.
    """
    try:
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update())
    except type(row).DoesNotExist:  # type: ignore[attr-defined]  # every model has one
        raise Gone("Пока форма была открыта, эту запись удалили. Сохраните свой текст у себя.") from None
    if token is not None:
        check_seen(row, token)
    return row


def _by_whom(row: models.Model) -> str:
    """Return « (Соколова И. В., 20.11.2026 14:20)» from the log, or nothing when it does not know. Queries: one."""
    if row.pk is None:
        return ""
    last = (
        AuditRecord.objects.filter(object_type=row._meta.label_lower, object_id=row.pk, by__isnull=False)
        .exclude(action__contains=".read_")
        .select_related("by")
        .order_by("-at", "-pk")
        .first()
    )
    recent = last is not None and timezone.now() - last.at < dt.timedelta(days=1)
    if last is None or not recent:
        return ""
    return f" ({last.by}, {timezone.localtime(last.at):%d.%m.%Y %H:%M})"
