"""Reads of imports: the registry as a snapshot of plain values."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet

from masterstvo.core.grids import Grid
from masterstvo.core.models import Term
from masterstvo.core.sandbox import run_limited
from masterstvo.core.words import clean, fold
from masterstvo.diagnostics.rules import open_diagnostics
from masterstvo.imports.checking.cells import EMPTY, Name, Vocabulary
from masterstvo.imports.checking.headers import Layout, open_table
from masterstvo.imports.checking.organizations import Organizations, Place
from masterstvo.imports.checking.people import Known, People
from masterstvo.imports.checking.plan import Snapshot, folded_key
from masterstvo.imports.checking.rows import DECISION
from masterstvo.imports.choices import BatchState, Verdict
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.kinds.base import Kind, Table, in_order
from masterstvo.imports.models import ImportBatch, ResultScale
from masterstvo.imports.reading import read_tables
from masterstvo.organizations.models import Municipality, Organization, OrganizationAlias
from masterstvo.people.models import Employment, Person

# What of these tables whoever brings a file may read; of the others, all.
OPEN: dict[str, Callable[[Any], QuerySet[Any]]] = {"diagnostics.diagnostic": open_diagnostics}


def load_snapshot(kind: Kind, municipality: Municipality, today: dt.date, *, by: Any) -> Snapshot:
    """Return what rows of ``kind`` are compared with. ``by``: who brings the file, None for the operator of the machine.

    Queries: five and one for each table and many-to-many field of the kind, whatever the size of the registry.
    """
    snapshot = Snapshot(
        municipality.pk,
        today,
        words=_words({column.vocabulary for column in kind.columns if column.vocabulary} | {*kind.words}),
        organizations=_organizations(municipality),
    )
    if kind.who:
        snapshot.people = _people(municipality)
    for table in kind.tables:
        _load_table(snapshot, table, municipality)
        if by is not None and table.model in OPEN:
            rows = _scoped(table, municipality).exclude(pk__in=OPEN[table.model](by).values("pk"))
            snapshot.closed[table.model] = frozenset(rows.values_list("pk", flat=True))
    return snapshot


def people_of(municipality: Municipality) -> QuerySet[Person]:
    """Return those registered in the municipality and those who have ever worked in its organizations."""
    worked = Employment.objects.filter(organization__municipality=municipality)
    return Person.objects.filter(Q(municipality=municipality) | Q(pk__in=worked.values("person")))


def _words(vocabularies: set[str]) -> dict[str, Vocabulary]:
    found = {name: Vocabulary() for name in vocabularies}
    terms = Term.objects.filter(vocabulary__in=vocabularies).select_related("merged_into")
    for term in terms.order_by("vocabulary", "position", "title", "pk"):
        words, meant = found[term.vocabulary], term.merged_into or term
        words.titles.setdefault(meant.key, meant.title)
        words.ids[meant.key] = meant.pk
        if not term.merged_into:
            words.lasting.append((term.key, term.title, term.valid_from, term.valid_to))
        for spelling in (term.title, *term.synonyms, term.key):
            words.spellings.setdefault(fold(spelling), meant.key)
    return found


def _organizations(municipality: Municipality) -> Organizations:
    aliases: dict[int, list[str]] = {}
    of_municipality = OrganizationAlias.objects.filter(organization__municipality=municipality)
    for pk, name in of_municipality.values_list("organization_id", "name"):
        aliases.setdefault(pk, []).append(name)
    rows = Organization.objects.filter(municipality=municipality).order_by("title", "pk")
    return Organizations.of(
        [
            Place(pk, title, short_title, code, kind, tuple(aliases.get(pk, ())))
            for pk, title, short_title, code, kind in rows.values_list(
                "pk", "title", "short_title", "code", "kind"
            )
        ]
    )


def _people(municipality: Municipality) -> People:
    places: dict[int, set[int]] = {}
    people = people_of(municipality).filter(erased_on=None)  # an erased card is nobody in a file
    worked = Employment.objects.filter(person__in=people.values("pk"))
    for person, organization in worked.order_by().values_list("person_id", "organization_id"):
        places.setdefault(person, set()).add(organization)
    fields = ("pk", "last_name", "first_name", "patronymic", "born_on", "code")
    return People.of(
        [
            Known(pk, Name(last, first, patronymic), born, code, frozenset(places.get(pk, ())))
            for pk, last, first, patronymic, born, code in people.order_by("pk").values_list(*fields)
        ]
    )


def _scoped(table: Table, municipality: Municipality) -> QuerySet[Any]:
    model: type[Model] = apps.get_model(table.model)
    rows = model._default_manager.order_by("pk")
    if table.model == "people.person":
        return rows.filter(pk__in=people_of(municipality).values("pk"))
    if table.scope == "municipality":
        return rows.filter(municipality=municipality)
    if table.scope == "organization":
        return rows.filter(organization__municipality=municipality)
    if table.scope:
        return rows.filter(**{f"{table.scope}__in": people_of(municipality).values("pk")})
    return rows


def _load_table(snapshot: Snapshot, table: Table, municipality: Municipality) -> None:
    rows = _scoped(table, municipality)
    names = tuple(dict.fromkeys((*table.key, *table.loose, *table.fields)))
    many = {name: _many(rows, name) for name in table.many}
    attributes = [rows.model._meta.get_field(name).attname for name in names]
    by_pk = snapshot.by_pk.setdefault(table.model, {})
    found = snapshot.found.setdefault(table.model, {})
    for pk, *cells in rows.values_list("pk", *attributes).iterator(chunk_size=5000):
        values = dict(zip(names, cells, strict=True))
        for name, links in many.items():
            values[name] = in_order(links.get(pk, ()))
        if table.key:
            found.setdefault(folded_key(tuple(values[name] for name in table.key)), []).append((pk, values))
        by_pk[pk] = values


def _many(rows: QuerySet[Any], name: str) -> dict[int, list[int]]:
    """Return {pk: ids of the terms} of a many-to-many field."""
    field = rows.model._meta.get_field(name)
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    through = field.remote_field.through._default_manager.filter(
        **{f"{source}__in": rows.order_by().values("pk")}
    )
    links: dict[int, list[int]] = {}
    meant = through.annotate(meant=F(f"{target}__merged_into")).values_list(
        f"{source}_id", f"{target}_id", "meant"
    )
    for pk, term, merged_into in meant:
        links.setdefault(pk, []).append(merged_into or term)
    return links


def suggestions(batch: ImportBatch) -> dict[int, dict[str, str]]:
    """Return {row number: {column: text}} of the refused cells for which there is one way out.

    Who a person or a school is, is decided one by one: a match that is not sure is never made in bulk.
    """
    found: dict[int, dict[str, str]] = {}
    refused = batch.rows.filter(verdict=Verdict.REFUSED).values_list("number", "refusals")
    for number, refusals in refused:
        for refusal in refusals:
            candidate = refusal["candidates"][0] if len(refusal["candidates"]) == 1 else None
            if candidate and not candidate["column"].startswith(DECISION):
                found.setdefault(number, {})[candidate["column"]] = candidate["fix"]
    return found


def people_refused(batch: ImportBatch) -> tuple[set[int], int]:
    """Return the keys of the registered people whom the refused rows name, and how many other names stand there. Queries: two."""
    columns = [who.name for who in KINDS[batch.kind].who]
    refused = batch.rows.filter(verdict=Verdict.REFUSED).values_list("cells", "fixes")
    rows = [cells | fixes for cells, fixes in refused] if columns else []
    named = {fold(row[column]) for row in rows for column in columns if row.get(column)}
    if not named:
        return set(), 0
    known, spellings = set(), set()
    for person in people_of(batch.municipality):
        if written := named & {fold(str(person)), fold(person.short_name)}:
            known.add(person.pk)
            spellings |= written
    return known, len(named - spellings)


def layout_of(batch: ImportBatch) -> Layout:
    """Return the header of the batch's file, with the columns recognised so far. Reads the file."""
    with batch.file.open("rb") as stored:
        layout, _, _ = open_table(KINDS[batch.kind], stored.read(), batch.name, read=read_limited)
    return layout


def read_limited(content: bytes, filename: str, *, seconds: int = 30) -> list[Grid]:
    """Return the tables of a stranger's file, read under limits. Raises: CannotRead, UnreadableFile."""
    return run_limited(read_tables, content, filename, seconds=seconds)


# --- Scales of outside results ----------------------------------------------------------------------------------------
PROCEDURE, SCORE, MAXIMUM, THRESHOLD = "Процедура", "Балл", "Максимум", "Порог"  # columns of «diagnostics»


@dataclass(frozen=True)
class Asked:
    """A test of a file whose scale the file does not tell. ``words``: levels written in place of scores; ``known``: as remembered.

    ``is_told``: every such row has been answered for on the page.
    """

    procedure: str
    n_rows: int
    words: tuple[str, ...]
    known: ResultScale | None
    is_told: bool


def asked_word(text: str) -> str:
    """Return a level written in place of a score, or "": nothing, or a number."""
    word = clean(text)
    return "" if fold(word) in EMPTY or any(sign.isdigit() for sign in word) else word


def scales_asked(batch: ImportBatch, sender: str = "") -> list[Asked]:
    """Return the tests of a file of measurements that leave out their maximum or write levels in words. Queries: two.

    ``sender``: whose remembered scales to offer; without it the latest of each test.
    """
    rows: dict[str, list[tuple[dict[str, str], dict[str, str]]]] = {}
    titles: dict[str, str] = {}
    for cells, fixes in batch.rows.order_by("number").values_list("cells", "fixes").iterator(chunk_size=5000):
        procedure, score = clean(cells.get(PROCEDURE, "")), clean(cells.get(SCORE, ""))
        if procedure and score and (asked_word(score) or not clean(cells.get(MAXIMUM, ""))):
            rows.setdefault(fold(procedure), []).append((cells, fixes))
            titles.setdefault(fold(procedure), procedure)
    if not rows:
        return []
    remembered = ResultScale.objects.filter(municipality=batch.municipality_id).order_by("updated_at", "pk")
    known = {
        fold(each.procedure): each for each in remembered if not sender or fold(each.sender) == fold(sender)
    }
    return [
        Asked(
            titles[key],
            len(found),
            tuple(dict.fromkeys(filter(None, (asked_word(cells.get(SCORE, "")) for cells, _ in found)))),
            known.get(key),
            all(MAXIMUM in fixes or clean(cells.get(MAXIMUM, "")) for cells, fixes in found),
        )
        for key, found in rows.items()
    ]


def senders_known(municipality: int) -> list[str]:
    """Return who has issued results before. Queries: one."""
    rows = ResultScale.objects.filter(municipality=municipality).order_by("sender")
    return list(rows.values_list("sender", flat=True).distinct())


# --- Terms of keeping -------------------------------------------------------------------------------------------------
def batches_before(municipality: Municipality, *, before: dt.date) -> QuerySet[ImportBatch]:
    """Return the closed loads before a day whose file is still kept."""
    closed = ImportBatch.objects.filter(
        municipality=municipality, state__in=(BatchState.COMMITTED, BatchState.UNDONE)
    )
    return closed.filter(created_at__date__lt=before).exclude(file="")
