"""The audit log of one object, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from masterstvo.core.models import AuditRecord

VERBS = {  # by the first word of an action; an app adds whole names where that says too little
    "add": "внесено",
    "create": "внесено",
    "import": "загружено",
    "edit": "исправлено",
    "change": "исправлено",
    "set": "исправлено",
    "close": "закрыто",
    "end": "завершено",
    "hire": "принят на работу",
    "dismiss": "уволен",
    "move": "переведён",
    "remove": "удалено",
    "delete": "удалено",
    "attach": "приложено",
    "detach": "вложение снято",
    "read": "карточку открывали",
    "undo": "загрузка отменена",
}
SHOWN_AT_MOST = 20
HALF_OPEN = ("ends_on", "closed_on")


@dataclass(frozen=True)
class Entry:
    """One line of the history. ``changes``: [(what, before, after)]."""

    at: dt.datetime
    who: str
    what: str
    reason: str
    changes: list[tuple[str, str, str]]


def history(obj: Model, *, without: tuple[str, ...] = ()) -> list[Entry]:
    """Return what was done with ``obj``, latest first. ``without``: actions left out. Queries: one."""
    records = (
        AuditRecord.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
        .exclude(action__in=without)
        .select_related("by")[:SHOWN_AT_MOST]
    )
    return [
        Entry(
            at=record.at,
            who=str(record.by or "командная строка"),
            what=VERBS.get(record.action)
            or VERBS.get(record.action.split(".")[-1].split("_")[0], record.action),
            reason=record.reason,
            changes=[
                (_title(obj, name), _text(name, before), _text(name, after))
                for name, (before, after) in record.changes.items()
            ],
        )
        for record in records
    ]


def _title(obj: Model, name: str) -> str:
    try:
        return str(getattr(obj._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _text(name: str, value: Any) -> str:
    if value is None or value == "":
        return "пусто"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    # In the database stands the first day on which it no longer holds.
    return f"{day - dt.timedelta(days=1) if name in HALF_OPEN else day:%d.%m.%Y}"
