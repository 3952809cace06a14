"""Everything that is held about one person, from the registry of ``people.personal``."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Func, IntegerField, Model, QuerySet
from django.utils import timezone

from masterstvo.core.history import HALF_OPEN
from masterstvo.core.listing import shown
from masterstvo.core.terms import titles_of, vocabulary_of
from masterstvo.people.models import Person
from masterstvo.people.personal import Holding, holdings, in_one_question

COUNT = Func("pk", function="COUNT", output_field=IntegerField())  # over a whole set, not over groups of it


@dataclass(frozen=True)
class Section:
    """One table. ``rows``: [{column in Russian: text, number, truth, list or None}], in the order of ``columns``; ``n_rows``: also those left out."""

    title: str
    columns: list[str]
    rows: list[dict[str, Any]]
    n_rows: int

    @property
    def n_left(self) -> int:
        return self.n_rows - len(self.rows)

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Return the rows as the screen shows them: [(column, text)]."""
        return [[(name, _text(value)) for name, value in row.items()] for row in self.rows]


def data_of(person: Person, *, for_others: bool = False, at_most: int | None = None) -> list[Section]:
    """Return a section for every declared table, those with nothing in them too; ``for_others`` without what only the person reads.

    ``at_most``: the first rows of each table, where there are more. Queries: some ten to find them; then one for each table
    that holds something, one for words and one for each many-to-many column.
    """
    found = [(each, _columns(each, for_others), each.rows(person)) for each in holdings()]
    words = titles_of(*{key for _, columns, _ in found for each in columns if (key := vocabulary_of(each))})
    counted = in_one_question([rows for _, _, rows in found], COUNT)
    return [
        _section(holding, columns, rows[:at_most], sum(counts), words)  # none, where nothing can be held
        for (holding, columns, rows), counts in zip(found, counted, strict=True)
    ]


def _columns(holding: Holding, for_others: bool) -> list[Field]:
    meta: Any = holding.table._meta
    own = set(holding.paths) if len(holding.paths) == 1 else set()
    left = own | set(holding.secret) | (set(holding.own) if for_others else set())
    return [
        each
        for each in (*meta.concrete_fields, *meta.local_many_to_many)
        if not each.primary_key and each.name not in left
    ]


def _section(holding: Holding, columns: list[Field], rows: QuerySet, n_rows: int, words: dict) -> Section:
    many = {each.name for each in columns if each.many_to_many}
    keys = {each.name for each in columns if each.is_relation} - many
    told = (
        rows.select_related(*_ways(holding, keys)).prefetch_related(*_ways(holding, many)) if n_rows else ()
    )
    return Section(
        holding.title,
        [_title(each) for each in columns],
        [{_title(each): _value(row, each, words) for each in columns} for row in told],
        n_rows,
    )


def _ways(holding: Holding, names: set[str]) -> list[str]:
    """Return the columns ``names`` and what the names of their rows are made of."""
    return sorted({*names, *(path for path in holding.joined if path.partition("__")[0] in names)})


def _title(field: Field) -> str:
    return str(field.verbose_name)


def _value(row: Model, field: Field, words: dict) -> Any:
    """Return one value as JSON keeps it and people read it."""
    if field.many_to_many:
        return [str(each) for each in getattr(row, field.name).all()]
    value = getattr(row, field.name)
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    if vocabulary := vocabulary_of(field):
        titles = words[vocabulary]
        return (
            [titles.get(each, each) for each in value]
            if isinstance(value, list)
            else titles.get(value, value)
        )
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, dt.date):
        last = value - dt.timedelta(days=1) if field.name in HALF_OPEN else value
        return f"{last:%d.%m.%Y}"
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(each)}" for name, each in value.items()) or shown(None)
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value) or shown(None)
    return shown(value)
