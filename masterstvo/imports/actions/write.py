"""Records of a plan into tables, in bulk, remembering what stood there before."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from masterstvo.core.models import Term
from masterstvo.core.terms import key_of
from masterstvo.imports.checking.plan import TERM, Entry
from masterstvo.imports.checking.rows import CheckedRow
from masterstvo.imports.kinds.base import Kind, Link, New, Table

CHUNK = 500


@dataclass
class Written:
    """Where the new records are, by their place in the plan."""

    ids: dict[tuple[str, Link], int] = field(default_factory=dict)

    def pk(self, model: str, link: Link) -> int:
        return link if isinstance(link, int) else self.ids[model, link]

    def words(self) -> list[int]:
        """Return the words that no dictionary had."""
        return sorted(pk for (model, _), pk in self.ids.items() if model == TERM.model)

    def plain(self, value: Any) -> Any:
        """Return a value as JSON keeps it, links as primary keys."""
        if isinstance(value, New):
            return self.ids[value.model, value]
        if isinstance(value, tuple):
            return sorted(self.plain(link) for link in value)
        if isinstance(value, dt.date | dt.time):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value

    def provenance(self, checked: list[CheckedRow]) -> dict[int, tuple[str, int, list[dict[str, Any]]]]:
        """Return, by row number, the main record and everything that this row was the first to write."""
        found = {}
        told: set[New] = set()
        for row in checked:
            if row.records:
                main = row.records[-1]
                words = [link for link in _own_words(list(row.records)) if link not in told]
                told.update(words)
                records = [
                    self._told(entry)
                    for entry in row.records
                    if entry.is_changed and entry.rows[0] == row.number
                ]
                found[row.number] = (
                    main.model,
                    self.pk(main.model, main.link),
                    [self._told_word(link) for link in words] + records,
                )
        return found

    def _told_word(self, link: New) -> dict[str, Any]:
        fields = {"title": [None, link.title], "is_confirmed": [None, False], "merged_into": [None, None]}
        return {"model": TERM.model, "id": self.ids[TERM.model, link], "is_new": True, "fields": fields}

    def _told(self, entry: Entry) -> dict[str, Any]:
        fields = {
            name: [self.plain(before), self.plain(after)] for name, (before, after) in entry.changes.items()
        }
        return {
            "model": entry.model,
            "id": self.pk(entry.model, entry.link),
            "is_new": entry.is_new,
            "fields": fields,
        }


def write_records(kind: Kind, entries: list[Entry]) -> Written:
    """Make and change the records of ``entries``, lower tables first. Stands within the caller's transaction."""
    written = Written()
    _write_own_words(entries, written)
    for table in kind.tables:
        of_table = [entry for entry in entries if entry.model == table.model and entry.is_changed]
        _update(table, [entry for entry in of_table if not entry.is_new], written)
        _create(table, [entry for entry in of_table if entry.is_new], written)
    return written


def _own_words(entries: list[Entry]) -> list[New]:
    """Return the words of the file that no dictionary has."""
    links = {
        link: None
        for entry in entries
        for value in entry.after.values()
        if isinstance(value, tuple)
        for link in value
        if isinstance(link, New)
    }
    return list(links)


def _write_own_words(entries: list[Entry], written: Written) -> None:
    """Keep unknown words of the file as unconfirmed terms; somebody matches them with the dictionary later."""
    links = _own_words(entries)
    terms = [
        Term(
            vocabulary=link.key[0],
            key=key_of(link.key[1]),
            title=link.title,
            position=32_000,
            is_confirmed=False,
        )
        for link in links
    ]
    for link, term in zip(links, Term.objects.bulk_create(terms), strict=True):
        written.ids[TERM.model, link] = term.pk


def _columns(model: type[Model], table: Table, values: dict[str, Any], written: Written) -> dict[str, Any]:
    """Return {attribute: value} of the model's own columns."""
    columns = {}
    for name, value in values.items():
        if name not in table.many:
            field_: Any = model._meta.get_field(name)
            columns[field_.attname] = written.ids[value.model, value] if isinstance(value, New) else value
    return columns


def _create(table: Table, entries: list[Entry], written: Written) -> None:
    model = apps.get_model(table.model)
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        made = model._default_manager.bulk_create(
            [model(**_columns(model, table, entry.after, written)) for entry in chunk]
        )
        for entry, record in zip(chunk, made, strict=True):
            written.ids[table.model, entry.link] = record.pk
    _link_terms(table, entries, written)


def _update(table: Table, entries: list[Entry], written: Written) -> None:
    """Change records; those that end go first, for a place that closes lets another open."""
    lasting: list[Entry] = []
    ending: list[Entry] = []
    for entry in entries:
        frees = entry.after.get("ends_on") or entry.after.get("basis", "main") != "main"
        (ending if frees else lasting).append(entry)
    for some in (ending, lasting):
        _update_some(table, some, written)
    _link_terms(table, entries, written)


def _update_some(table: Table, entries: list[Entry], written: Written) -> None:
    model = apps.get_model(table.model)
    groups: dict[tuple[str, ...], list[Model]] = {}
    for entry in entries:
        values = {name: after for name, (_, after) in entry.changes.items() if name not in table.many}
        columns = _columns(model, table, values, written)
        if hasattr(model, "updated_at"):
            columns["updated_at"] = timezone.now()
        if columns:
            groups.setdefault(tuple(sorted(values)), []).append(model(pk=entry.link, **columns))
    for names, records in groups.items():
        fields = [*names, "updated_at"] if hasattr(model, "updated_at") else list(names)
        if fields:
            model._default_manager.bulk_update(records, fields, batch_size=CHUNK)


def _link_terms(table: Table, entries: list[Entry], written: Written) -> None:
    model = apps.get_model(table.model)
    for name in table.many:
        field_: Any = model._meta.get_field(name)
        through = field_.remote_field.through
        source, target = f"{field_.m2m_field_name()}_id", f"{field_.m2m_reverse_field_name()}_id"
        added, gone = [], []
        for entry in entries:
            before, after = set(entry.before.get(name, ())), set(entry.after.get(name, ()))
            pk = written.pk(table.model, entry.link)
            added += [(pk, written.pk(TERM.model, link)) for link in after - before]
            gone += [(pk, link) for link in before - after]
        for pk, term in gone:
            through._default_manager.filter(**{source: pk, target: term}).delete()
        links = [through(**{source: pk, target: term}) for pk, term in sorted(added)]
        through._default_manager.bulk_create(links, batch_size=CHUNK)
