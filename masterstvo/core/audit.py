"""The audit log: every action leaves one record, and nobody changes it afterwards (``append_only``)."""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models, transaction

from masterstvo.core import append_only
from masterstvo.core.models import AuditRecord

STEPS_AT_MOST = 4
REDACTED = "обезличено"
_origin: ContextVar[str] = ContextVar("origin", default="")
_place: list[str] = []


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    """Write down ``origin`` with every record inside: the request, the command or the import that brought it."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


# --- To which place an object belongs -------------------------------------------------------------------------------
def set_place(label: str) -> None:
    """Name the model that the log is divided by, «organizations.municipality»: core knows no word of the field."""
    _place[:] = [label]
    paths_to_place.cache_clear()


@cache
def paths_to_place(model: type[models.Model]) -> tuple[tuple[str, ...], ...]:
    """Return the ways by foreign keys from ``model`` to the place, the shortest first: {Training: (("person", "municipality"), …)}."""
    if not _place:
        return ()
    place = apps.get_model(_place[0])
    if model is place:
        return ((),)
    found: list[tuple[str, ...]] = []
    waiting: deque[tuple[type[models.Model], tuple[str, ...]]] = deque([(model, ())])
    seen = {model}
    while waiting:
        here, path = waiting.popleft()
        for field in here._meta.concrete_fields:
            target: Any = field.related_model
            if not field.is_relation or len(path) == STEPS_AT_MOST:
                continue
            if target is place:
                found.append((*path, field.name))
            elif target not in seen:
                seen.add(target)
                waiting.append((target, (*path, field.name)))
    return tuple(found)


def place_of(obj: models.Model) -> int | None:
    """Return the key of the place that ``obj`` belongs to, or None: a word of the dictionary belongs to everybody."""
    for path in paths_to_place(obj._meta.model):  # type(obj) may be a lazy stand-in
        step: Any = obj
        for name in path[:-1]:
            step = getattr(step, name, None)
        if step is not None:
            key = step.pk if not path else getattr(step, step._meta.get_field(path[-1]).attname)
            if key is not None:
                return key
    return None


# --- Witnesses ------------------------------------------------------------------------------------------------------
Witness = Callable[[list[tuple[str, Any]]], None]
_witnesses: list[Witness] = []


def add_witness(witness: Witness) -> None:
    """Let ``witness`` hear of each record in its own transaction: (label of the model, key) of each row that was written."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def _tell(records: list[tuple[str, Any]]) -> None:
    for witness in _witnesses:
        witness(records)


# --- Writing --------------------------------------------------------------------------------------------------------
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
    kept = AuditRecord.objects.create(
        by=by,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        changes=plain,
        reason=reason,
        as_role=_role_of(by),
        origin=_origin.get(),
        place_id=place_of(obj),
    )
    _tell([(kept.object_type, kept.object_id)])
    return kept


def record_many(
    by: Any, action: str, told: Iterable[tuple[str, int, dict[str, Any]]], *, place_id: int
) -> None:
    """Write one record for each row that a bulk write made or changed.

    Shape: ``told`` is (label of the model, key, {"field": [before, after]}).
    """
    common = {
        "by": by,
        "action": action,
        "as_role": _role_of(by),
        "origin": _origin.get(),
        "place_id": place_id,
    }
    records = [
        AuditRecord(object_type=label.lower(), object_id=pk, changes=changes, **common)
        for label, pk, changes in told
    ]
    AuditRecord.objects.bulk_create(records, batch_size=500)
    _tell([(each.object_type, each.object_id) for each in records])


def redact(records: models.QuerySet, *, fields: Iterable[str], by: Any, reason: str) -> int:
    """Take the values of ``fields`` out of ``records``, on a legal ground that ``reason`` names; return how many were touched.

    The records themselves stay, and each gets a record of its own that says who did it.
    """
    gone = set(fields)
    touched = []
    with transaction.atomic():
        for each in records.select_for_update():
            known = gone & each.changes.keys()
            if known:
                each.changes |= {name: [REDACTED, REDACTED] for name in known}
                touched.append(each)
        with append_only.opened():
            AuditRecord.objects.bulk_update(touched, ["changes"], batch_size=500)
        for each in touched:
            record(
                by,
                "core.redact",
                each,
                changes={"changes": (", ".join(sorted(gone)), REDACTED)},
                reason=reason,
            )
    return len(touched)


def redact_all(records: models.QuerySet, *, about: models.Model, by: Any, reason: str) -> int:
    """Take the values and reasons out of all ``records``, which tell of ``about``; keys of other rows stay. Return how many there were.

    One record for all of them: who did what and when stays in each, so that nothing is lost by saying it once.
    """
    touched = []
    with transaction.atomic():
        for each in records.select_for_update().order_by("pk"):
            keys = _keys_of(each.object_type)
            for name in each.changes.keys() - keys:
                each.changes[name] = [REDACTED, REDACTED]
            each.reason = each.reason and REDACTED
            touched.append(each)
        if touched:
            with append_only.opened():
                AuditRecord.objects.bulk_update(touched, ["changes", "reason"], batch_size=500)
            record(by, "core.redact_all", about, changes={"records": (None, len(touched))}, reason=reason)
    return len(touched)


@cache
def _keys_of(label: str) -> frozenset[str]:
    """Return the columns of a model that hold keys: they name nobody, and later explanations need them."""
    try:
        model = apps.get_model(label)
    except LookupError:  # an app that is no longer there
        return frozenset()
    return frozenset(field.name for field in model._meta.concrete_fields if field.is_relation)


def _role_of(by: Any) -> str:
    return getattr(by, "acting_as", "")[:300]


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
