"""``check``: rows of a file against the registry. One pure function for the preview and for the commit."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from masterstvo.core.words import clean, fold
from masterstvo.imports.checking.cells import CellError, Habits, Name, habits, is_empty, parse
from masterstvo.imports.checking.organizations import Place
from masterstvo.imports.checking.people import Known
from masterstvo.imports.checking.plan import Conflict, Entry, Plan, Put, Snapshot
from masterstvo.imports.choices import Verdict
from masterstvo.imports.kinds.base import Column, Key, Kind, Link, New, Type, Values, Who

DECISION = "@"  # a fix under "@ФИО" names a record instead of a text
AS_NEW = "new"
CLOSED = "Такой результат уже внесён и изменится. Прежнее значение видят те, кто сопровождает педагога."
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Candidate:
    """What a click would put right: ``fix`` is written under ``column`` of the row's fixes."""

    label: str
    column: str
    fix: str


@dataclass(frozen=True)
class Refusal:
    """Why a cell, or with an empty ``column`` the whole row, is not accepted."""

    column: str
    value: str
    reason: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class FileRow:
    """A row of the file with the corrections made on the page."""

    number: int
    cells: dict[str, str]
    fixes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedRow:
    """What would become of a row. ``records`` are shared by the rows that speak of the same record; the last is the main."""

    number: int
    verdict: Verdict
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    records: tuple[Entry, ...] = ()
    aliases: tuple[tuple[int, str], ...] = ()


def check(
    kind: Kind, rows: list[FileRow], snapshot: Snapshot, progress: Progress | None = None
) -> list[CheckedRow]:
    """Return the verdict of every row, in the order of the file.

    Units: ``progress`` is called with shares from 0 to 1.
    """
    tell = progress or (lambda share: None)
    drafts = _read(kind, rows, snapshot, tell)
    while True:
        plan = Plan(kind, snapshot)
        for at, draft in enumerate(drafts):
            draft.place_in(plan)
            if at % 500 == 0:
                tell(0.6 + 0.3 * at / len(drafts))
        if kind.finish:
            kind.finish(plan)
        if not plan.refused:
            break
        # A refused row may have closed a place or opened one: the others are compared again without it.
        for draft in drafts:
            if draft.number in plan.refused:
                draft.refuse_for_good(*plan.refused[draft.number])
    checked = [draft.result(plan) for draft in drafts]
    tell(1)
    return checked


def _read(kind: Kind, rows: list[FileRow], snapshot: Snapshot, tell: Progress) -> list["Draft"]:
    cells = [_effective(row) for row in rows]
    reader = Reader(kind, snapshot, habits(kind.columns, cells), _codes(kind, cells))
    drafts = []
    for at, (row, texts) in enumerate(zip(rows, cells, strict=True)):
        drafts.append(Draft(row, texts, reader))
        if at % 500 == 0:
            tell(0.6 * at / len(rows))
    return drafts


def _effective(row: FileRow) -> dict[str, str]:
    fixes = {name: text for name, text in row.fixes.items() if not name.startswith(DECISION)}
    return {**row.cells, **fixes} if fixes else row.cells


def _codes(kind: Kind, rows: list[dict[str, str]]) -> dict[tuple[str, str], set[str]]:
    """Return the codes that the file itself gives to one name and birth date: a second row of the person may omit it."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for who in kind.who:
        if who.may_be_new:
            for row in rows:
                if row.get(who.code):
                    codes[fold(row.get(who.name, "")), row.get(who.born, "")].add(row[who.code])
    return codes


@dataclass
class Reader:
    """What all rows of one file share."""

    kind: Kind
    snapshot: Snapshot
    habits: Habits
    codes: dict[tuple[str, str], set[str]]
    _cache: dict[tuple[str, str], Any] = field(default_factory=dict)

    def value(self, column: Column, text: str) -> Any:
        """Return the value of a cell. Raises: CellError."""
        place = (column.name, text)
        if place not in self._cache:
            try:
                found = parse(
                    text,
                    column,
                    today=self.snapshot.today,
                    words=self.snapshot.words.get(column.vocabulary),
                    habits=self.habits,
                )
            except CellError as error:
                found = error
            if column.type in (Type.TEXT, Type.URL, Type.EMAIL):
                return _raised(found)
            self._cache[place] = found
        return _raised(self._cache[place])


def _raised(value: Any) -> Any:
    if isinstance(value, CellError):
        raise value
    return value


class Draft:
    """One row on its way: cells, people and organizations are understood once, records are placed in each plan anew."""

    def __init__(self, row: FileRow, texts: dict[str, str], reader: Reader):
        self.number, self.fixes, self.texts, self.reader = row.number, row.fixes, texts, reader
        self.today, self.municipality = reader.snapshot.today, reader.snapshot.municipality
        self.refusals: list[Refusal] = []
        self.warnings: list[Refusal] = []
        self.aliases: list[tuple[int, str]] = []
        self.puts: list[Put] = []
        self._values: dict[str, Any] = {}
        self._links: dict[str, Link | None] = {}
        self._unsure_places: list[Refusal] = []
        for column in reader.kind.columns:
            if column.name in texts:
                self._read_cell(column)
        self._read_people()
        if reader.kind.place:
            self._read_own_place(reader.kind.place)
        self._for_good, self._from_cells = list(self.refusals), list(self.warnings)

    # --- What a kind may ask and say (kinds.base.Row) --------------------------------------------------------------------
    def get(self, column: str) -> Any:
        return self._values.get(column)

    def link(self, column: str) -> Any:
        return self._links.get(column)

    def refuse(self, column: str, reason: str, candidates: tuple[Candidate, ...] = ()) -> None:
        self.refusals.append(Refusal(column, self.texts.get(column, ""), reason, candidates))

    def warn(self, column: str, reason: str) -> None:
        self.warnings.append(Refusal(column, self.texts.get(column, ""), reason))

    def doubt(self, column: str, reason: str, way_out: str) -> None:
        if self.fixes.get(DECISION + column) != AS_NEW:
            self.refuse(column, reason, (Candidate(way_out, DECISION + column, AS_NEW),))

    def beside(self, model: str, of: Key, key: Any) -> list[Values]:
        return self._plan.beside(model, of, key)

    def values(self, model: str, link: Link) -> Values:
        return self._plan.values(model, link)

    def person_title(self, link: Link) -> str:
        known = self.reader.snapshot.people.persons.get(link) if isinstance(link, int) else None
        return str(known.name) if known else ""

    def lasting(self, vocabulary: str) -> list[Any]:
        return self.reader.snapshot.words[vocabulary].lasting

    def put(
        self,
        model: str,
        key: dict[str, Any],
        values: dict[str, Any] | None = None,
        *,
        main: bool = False,
        link: Link | None = None,
    ) -> Link:
        entry = self._plan.find(model, key, link)
        table = self._plan.tables[model]
        said = {**(values or {}), **{name: key.get(name) for name in table.loose}}
        stated = {name: value for name, value in said.items() if value is not None and value != ""}
        self.puts.append(Put(entry, stated, main))
        return entry.link

    # --- Cells -----------------------------------------------------------------------------------------------------------
    def _read_cell(self, column: Column) -> None:
        text = self.texts[column.name]
        if column.type == Type.ORGANIZATION:
            self._read_organization(column, text)
            return
        try:
            value = self.reader.value(column, text)
        except CellError as error:
            named = tuple(Candidate(text, column.name, text) for text in error.suggestions)
            self.refuse(column.name, error.reason, named)
            return
        self._values[column.name] = value
        if value is None and column.required and not column.may_be_empty:
            self.refuse(column.name, "Не заполнено.")
        elif column.type == Type.TERMS and value:
            self._tell_of_own_words(column, value)

    def _tell_of_own_words(self, column: Column, links: tuple[Link, ...]) -> None:
        own = ", ".join(f"«{link.title}»" for link in links if isinstance(link, New))
        if own and self.reader.snapshot.words[column.vocabulary].titles:
            self.warn(column.name, f"В словаре нет: {own}. Сохраним как написано, сопоставить можно потом.")

    def _read_organization(self, column: Column, text: str) -> None:
        organizations = self.reader.snapshot.organizations
        decision = self.fixes.get(DECISION + column.name, "")
        if decision.isdecimal() and int(decision) in organizations.places:
            self._links[column.name] = int(decision)
            self.aliases.append((int(decision), clean(text)))
            return
        if is_empty(text, column):
            if column.required:
                self.refuse(column.name, "Не заполнено.")
            return
        found = organizations.called(text)
        if len(found) == 1:
            self._links[column.name] = next(iter(found))
            return
        refusal = self._unknown_organization(column, text, [organizations.places[pk] for pk in sorted(found)])
        (self.refusals if column.required else self._unsure_places).append(refusal)

    def _unknown_organization(self, column: Column, text: str, namesakes: list[Place]) -> Refusal:
        organizations = self.reader.snapshot.organizations
        near = namesakes or organizations.near(text)
        candidates = tuple(
            Candidate(place.short_title or place.title, DECISION + column.name, str(place.pk))
            for place in near
        )
        if namesakes:
            reason = "Так называются несколько организаций: выберите нужную."
        elif not organizations.places:
            reason = "Организаций в реестре ещё нет: сначала загрузите их (вид «Организации»)."
        elif near:
            reason = "Такой организации нет в реестре: выберите похожую или сначала загрузите организации."
        else:
            reason = "Такой организации нет в реестре: сначала загрузите организации."
        return Refusal(column.name, text, reason, candidates)

    # --- People ----------------------------------------------------------------------------------------------------------
    def _read_people(self) -> None:
        recognised = [self._read_person(who) for who in self.reader.kind.who]
        if all(recognised):
            self.warnings += self._unsure_places
        else:
            self.refusals += self._unsure_places

    def _read_person(self, who: Who) -> bool:
        name: Name | None = self._values.get(who.name)
        if name is None:
            return False
        people = self.reader.snapshot.people
        decision = self.fixes.get(DECISION + who.name, "")
        if decision.isdecimal() and int(decision) in people.persons:
            self._links[who.name] = int(decision)
            return True
        born, code = self._values.get(who.born), self._code(who)
        if who.may_be_new and decision == AS_NEW:
            self._links[who.name] = self._new_person(name, born, code)
            return True
        organization = self._links.get(who.organization)
        found = people.find(
            name,
            born,
            code,
            organization if isinstance(organization, int) else None,
            may_be_new=who.may_be_new,
            code_may_be_foreign=who.code_may_be_foreign,
        )
        if found.person:
            self._links[who.name] = found.person.pk
            return True
        if found.reason:
            self._hold_person(who, found.reason, found.candidates)
            return False
        self._links[who.name] = self._new_person(name, born, code)
        return True

    def _code(self, who: Who) -> str:
        code = self._values.get(who.code) or ""
        same = self.reader.codes.get(
            (fold(self.texts.get(who.name, "")), self.texts.get(who.born, "")), set()
        )
        return code or (next(iter(same)) if len(same) == 1 else "")

    def _new_person(self, name: Name, born: Any, code: str) -> New:
        return New("people.person", ("code", fold(code)) if code else (name.folded, born))

    def _hold_person(self, who: Who, reason: str, known: tuple[Known, ...]) -> None:
        candidates = [
            Candidate(self._introduced(person), DECISION + who.name, str(person.pk)) for person in known
        ]
        full_name = not self._values[who.name].has_initials
        if who.may_be_new and full_name and known and not reason.startswith("Код"):
            candidates.append(Candidate("это новый человек", DECISION + who.name, AS_NEW))
        self.refuse(who.name, reason, tuple(candidates))

    def _introduced(self, person: Known) -> str:
        organizations = self.reader.snapshot.organizations
        parts = [str(person.name)]
        if person.born_on:
            parts.append(f"{person.born_on:%d.%m.%Y}")
        parts += sorted(filter(None, (organizations.title(pk) for pk in person.organizations)))[:1]
        return ", ".join(parts)

    # --- The organization that the row is about ---------------------------------------------------------------------------
    def _read_own_place(self, column: str) -> None:
        title, code = self._values.get(column), self._values.get("Код") or ""
        if not title:
            return
        organizations = self.reader.snapshot.organizations
        decision = self.fixes.get(DECISION + column, "")
        if decision.isdecimal() and int(decision) in organizations.places:
            self._links[column] = int(decision)
            return
        by_code = organizations.by_code(code) if code else None
        called = self._same_kind(organizations.called(title))
        if by_code and called and by_code not in called:
            self.refuse("Код", f"Этот код в реестре у другой организации: {organizations.title(by_code)}.")
        elif by_code or len(called) == 1:
            pk = by_code or next(iter(called))
            other = organizations.places[pk].code
            if code and other and fold(code) != fold(other):
                self.refuse(
                    "Код",
                    f"Эта организация в реестре под кодом «{other}».",
                    (Candidate(other, "Код", other),),
                )
            self._links[column] = pk
        elif called:
            named = tuple(
                Candidate(organizations.places[pk].title, DECISION + column, str(pk)) for pk in sorted(called)
            )
            self.refuse(column, "Так называются несколько организаций: выберите нужную.", named)
        else:
            self._links[column] = New("organizations.organization", (fold(title),))

    def _same_kind(self, pks: set[int]) -> set[int]:
        """A school and a kindergarten may share a name once the legal form is taken away."""
        places, kind = self.reader.snapshot.organizations.places, self._values.get("Вид")
        exact = {pk for pk in pks if fold(self._values["Название"]) in map(fold, places[pk].names)}
        return exact or {pk for pk in pks if not kind or places[pk].kind == kind}

    # --- Records ---------------------------------------------------------------------------------------------------------
    def refuse_for_good(self, column: str, reason: str) -> None:
        self._for_good.append(Refusal(column, self.texts.get(column, ""), reason))

    def place_in(self, plan: Plan) -> None:
        """Put the row's records into ``plan``, or find out why it cannot stand beside the earlier rows."""
        self.refusals, self.warnings = list(self._for_good), list(self._from_cells)
        self.puts, self._plan = [], plan
        if self.refusals:
            return
        self.reader.kind.build(self)
        if self.refusals:
            return
        against = plan.accept(self.number, self.puts)
        if isinstance(against, Conflict):
            column = plan.tables[against.model].columns.get(against.field, "")
            stated = plan_text(plan, self.puts, against, column)
            self.refuse(
                column, f"В строке {against.row} об этом же сказано иначе: «{stated}». Оставьте верное."
            )
        elif against:
            self.refusals.append(Refusal("", "", f"повтор строки {against}"))

    def result(self, plan: Plan) -> CheckedRow:
        if self.refusals:
            return CheckedRow(self.number, Verdict.REFUSED, tuple(self.refusals), tuple(self.warnings))
        main = next(put.entry for put in self.puts if put.main)
        changed = [put for put in self.puts if put.entry.is_changed]
        if plan.snapshot.is_closed(main.model, main.link):
            return self._closed(plan, main)
        verdict = Verdict.NEW if main.is_new else Verdict.CHANGED if changed else Verdict.UNCHANGED
        changes = {} if main.is_new else _changes(plan, changed)
        if verdict == Verdict.CHANGED and not changes:
            verdict = (
                Verdict.UNCHANGED
            )  # another row changes the shared record, this one only agrees with what is
        return CheckedRow(
            self.number,
            verdict,
            (),
            tuple(self.warnings),
            changes,
            tuple(put.entry for put in sorted(self.puts, key=lambda put: put.main)),
            tuple(self.aliases),
        )

    def _closed(self, plan: Plan, main: Entry) -> CheckedRow:
        """Say of a record that the reader may not read only that it is there: neither what it is, nor whether the file agrees with it."""
        columns = plan.tables[main.model].columns
        stated = [columns[name] for put in self.puts for name in put.values if columns.get(name)]
        changes = {column: ("", self.texts.get(column, "")) for column in stated}
        known = Refusal(next(iter(stated), ""), "", CLOSED)
        return CheckedRow(
            self.number,
            Verdict.CHANGED,
            (),
            (*self.warnings, known),
            changes,
            tuple(put.entry for put in sorted(self.puts, key=lambda put: put.main)),
            tuple(self.aliases),
        )


def plan_text(plan: Plan, puts: list[Put], conflict: Conflict, column: str) -> str:
    entry = next((put.entry for put in puts if put.entry.model == conflict.model), None)
    value = entry.after.get(conflict.field) if entry else None
    return show(plan, conflict.model, conflict.field, column, value)


def _changes(plan: Plan, puts: list[Put]) -> dict[str, tuple[str, str]]:
    """Return {column: (before, after)} in words, of what this row states."""
    shown: dict[str, tuple[str, str]] = {}
    for put in puts:
        columns = plan.tables[put.entry.model].columns
        for name, (before, after) in put.entry.changes.items():
            column = columns.get(name)
            if column is None or (name not in put.values and not put.entry.is_new):
                continue
            words = [show(plan, put.entry.model, name, column, value) for value in (before, after)]
            if column in shown:  # a name stands in three fields of one column
                words = [f"{shown[column][at]} {words[at]}".strip() for at in (0, 1)]
            if words[0] != words[1]:
                shown[column] = (words[0], words[1])
    return shown


def show(plan: Plan, model: str, name: str, column: str, value: Any) -> str:
    """Return a value of the registry as the file would write it."""
    if value is None or value == "" or value == ():
        return ""
    table = plan.tables[model]
    if name in table.titles:
        return table.titles[name].get(value, str(value))
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        is_last_day = plan.kind.column(column).type == Type.LAST_DAY
        return f"{value.fromordinal(value.toordinal() - is_last_day):%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, tuple):
        words = plan.snapshot.words.get(plan.kind.column(column).vocabulary)
        titles = (
            {words.ids[key]: title for key, title in words.titles.items() if key in words.ids}
            if words
            else {}
        )
        return "; ".join(titles.get(link, "") if isinstance(link, int) else link.title for link in value)
    if isinstance(value, int | New) and name in (
        "person",
        "organization",
        "event",
        "programme",
        "provider",
        "contest",
        "nomination",
    ):
        return ""
    of_column = plan.kind.column(column)
    if of_column.type == Type.TERM and of_column.vocabulary in plan.snapshot.words:
        return plan.snapshot.words[of_column.vocabulary].titles.get(value, str(value))
    if of_column.type == Type.CHOICE:
        return next((title for key, title, _ in of_column.choices if key == value), str(value))
    return str(value)
