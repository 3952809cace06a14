"""``Draft``: one row against the registry: what its cells say, whom they mean, which records it would write."""

from dataclasses import dataclass, field
from typing import Any

from masterstvo.core.words import clean, fold
from masterstvo.imports.checking.cells import CellError, Habits, Name, is_empty, parse
from masterstvo.imports.checking.organizations import Place
from masterstvo.imports.checking.people import Known
from masterstvo.imports.checking.plan import Conflict, Entry, Plan, Put, Snapshot
from masterstvo.imports.checking.rows import AS_NEW, DECISION, Candidate, CheckedRow, FileRow, Refusal
from masterstvo.imports.checking.showing import changes_in_words, conflicting_text
from masterstvo.imports.choices import Verdict
from masterstvo.imports.kinds.base import Column, Key, Kind, Link, New, Type, Values, Who

CLOSED = "Такой результат уже внесён и изменится. Прежнее значение видят те, кто сопровождает педагога."


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
            stated = conflicting_text(plan, self.puts, against, column)
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
        changes = {} if main.is_new else changes_in_words(plan, changed)
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
