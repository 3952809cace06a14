"""Keeping the index as the tables are: with each record of the log, and once a day wholly."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from masterstvo.core import terms
from masterstvo.search.models import Entry
from masterstvo.search.panels import Kind, kinds
from masterstvo.search.stemming import near_of, stems_of

AT_ONCE = 1000


def follow(records: Iterable[tuple[str, int]]) -> None:
    """Bring the index up to date with rows that were just written. ``records``: (label of the model, key) of each.

    Queries: two for each table that can be found.
    """
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key in records:
        keys[label.lower()].add(key)
    for kind in kinds():
        if known := keys.get(kind.key):
            _refresh(kind, known)
        for label, path in kind.kin.items():
            if known := keys.get(label):
                rows = kind.table._base_manager.filter(**{f"{path}__in": known})
                _refresh(kind, set(rows.values_list("pk", flat=True)))


def forget(kind: str, keys: Iterable[int]) -> None:
    Entry.objects.filter(kind=kind, object_id__in=list(keys)).delete()


def rebuild() -> int:
    """Compare the whole index with the tables and mend it; return how many entries changed."""
    changed = Entry.objects.exclude(kind__in=[each.key for each in kinds()]).delete()[0]
    for kind in kinds():
        there = kind.table._base_manager.values("pk")
        changed += Entry.objects.filter(kind=kind.key).exclude(object_id__in=there).delete()[0]
        pks = list(kind.table._base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), AT_ONCE):
            changed += _mend(kind, pks[start : start + AT_ONCE])
    return changed


def _mend(kind: Kind, pks: list[int]) -> int:
    known = {each.object_id: each for each in Entry.objects.filter(kind=kind.key, object_id__in=pks)}
    wrong = [
        entry
        for entry in _entries(kind, kind.table._base_manager.filter(pk__in=pks))
        if entry.object_id not in known or known[entry.object_id].stems != entry.stems
    ]
    _store(wrong)
    return len(wrong)


def _refresh(kind: Kind, pks: set[int]) -> None:
    entries = list(_entries(kind, kind.table._base_manager.filter(pk__in=pks)))
    _store(entries)
    if gone := pks - {each.object_id for each in entries}:
        forget(kind.key, gone)


def _entries(kind: Kind, rows: QuerySet) -> Iterable[Entry]:
    titles = terms.titles_of(*kind.words.values())
    rows = rows.select_related(*kind.related) if kind.related else rows
    for row in rows.prefetch_related(*kind.many):
        words = (titles[vocabulary].get(getattr(row, name), "") for name, vocabulary in kind.words.items())
        stems = stems_of(filter(None, (*kind.texts(row), *words)))
        yield Entry(kind=kind.key, object_id=row.pk, stems=" ".join(stems), near=" ".join(near_of(stems)))


def _store(entries: list[Any]) -> None:
    Entry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["stems", "near"],
    )
