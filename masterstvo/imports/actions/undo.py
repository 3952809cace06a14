"""Taking a batch back: what it made goes, what it changed returns, what people have touched since stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from masterstvo.core import audit
from masterstvo.core.errors import DomainError
from masterstvo.documents.models import Attachment
from masterstvo.imports.actions.follow import after_undo, before_undo
from masterstvo.imports.checking.plan import TERM
from masterstvo.imports.choices import BatchState
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.models import ImportBatch

CHUNK = 2000
MOST_KEPT_SHOWN = 200
EDITED = "исправлено после загрузки"
NEEDED = "на неё уже ссылаются другие записи"


class BatchIsNotCommitted(DomainError):
    """Only what was committed can be undone."""


@dataclass(frozen=True)
class Trace:
    """What one row wrote: a record with {field: [before, after]}."""

    row: int
    model: str
    pk: int
    is_new: bool
    fields: dict[str, list[Any]]


@transaction.atomic
def undo_batch(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Delete what the batch made and restore what it changed, except records edited or needed since.

    Shape: ``batch.counts["kept"]`` is [{"row", "title", "why"}], ``counts["undone"]`` the number of records taken back.
    Raises: BatchIsNotCommitted.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.COMMITTED:
        raise BatchIsNotCommitted("Отменить можно только внесённую загрузку.")
    traces = list(_traces(batch))
    people = before_undo(((trace.model, trace.pk) for trace in traces), by=by)
    kept: list[dict[str, Any]] = []
    undone = 0
    for model in [table.model for table in reversed(KINDS[batch.kind].tables)] + [TERM.model]:
        of_model = [trace for trace in traces if trace.model == model]
        undone += _restore(model, [trace for trace in of_model if not trace.is_new], kept)
        undone += _delete(model, [trace for trace in of_model if trace.is_new], kept)
    after_undo(people, by=by)
    batch.state, batch.undone_at = BatchState.UNDONE, timezone.now()
    batch.counts = {**batch.counts, "undone": undone, "n_kept": len(kept), "kept": kept[:MOST_KEPT_SHOWN]}
    batch.save(update_fields=["state", "undone_at", "counts", "updated_at"])
    audit.record(
        by, "imports.undo_batch", batch, changes={"undone": (None, undone), "kept": (None, len(kept))}
    )
    return batch


def _traces(batch: ImportBatch) -> Iterator[Trace]:
    stored = batch.rows.exclude(records=[]).order_by("number").values_list("number", "records")
    for number, records in stored.iterator(chunk_size=CHUNK):
        for record in records:
            yield Trace(number, record["model"], record["id"], record["is_new"], record["fields"])


def _load(model: type[Model], pks: list[int]) -> dict[int, Model]:
    found: dict[int, Model] = {}
    for start in range(0, len(pks), CHUNK):
        found |= model._default_manager.in_bulk(pks[start : start + CHUNK])
    return found


def _terms_of(model: type[Model], names: set[str], pks: list[int]) -> dict[tuple[int, str], list[int]]:
    """Return the present terms of many-to-many fields: {(pk, field): sorted ids}."""
    found: dict[tuple[int, str], list[int]] = {}
    for name in names:
        field: Any = model._meta.get_field(name)
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        for start in range(0, len(pks), CHUNK):
            rows = field.remote_field.through._default_manager.filter(
                **{f"{source}__in": pks[start : start + CHUNK]}
            )
            for pk, term in rows.order_by(target).values_list(source, target):
                found.setdefault((pk, name), []).append(term)
    return found


class _Present:
    """The records as they are now, compared with what the batch wrote."""

    def __init__(self, model: type[Model], traces: list[Trace]):
        pks = [trace.pk for trace in traces]
        self.model, self.records = model, _load(model, pks)
        names = {name for trace in traces for name in trace.fields}
        self.many = {name for name in names if model._meta.get_field(name).many_to_many}
        self._terms = _terms_of(model, self.many, pks)

    def value(self, pk: int, name: str) -> Any:
        if name in self.many:
            return self._terms.get((pk, name), [])
        field: Any = self.model._meta.get_field(name)
        return audit.plain_value(getattr(self.records[pk], field.attname))

    def is_as_written(self, trace: Trace, name: str) -> bool:
        return self.value(trace.pk, name) == trace.fields[name][1]


def _delete(label: str, traces: list[Trace], kept: list[dict[str, Any]]) -> int:
    model = apps.get_model(label)
    present = _Present(model, traces)
    gone = []
    for trace in traces:
        if trace.pk not in present.records:
            continue
        if all(present.is_as_written(trace, name) for name in trace.fields):
            gone.append(trace)
        else:
            kept.append(_kept(trace, present.records[trace.pk], EDITED))
    needed = _needed(model, [trace.pk for trace in gone])
    if label != TERM.model:  # a word in use is nothing that anybody would miss
        kept += [_kept(trace, present.records[trace.pk], NEEDED) for trace in gone if trace.pk in needed]
    pks = [trace.pk for trace in gone if trace.pk not in needed]
    for start in range(0, len(pks), CHUNK):
        model._default_manager.filter(pk__in=pks[start : start + CHUNK]).delete()
    return len(pks)


def _needed(model: type[Model], pks: list[int]) -> set[int]:
    """Return those that any other record points to. The rows that this batch made above them are gone by now."""
    needed: set[int] = set()
    content_type = ContentType.objects.get_for_model(model)
    for start in range(0, len(pks), CHUNK):
        some = pks[start : start + CHUNK]
        attached = Attachment.objects.filter(content_type=content_type, object_id__in=some)
        needed |= set(attached.values_list("object_id", flat=True))
        relations: Any = model._meta.get_fields(include_hidden=True)
        for relation in relations:
            if not (
                relation.auto_created
                and not relation.concrete
                and (relation.one_to_many or relation.one_to_one)
            ):
                continue
            if relation.related_model._meta.auto_created is model:
                continue  # its own terms go with it
            name = relation.field.attname
            pointing = relation.related_model._base_manager.filter(**{f"{name}__in": some})
            needed |= set(pointing.order_by().values_list(name, flat=True))
    return needed


def _restore(label: str, traces: list[Trace], kept: list[dict[str, Any]]) -> int:
    model = apps.get_model(label)
    present = _Present(model, traces)
    restored = 0
    for trace in traces:
        record = present.records.get(trace.pk)
        if record is None:
            continue
        ours = [name for name in trace.fields if present.is_as_written(trace, name)]
        if len(ours) < len(trace.fields):
            kept.append(_kept(trace, record, EDITED))
        if ours and _put_back(record, present, {name: trace.fields[name][0] for name in ours}):
            restored += 1
        elif ours:
            kept.append(_kept(trace, record, "прежнее значение больше не подходит: мешают другие записи"))
    return restored


def _put_back(record: Model, present: _Present, values: dict[str, Any]) -> bool:
    columns = {name: value for name, value in values.items() if name not in present.many}
    for name, value in columns.items():
        field: Any = record._meta.get_field(name)
        setattr(record, field.attname, None if value is None else field.to_python(value))
    names = [*columns, *(["updated_at"] if hasattr(record, "updated_at") else [])]
    try:
        with transaction.atomic():
            if columns:
                record.save(update_fields=names)
            for name in present.many & set(values):
                getattr(record, name).set(values[name] or [])
    except IntegrityError:
        return False
    return True


def _kept(trace: Trace, record: Model, why: str) -> dict[str, Any]:
    return {"row": trace.row, "title": f"{record._meta.verbose_name}: {record}", "why": why}
