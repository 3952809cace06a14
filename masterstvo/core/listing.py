"""List pages: columns and filters declared once, shown as a table, a sheet of Excel, or a panel of another page."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masterstvo.core import terms
from masterstvo.core.dates import short_date
from masterstvo.core.exports import tell_witnesses, xlsx_response
from masterstvo.core.forms import DayField
from masterstvo.core.numbers import NOTHING, format_decimal
from masterstvo.core.paging import paginate
from masterstvo.core.search import matching

Words = dict[str, dict[str, str]]  # {vocabulary: {key: title}}
Get = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column of a list. With a ``vocabulary`` the value is a key of it, or a list of keys.

    ``state``: callable(row) -> a code of the component «state», or "" for plain text; ``small``: a second line on the screen.
    """

    title: str
    value: Get
    width: int = 20
    vocabulary: str = ""
    url: Get | None = None
    small: Get | None = None
    state: Get | None = None
    is_number: bool = False

    def plain(self, row: Any, words: Words) -> Any:
        """Return the value as Excel gets it."""
        value = self.value(row)
        if self.vocabulary:
            titles = words[self.vocabulary]
            value = (
                [titles.get(key, key) for key in value]
                if isinstance(value, list)
                else titles.get(value, value)
            )
        return _joined(value)


def _joined(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


@dataclass(frozen=True)
class Cell:
    """What one cell of the screen shows."""

    label: str
    text: str
    small: str = ""
    url: str = ""
    state: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Filter:
    """One field above a list. ``field``: callable(request, words) -> form field; ``narrow``: callable(rows, value) -> rows."""

    name: str
    field: Callable[[HttpRequest, Words], forms.Field]
    narrow: Callable[[QuerySet, Any], QuerySet]
    vocabulary: str = ""


@dataclass(frozen=True)
class Table:
    """A list of one kind of thing. The first column is the row's header; ``edit`` is where a row is corrected."""

    title: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    edit: Callable[[Any], str] | None = None
    shown: tuple[Column, ...] = field(default=())  # fewer columns on the screen than in Excel

    @property
    def on_screen(self) -> tuple[Column, ...]:
        return self.shown or self.columns

    def vocabularies(self) -> set[str]:
        used = {column.vocabulary for column in (*self.columns, *self.on_screen)}
        return {word for word in used | {each.vocabulary for each in self.filters} if word}


@dataclass(frozen=True)
class Rows:
    """Lines of a table ready for its template."""

    caption: str
    titles: list[Column]
    lines: list[tuple[list[Cell], str]]  # (cells, where the row is corrected or "")
    rows: list[Any] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[Any, list[Cell]]]:
        """Return each row beside its cells, for a page that adds something of its own, such as a box to tick."""
        return [(row, cells) for row, (cells, _) in zip(self.rows, self.lines, strict=True)]

    @property
    def has_edit(self) -> bool:
        return any(url for _, url in self.lines)


# --- The page -------------------------------------------------------------------------------------------------------
def list_page(
    request: HttpRequest,
    template: str,
    table: Table,
    rows: QuerySet,
    *,
    editable: Callable[[Any], QuerySet] | None = None,
    **context: Any,
) -> HttpResponse:
    """Answer with one page of ``rows``, narrowed by the filters in the address; with ``as=xlsx``, with all of them in Excel.

    ``editable``: the scope of the rows that the user may correct. Queries: words, count, rows and one for ``editable``.
    """
    words = terms.titles_of(*table.vocabularies())
    form = _filter_form(request, table, words)
    rows = narrowed(rows, table, form)
    if request.GET.get("as") == "xlsx":
        tell_witnesses(rows, by=request.user, what=table.title, filters=in_words(form))
        return as_workbook(table, rows, words)
    page = paginate(request, rows)
    own = _editable_keys(page.rows, editable and editable(request.user))
    query = request.GET.copy()
    query["as"] = "xlsx"
    return render(
        request,
        template,
        {
            "title": table.title,
            "filters": form,
            "page": page,
            "table": lines(table.title, table.on_screen, page.rows, words, edit=table.edit, editable=own),
            "is_narrowed": any(request.GET.get(each.name) for each in table.filters),
            "xlsx_url": f"?{query.urlencode()}",
            **context,
        },
    )


def narrowed(rows: QuerySet, table: Table, form: forms.Form) -> QuerySet:
    """Return ``rows`` under the filters that were filled in rightly; a wrong one says so beside itself and narrows nothing."""
    form.is_valid()
    for each in table.filters:
        value = form.cleaned_data.get(each.name)
        if value not in (None, "", False):
            rows = each.narrow(rows, value)
    return rows


def in_words(form: forms.Form) -> str:
    """Return what the filters were set to: «Организация: Лесная школа; с: 01.09.2026»."""
    said = []
    for name, each in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", False):
            continue
        if isinstance(each, forms.ChoiceField) and not isinstance(each, forms.ModelChoiceField):
            titles: dict[Any, Any] = dict(list(each.choices))  # type: ignore[arg-type]  # flat, and never a callable here
            value = titles.get(value, value)
        said.append(f"{each.label}: {shown(value)}")
    return "; ".join(said)


def as_workbook(table: Table, rows: QuerySet, words: Words) -> HttpResponse:
    """Answer with all ``rows`` in one sheet."""
    return as_sheet(table.title, table.columns, rows.iterator(chunk_size=1000), words)


def as_sheet(
    title: str, columns: Sequence[Column], rows: Iterable[Any], words: Words, *, name: str = ""
) -> HttpResponse:
    """Answer with ``rows`` of whatever kind in one sheet. ``name``: of the file, where it says more than the ``title``."""
    values = (tuple(column.plain(row, words) for column in columns) for row in rows)
    return xlsx_response(
        f"{name or title}.xlsx", title, [(each.title, each.width) for each in columns], values
    )


def lines(
    caption: str,
    columns: Iterable[Column],
    rows: Iterable[Any],
    words: Words,
    *,
    edit: Callable[[Any], str] | None = None,
    editable: set[int] | None = None,
) -> Rows:
    """Return ``rows`` as the cells of a table."""
    columns, rows = list(columns), list(rows)
    return Rows(
        caption,
        columns,
        [
            (
                [_cell(column, row, words) for column in columns],
                edit(row) if edit and editable and row.pk in editable else "",
            )
            for row in rows
        ],
        rows,
    )


def _cell(column: Column, row: Any, words: Words) -> Cell:
    return Cell(
        label=column.title,
        text=shown(column.plain(row, words)),
        small=shown(_joined(column.small(row)), nothing="") if column.small else "",
        url=column.url(row) if column.url else "",
        state=column.state(row) if column.state else "",
        is_number=column.is_number,
    )


def shown(value: Any, *, nothing: str = NOTHING) -> str:
    """Return a value as people read it."""
    if value is None or value == "":
        return nothing
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, Decimal | float):
        return format_decimal(value, 2)
    return str(value)


def _editable_keys(rows: list[Any], scope: QuerySet | None) -> set[int]:
    if scope is None or not rows:
        return set()
    return set(scope.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


def _filter_form(request: HttpRequest, table: Table, words: Words) -> forms.Form:
    fields = {each.name: each.field(request, words) for each in table.filters}
    for each in fields.values():
        each.required = False
    return type("FilterForm", (forms.Form,), fields)(request.GET, auto_id="filter_%s")


# --- Filters that many lists share ----------------------------------------------------------------------------------
def search(*paths: str, label: str = "Найти") -> Filter:
    """Words anywhere in the ``paths`` of a row."""
    return Filter(
        "q",
        lambda request, words: forms.CharField(label=label, max_length=200, widget=forms.SearchInput),
        lambda rows, text: matching(rows, text, *paths),
    )


def by_term(name: str, path: str, vocabulary: str, label: str) -> Filter:
    """Rows whose column at ``path`` holds the chosen word."""
    return Filter(
        name,
        lambda request, words: forms.ChoiceField(
            label=label, choices=[("", "любое значение"), *words[vocabulary].items()]
        ),
        lambda rows, key: rows.filter(**{path: key}),
        vocabulary,
    )


def by_choice(name: str, path: str, choices: Iterable[tuple[str, str]], label: str) -> Filter:
    """Rows whose column at ``path`` holds the chosen constant."""
    return Filter(
        name,
        lambda request, words: forms.ChoiceField(label=label, choices=[("", "любое значение"), *choices]),
        lambda rows, value: rows.filter(**{path: value}),
    )


def by_condition(name: str, condition: Callable[[], Q], label: str) -> Filter:
    """A tick: only rows under ``condition``."""
    return Filter(
        name,
        lambda request, words: forms.BooleanField(label=label),
        lambda rows, _: rows.filter(condition()),
    )


def by_scope(
    name: str,
    scope: Callable[[HttpRequest], QuerySet],
    narrow: Callable[[QuerySet, Any], QuerySet],
    label: str,
) -> Filter:
    """Rows that belong to one object of a ``scope``."""

    def one_of(request: HttpRequest, words: Words) -> forms.Field:
        return forms.ModelChoiceField(scope(request), label=label, empty_label="все")

    return Filter(name, one_of, narrow)


def kept(name: str, label: str) -> Filter:
    """Keep what the chips above a list have chosen while one narrows it further."""
    return Filter(
        name,
        lambda request, words: forms.CharField(label=label, widget=forms.HiddenInput),
        lambda rows, _: rows,
    )


def in_period(path: str) -> tuple[Filter, Filter]:
    """Rows whose day lies within the two days, both included."""
    return (
        Filter("first", _day("с"), lambda rows, day: rows.filter(**{f"{path}__gte": day})),
        Filter("last", _day("по"), lambda rows, day: rows.filter(**{f"{path}__lte": day})),
    )


def held_in_period() -> tuple[Filter, Filter]:
    """Rows with an interval that holds at least one day between the two, both included."""
    return (
        Filter("first", _day("с"), lambda rows, day: rows.filter(Q(ends_on=None) | Q(ends_on__gt=day))),
        Filter("last", _day("по"), lambda rows, day: rows.filter(starts_on__lte=day)),
    )


def _day(label: str) -> Callable[[HttpRequest, Words], forms.Field]:
    return lambda request, words: DayField(label=label)


# --- Panels: short lists on another object's page -------------------------------------------------------------------
@dataclass(frozen=True)
class Panel:
    """A short list that a higher app shows on a page of a lower one."""

    title: str
    columns: tuple[Column, ...]
    rows: list[Any]
    note: str = ""
    empty: str = ""
    add_url: str = ""
    all_url: str = ""
    edit_url: str = ""


class Place:
    """Where higher apps add panels. ``fill``: callable(user, obj) -> Panel or None; registered in ``apps.py: ready()``."""

    def __init__(self) -> None:
        self._fills: list[tuple[int, Callable[[Any, Any], Panel | None]]] = []

    def add(self, fill: Callable[[Any, Any], Panel | None], *, order: int) -> None:
        if (order, fill) not in self._fills:
            self._fills.append((order, fill))

    def panels(self, user: Any, obj: Model) -> list[tuple[Panel, Rows]]:
        """Return the filled panels with their lines. Queries: one for words, and those of each panel."""
        ordered = sorted(self._fills, key=lambda pair: pair[0])
        return shown_panels(*(fill(user, obj) for _, fill in ordered))


def shown_panels(*panels: Panel | None) -> list[tuple[Panel, Rows]]:
    """Return those panels that are there with their lines, for «core/_panels.html». Queries: one for words."""
    there = [panel for panel in panels if panel is not None]
    words = terms.titles_of(
        *{column.vocabulary for panel in there for column in panel.columns if column.vocabulary}
    )
    return [(panel, lines(panel.title, panel.columns, panel.rows, words)) for panel in there]


class ListPlace:
    """Where higher apps add columns and filters to a list of a lower one; registered in ``apps.py: ready()``."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[Column, Callable[[QuerySet], QuerySet]]] = {}
        self._filters: dict[str, Filter] = {}

    def add_column(self, column: Column, prepare: Callable[[QuerySet], QuerySet]) -> None:
        """Show ``column``; ``prepare`` annotates or prefetches what it needs."""
        self._columns[column.title] = (column, prepare)

    def add_filter(self, each: Filter) -> None:
        self._filters[each.name] = each

    def extend(self, table: Table, rows: QuerySet) -> tuple[Table, QuerySet]:
        """Return the list with what higher apps add to it."""
        for _, prepare in self._columns.values():
            rows = prepare(rows)
        added = tuple(column for column, _ in self._columns.values())
        extended = replace(
            table,
            columns=table.columns + added,
            shown=table.shown + added if table.shown else (),
            filters=table.filters + tuple(self._filters.values()),
        )
        return extended, rows
