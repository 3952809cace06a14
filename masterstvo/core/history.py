"""The audit log of one object, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from masterstvo.core.models import AuditRecord
from masterstvo.core.terms import titles_of, vocabulary_of

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
    "give": "роль дана",
    "extend": "срок изменён",
    "invite": "приглашение отправлено",
    "accept": "приглашение принято",
    "withdraw": "приглашение отозвано",
    "link": "учётная запись связана",
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
    """Return what was done with ``obj``, latest first. ``without``: actions left out. Queries: one, one for words and one for each kind of rows named in it."""
    done = (
        AuditRecord.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
        .exclude(action__in=without)
        .select_related("by")[:SHOWN_AT_MOST]
    )
    records = list(done)
    speak = _Speaker(obj, records)
    return [
        Entry(
            at=record.at,
            who=str(record.by or "командная строка"),
            what=VERBS.get(record.action)
            or VERBS.get(record.action.split(".")[-1].split("_")[0], record.action),
            reason=record.reason,
            changes=[
                (speak.title(name), speak.text(name, before), speak.text(name, after))
                for name, (before, after) in record.changes.items()
            ],
        )
        for record in records
    ]


class _Speaker:
    """Says the columns and values of the log as the screen does: words for keys, names for rows."""

    def __init__(self, obj: Model, records: list[AuditRecord]):
        changed = {name for record in records for name in record.changes}
        self.fields: dict[str, Any] = {field.name: field for field in obj._meta.get_fields()}
        vocabularies = {name: vocabulary_of(self.fields.get(name)) for name in changed}
        titles = titles_of(*filter(None, vocabularies.values()))
        self.words = {name: titles[key] for name, key in vocabularies.items() if key}
        for name in changed:
            field = self.fields.get(name)
            if field is None:
                continue
            if getattr(field, "choices", None):
                self.words[name] = dict(field.flatchoices)
            elif field.is_relation and field.related_model:
                keys = {key for record in records for key in _keys(record.changes.get(name))}
                rows = field.related_model._base_manager.filter(pk__in=keys) if keys else ()
                self.words[name] = {row.pk: str(row) for row in rows}

    def title(self, name: str) -> str:
        field = self.fields.get(name)
        if field is None:
            return name
        if field.auto_created and field.is_relation:
            return str(field.related_model._meta.verbose_name_plural)
        return str(field.verbose_name)

    def text(self, name: str, value: Any) -> str:
        words = self.words.get(name, {})
        if isinstance(value, list):
            return ", ".join(str(words.get(item, item)) for item in value) or "пусто"
        return str(words[value]) if value in words else _text(name, value)


def _keys(change: list[Any] | None) -> list[int]:
    """Return the primary keys among the two values of a change."""
    flat = [item for value in change or () for item in (value if isinstance(value, list) else [value])]
    return [item for item in flat if isinstance(item, int) and not isinstance(item, bool)]


def _text(name: str, value: Any) -> str:
    if value is None or value == "":
        return "пусто"
    if isinstance(value, bool):
        return "да" if value else "нет"
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    # In the database stands the first day on which it no longer holds.
    return f"{day - dt.timedelta(days=1) if name in HALF_OPEN else day:%d.%m.%Y}"
