"""The audit log: every action leaves one record."""

import datetime as dt
from decimal import Decimal

from django.db import models

from masterstvo.core.models import AuditRecord


def plain_value(value):
    """Return ``value`` as JSON can keep it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple | set):
        return [plain_value(item) for item in value]
    if isinstance(value, str | int | float | bool | dict) or value is None:
        return value
    return str(value)


def record(by, action, obj, *, changes=None, reason=""):
    """Write one record of ``action`` («plans.enter_result») on ``obj`` by the user ``by`` (None: the command line).

    Shape: ``changes`` is {"field": (before, after)}.
    """
    plain = {
        name: [plain_value(before), plain_value(after)] for name, (before, after) in (changes or {}).items()
    }
    return AuditRecord.objects.create(
        by=by,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        changes=plain,
        reason=reason,
    )


def apply_changes(obj, values):
    """Set ``values`` on ``obj`` without saving and return what really changed.

    Shape: {"field": (before, after)}; many-to-many fields are not for this function.
    """
    changes = {}
    for name, after in values.items():
        before = getattr(obj, name)
        if before != after:
            setattr(obj, name, after)
            changes[name] = (before, after)
    return changes
