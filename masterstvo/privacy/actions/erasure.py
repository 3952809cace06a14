"""Erasing a person: the card becomes a number, the facts stay countable, and an act tells what was done."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Case, CharField, Field, FileField, JSONField, Max, Q, Value, When
from django.db.models.functions import Cast, Concat

from masterstvo.core.audit import REDACTED, record
from masterstvo.core.errors import DomainError
from masterstvo.core.models import AuditRecord
from masterstvo.core.removal import remove_files
from masterstvo.organizations.models import Municipality
from masterstvo.people.choices import Fate
from masterstvo.people.models import Person
from masterstvo.people.personal import Holding, eraser_of, is_named, named_in
from masterstvo.privacy.models import Erasure
from masterstvo.privacy.queries.erasure import Keys, extract, keys_about, lines, mentions, obstacles

TRACEBACKS = "django_tasks_database.DBTaskResult"


class MayNotBeErased(DomainError):
    pass


class BasisNamesPerson(DomainError):
    field = "basis"


@transaction.atomic
def erase_person(
    person: Person, *, basis: str, basis_on: dt.date, by: Any, today: dt.date, basis_number: str = ""
) -> Erasure:
    """Take everything out of the tables that says who ``person`` is, for ever.

    Raises: MayNotBeErased, BasisNamesPerson, and what the apps' own erasers raise; then nothing has changed.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    person = Person.objects.select_related("user", "municipality").get(
        pk=person.pk
    )  # keeps the names until the end
    _check(person, f"{basis} {basis_number}", by=by, today=today)
    keys = keys_about(person)
    erasure = Erasure(
        person=person,
        municipality=person.municipality,
        year=today.year,
        number=_next_number(person.municipality, today.year),
        by=by,
        as_role=getattr(by, "acting_as", "")[:300],
        basis=basis,
        basis_number=basis_number,
        basis_on=basis_on,
        kinds=[asdict(line) for line in lines(person, keys)],
    )
    before = AuditRecord.objects.aggregate(last=Max("pk"))["last"] or 0
    for holding, pks in keys.items():
        _erase(holding, pks, person=person, by=by, reason=erasure.document)
    _erase_support_log(keys)
    _erase_tracebacks(person)
    record(by, "privacy.erase_person", person, reason=erasure.document)
    own = next(pks for holding, pks in keys.items() if holding.table is AuditRecord)
    told = AuditRecord.objects.filter(Q(pk__in=own) | Q(pk__gt=before, by=by))
    erasure.extract, erasure.n_records = extract(told), told.count()
    erasure.mentions = [asdict(each) for each in mentions(person)]
    erasure.save(force_insert=True)
    return erasure


@transaction.atomic
def erase_people(people: Iterable[Person], *, by: Any, today: dt.date, **basis: Any) -> list[Erasure]:
    """Erase all of ``people`` on one ground, or nobody. ``basis``: of ``erase_person``. Raises: MayNotBeErased."""
    done = []
    for person in people:
        try:
            done.append(erase_person(person, by=by, today=today, **basis))
        except MayNotBeErased as refusal:
            raise MayNotBeErased(f"{person}: {refusal} Никто не обезличен.") from refusal
    return done


def _check(person: Person, basis: str, *, by: Any, today: dt.date) -> None:
    if found := obstacles(person, by=by, day=today):
        raise MayNotBeErased(" ".join(found))
    if is_named(person, basis):
        raise BasisNamesPerson("Напишите основание без фамилии: оно останется в акте и в журнале.")


def _next_number(municipality: Municipality, year: int) -> int:
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # two acts must not share a number
    last = Erasure.objects.filter(municipality=municipality, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _erase(holding: Holding, keys: list[Any], *, person: Person, by: Any, reason: str) -> None:
    if eraser := eraser_of(holding):
        eraser(keys, person=person, by=by, reason=reason)
        return
    rows = holding.table._base_manager.filter(pk__in=keys)
    if holding.fate == Fate.REMOVED:
        rows.delete()
    elif holding.personal:
        # Past the usual writes: the log must not get the values once more, and ``updated_at`` would explain numbers that did not move.
        meta: Any = holding.table._meta
        for name in holding.personal:
            if isinstance(meta.get_field(name), FileField):
                remove_files(rows.values_list(name, flat=True))
        unique = {name for each in meta.constraints for name in getattr(each, "fields", ())}
        rows.update(**{name: _nothing(meta.get_field(name), name in unique) for name in holding.personal})


def _nothing(field: Field, is_unique: bool) -> Any:
    """Return what a column holds when it says nothing; where two empty ones would be the same row, a number in each."""
    if is_unique and isinstance(field, CharField):
        numbered = Concat(Value(f"{REDACTED} "), Cast("pk", CharField()))
        return Case(When(**{field.name: ""}, then=Value("")), default=numbered)
    if field.null:
        return None
    if isinstance(field, JSONField):
        return field.get_default()
    return "" if field.blank else REDACTED


def _erase_support_log(keys: Keys) -> None:
    """The log of the support desk's own pages keeps the names of rows, by keys that are texts."""
    for holding, pks in keys.items():
        told = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(holding.table), object_id__in=list(map(str, pks))
        )
        told.update(object_repr=REDACTED, change_message="")


def _erase_tracebacks(person: Person) -> None:
    """A letter that could not be sent leaves the address in the words of its failure."""
    results = apps.get_model(TRACEBACKS)._base_manager.all()
    results.filter(named_in(person, results, "traceback")).update(traceback=REDACTED)
