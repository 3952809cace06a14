"""The three writes that most actions are made of: each is atomic and leaves one record in the log."""

from typing import Any, TypeVar

from django.db import models, transaction

from masterstvo.core import audit
from masterstvo.core.versions import TOKEN, lock

Row = TypeVar("Row", bound=models.Model)


def add(obj: Row, *, by: Any, action: str, reason: str = "", **many: Any) -> Row:
    """Store a new row. ``many``: its many-to-many fields."""
    with transaction.atomic():
        obj.save(force_insert=True)
        for name, chosen in many.items():
            getattr(obj, name).set(chosen)
        audit.record(by, action, obj, reason=reason)
    return obj


def change(obj: Row, values: dict[str, Any], *, by: Any, action: str, reason: str = "") -> Row:
    """Store ``values`` in a row and write down what really changed; when nothing did, write nothing.

    Among ``values`` may be the token of a form: then the row is locked and must still be what the form showed.
    Only changed columns are written, so that whoever changed another one meanwhile keeps it.
    Raises: Stale, Gone.
    """
    many = {field.name for field in obj._meta.many_to_many}
    values = dict(values)
    with transaction.atomic():
        if (token := values.pop(TOKEN, None)) is not None:
            lock(obj, token)
        changes = audit.apply_changes(obj, {name: each for name, each in values.items() if name not in many})
        if changes:
            stamps = [each.name for each in obj._meta.concrete_fields if getattr(each, "auto_now", False)]
            obj.save(update_fields=[*changes, *stamps])
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
