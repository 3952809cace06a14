"""The three writes that most actions are made of: each is atomic and leaves one record in the log. And the token of a row."""

from typing import Any, TypeVar

from django.db import models, transaction

from masterstvo.core import audit
from masterstvo.core.models import Recorded

Row = TypeVar("Row", bound=models.Model)


def token_of(row: Recorded) -> str:
    """Return what a form sends back, to tell whether the row is still the one it showed."""
    return row.updated_at.isoformat()


def add(obj: Row, *, by: Any, action: str, **many: Any) -> Row:
    """Store a new row. ``many``: its many-to-many fields."""
    with transaction.atomic():
        obj.save(force_insert=True)
        for name, chosen in many.items():
            getattr(obj, name).set(chosen)
        audit.record(by, action, obj)
    return obj


def change(obj: Row, values: dict[str, Any], *, by: Any, action: str, reason: str = "") -> Row:
    """Store ``values`` in a row and write down what really changed; when nothing did, write nothing."""
    many = {field.name for field in obj._meta.many_to_many}
    with transaction.atomic():
        changes = audit.apply_changes(obj, {name: each for name, each in values.items() if name not in many})
        if changes:
            obj.save()
        for name in many & values.keys():
            before, after = set(getattr(obj, name).all()), set(values[name])
            if before != after:
                getattr(obj, name).set(after)
                changes[name] = (sorted(map(str, before)), sorted(map(str, after)))
        if changes:
            audit.record(by, action, obj, changes=changes, reason=reason)
    return obj


def remove(obj: models.Model, *, by: Any, action: str, reason: str) -> None:
    """Delete a row that was entered by mistake; the log keeps all that it said."""
    kept = {
        field.name: (getattr(obj, field.attname), None)
        for field in obj._meta.concrete_fields
        if not field.primary_key and getattr(obj, field.attname) not in (None, "")
    }
    with transaction.atomic():
        audit.record(by, action, obj, changes=kept, reason=reason)
        obj.delete()
