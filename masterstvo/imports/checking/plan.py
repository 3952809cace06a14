"""What a file would make of the registry: records found again, made, changed; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from masterstvo.core.words import fold
from masterstvo.imports.checking.cells import Vocabulary
from masterstvo.imports.checking.organizations import Organizations
from masterstvo.imports.checking.people import People
from masterstvo.imports.kinds.base import Key, Kind, Link, New, Table, Values, in_order

TERM = Table("core.term", key=("vocabulary", "title"), scope="")


@dataclass
class Snapshot:
    """The registry as plain values, loaded in a constant number of queries.

    Shape: ``found`` {model: {key: [(pk, values)]}}, ``by_pk`` {model: {pk: values}} for tables without a key of their own,
    ``closed`` {model: keys of the records that whoever brings the file may not read}.
    """

    municipality: int
    today: Any
    words: dict[str, Vocabulary] = field(default_factory=dict)
    organizations: Organizations = field(default_factory=Organizations)
    people: People = field(default_factory=People)
    found: dict[str, dict[tuple[Any, ...], list[tuple[int, Values]]]] = field(default_factory=dict)
    by_pk: dict[str, dict[int, Values]] = field(default_factory=dict)
    closed: dict[str, frozenset[int]] = field(default_factory=dict)
    _indexes: dict[tuple[str, Key], dict[Any, list[Values]]] = field(default_factory=dict)

    def index(self, model: str, of: Key) -> dict[Any, list[Values]]:
        """Return {key: values of the records that have it}, made once."""
        if (model, of) not in self._indexes:
            made = self._indexes[model, of] = defaultdict(list)
            for values in self.by_pk.get(model, {}).values():
                made[of(values)].append(values)
        return self._indexes[model, of]

    def is_closed(self, model: str, link: Link) -> bool:
        return isinstance(link, int) and link in self.closed.get(model, ())


@dataclass
class Entry:
    """One record: what it is now, what the file makes of it, and which rows say so."""

    model: str
    link: Link
    before: Values
    after: Values
    rows: list[int] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)  # field → the first row that stated it

    @property
    def is_new(self) -> bool:
        return isinstance(self.link, New)

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        return {
            name: (self.before.get(name), value)
            for name, value in self.after.items()
            if value != self.before.get(name)
        }

    @property
    def is_changed(self) -> bool:
        return self.is_new or bool(self.changes)


@dataclass
class Put:
    """What one row states of one record."""

    entry: Entry
    values: Values
    main: bool


@dataclass(frozen=True)
class Conflict:
    """Why a row cannot stand beside an earlier one."""

    field: str
    model: str
    row: int


def folded_key(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(fold(value) if isinstance(value, str) else value for value in values)


class Plan:
    """The records of the accepted rows."""

    def __init__(self, kind: Kind, snapshot: Snapshot):
        self.kind, self.snapshot = kind, snapshot
        self.refused: dict[int, tuple[str, str]] = {}  # row → (column, reason), found by comparing rows
        self.tables = {table.model: table for table in (*kind.tables, TERM)}
        self._entries: dict[tuple[str, Link], Entry] = {}
        self._by_key: dict[tuple[str, tuple[Any, ...]], list[Entry]] = {}
        self._unique: dict[tuple[str, str, str], Link] = {}
        self._added: dict[str, list[Entry]] = defaultdict(list)
        self._indexes: dict[tuple[str, Key], dict[Any, list[Values]]] = {}
        self._indexed: dict[tuple[str, Key], int] = defaultdict(int)

    def entries(self, model: str) -> Iterator[Entry]:
        """Yield the touched records of ``model`` and, of the same people, the untouched ones beside them."""
        own = [entry for (name, _), entry in self._entries.items() if name == model]
        yield from own
        touched: set[Any] = {link for (name, link) in self._entries if name == "people.person"}
        touched |= {entry.after.get("person") for entry in own}
        for known in self.snapshot.found.get(model, {}).values():
            for pk, values in known:
                if values.get("person") in touched and (model, pk) not in self._entries:
                    yield Entry(model, pk, values, dict(values))

    def own_words(self) -> list[Entry]:
        """Return the user's own words that this file adds to the dictionaries."""
        return [entry for (model, _), entry in self._entries.items() if model == TERM.model]

    def organization_title(self, link: Link) -> str:
        return self.snapshot.organizations.title(link) if isinstance(link, int) else ""

    def refuse(self, entry: Entry, column: str, reason: str) -> None:
        for row in entry.rows:
            self.refused[row] = (column, reason)

    # --- Looking beside -----------------------------------------------------------------------------------------------
    def beside(self, model: str, of: Key, key: Any) -> list[Values]:
        """Return the values of the records, of the registry and of the rows so far, that have ``key``."""
        place = (model, of)
        added = self._indexes.setdefault(place, defaultdict(list))
        for entry in self._added[model][self._indexed[place] :]:
            added[of(entry.after)].append(entry.after)
        self._indexed[place] = len(self._added[model])
        return [*self.snapshot.index(model, of).get(key, ()), *added.get(key, ())]

    def values(self, model: str, link: Link) -> Values:
        known = self._entries.get((model, link))
        if known:
            return known.after
        return self.snapshot.by_pk.get(model, {}).get(link, {}) if isinstance(link, int) else {}

    # --- Finding ------------------------------------------------------------------------------------------------------
    def find(self, model: str, key: Values, link: Link | None) -> Entry:
        """Return the record that ``key`` or ``link`` names, a new one when there is none. Nothing is remembered yet."""
        if link is not None:
            return self._entries.get((model, link)) or self._named(model, link, key)
        table = self.tables[model]
        strict = folded_key(tuple(key.get(name) for name in table.key))
        loose = {name: key.get(name) for name in table.loose}
        candidates = self._by_key.get((model, strict), []) + self._registered(model, strict)
        exact = [entry for entry in candidates if _fits(entry, loose, exactly=True)]
        fitting = exact or [entry for entry in candidates if _fits(entry, loose, exactly=False)]
        if fitting:
            return fitting[0]
        place = New(model, strict + tuple(loose[name] for name in table.loose))
        return Entry(model, place, {}, {name: value for name, value in key.items() if value is not None})

    def _named(self, model: str, link: Link, key: Values) -> Entry:
        if isinstance(link, New):
            return Entry(model, link, {}, dict(key))
        values = self.snapshot.by_pk.get(model, {}).get(link, {})
        return Entry(model, link, values, dict(values))

    def _registered(self, model: str, strict: tuple[Any, ...]) -> list[Entry]:
        known = self.snapshot.found.get(model, {}).get(strict, ())
        return [
            Entry(model, pk, values, dict(values)) for pk, values in known if (model, pk) not in self._entries
        ]

    # --- Accepting ----------------------------------------------------------------------------------------------------
    def accept(self, number: int, puts: list[Put]) -> Conflict | int | None:
        """Take the records of a row. Return what forbids it: a conflict, or the number of the row that it repeats."""
        conflict = next(filter(None, (self._conflict(put) for put in puts)), None)
        if conflict:
            return conflict
        main = next(put.entry for put in puts if put.main)
        if main.rows and not any(self._says_more(put) for put in puts):
            return main.rows[0]
        for put in puts:
            self._take(number, put)
        return None

    def _conflict(self, put: Put) -> Conflict | None:
        entry, table = put.entry, self.tables[put.entry.model]
        for name, value in put.values.items():
            if name in entry.stated and entry.after[name] != value and not self._gains(table, name):
                if isinstance(value, str) and fold(value) == fold(entry.after[name]):
                    continue
                return Conflict(name, entry.model, entry.stated[name])
        for name in table.unique:
            taken = self._unique.get((entry.model, name, fold(put.values.get(name, ""))))
            if put.values.get(name) and taken is not None and taken != entry.link:
                return Conflict(name, entry.model, self._entries[entry.model, taken].rows[0])
        return None

    def _gains(self, table: Table, name: str) -> bool:
        return name in table.many and name not in table.replaces

    def _says_more(self, put: Put) -> bool:
        if not put.entry.rows:
            return True
        table = self.tables[put.entry.model]
        return any(
            name not in put.entry.stated
            or (self._gains(table, name) and not set(value) <= set(put.entry.after[name]))
            for name, value in put.values.items()
        )

    def _take(self, number: int, put: Put) -> None:
        entry, table = put.entry, self.tables[put.entry.model]
        if (entry.model, entry.link) not in self._entries:
            self._entries[entry.model, entry.link] = entry
            if entry.is_new:
                self._added[entry.model].append(entry)
            if table.key:
                source = entry.before if entry.before else entry.after
                strict = folded_key(tuple(source.get(name) for name in table.key))
                self._by_key.setdefault((entry.model, strict), []).append(entry)
        if number not in entry.rows:
            entry.rows.append(number)
        for name, value in put.values.items():
            entry.stated.setdefault(name, number)
            if name in table.many:
                self._take_terms(number, value)
            if self._gains(table, name):
                value = in_order({*entry.after.get(name, ()), *value})
            elif (
                isinstance(value, str)
                and fold(value) == fold(entry.after.get(name) or "")
                and entry.after.get(name)
            ):
                continue  # «Ёлкина» stays when the file says «Елкина»
            entry.after[name] = value
        for name in table.unique:
            if put.values.get(name):
                self._unique[entry.model, name, fold(put.values[name])] = entry.link

    def _take_terms(self, number: int, links: tuple[Link, ...]) -> None:
        for link in links:
            if isinstance(link, New):
                own_word = Entry(TERM.model, link, {}, {"vocabulary": link.key[0], "title": link.title})
                entry = self._entries.setdefault((TERM.model, link), own_word)
                entry.rows.append(number)


def _fits(entry: Entry, loose: Values, *, exactly: bool) -> bool:
    if exactly:
        return all((entry.after.get(name) or None) == (value or None) for name, value in loose.items())
    return all(
        not value or not entry.after.get(name) or entry.after[name] == value for name, value in loose.items()
    )
