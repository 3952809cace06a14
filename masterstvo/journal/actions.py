"""Taking back the last correction of a row."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.models import AuditRecord
from masterstvo.core.versions import lock
from masterstvo.journal.queries import last_edit

UNDO = "core.undo_edit"
MANUALLY = "Откройте запись и исправьте её."


class NothingToUndo(DomainError):
    """The last thing done with the row was no simple correction, or not the one that the page showed."""


class NoLongerFits(DomainError):
    """What stood before cannot stand there any more."""


@transaction.atomic
def undo_edit(obj: Model, *, seen: int | None, by: Any) -> Model:
    """Put back what stood in ``obj`` before its last correction. ``seen``: the key of the record that the page showed.

    Raises: NothingToUndo, NoLongerFits, Gone.
    """
    obj = lock(obj)
    last = last_edit(obj)
    if last is None or last.pk != seen:
        raise NothingToUndo(f"Отменить нечего: после этой правки с записью что-то делали. {MANUALLY}")
    values = {name: _stored(obj, name, before) for name, (before, _) in last.changes.items()}
    try:
        with transaction.atomic():
            return change(obj, values, by=by, action=UNDO, reason=_reason(last))
    except IntegrityError as error:
        raise NoLongerFits(
            f"Прежнее значение больше не подходит: мешают другие записи. {MANUALLY}"
        ) from error


def _stored(obj: Model, name: str, value: Any) -> Any:
    """Return a value of the log as its column holds it. Raises: NoLongerFits, when the row that it names is gone."""
    field: Any = obj._meta.get_field(name)
    if value is None:
        return None
    if field.is_relation:
        row = field.related_model._base_manager.filter(pk=value).first()
        if row is None:
            raise NoLongerFits(f"Того, что стояло раньше («{field.verbose_name}»), больше нет. {MANUALLY}")
        return row
    try:
        return field.to_python(value)
    except ValidationError as error:  # the column has had another kind of values since
        raise NoLongerFits(f"Прежнее значение («{field.verbose_name}») не читается. {MANUALLY}") from error


def _reason(last: AuditRecord) -> str:
    return f"отмена правки № {last.pk}"
