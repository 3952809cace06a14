"""What an erasure would touch, what it would leave, and where the name stands in words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import CharField, Count, Field, FileField, JSONField, Model, Q, QuerySet, TextField

from masterstvo.accounts.models import User
from masterstvo.core.history import verb_of
from masterstvo.core.models import AuditRecord, LeavingFile
from masterstvo.core.terms import vocabulary_of
from masterstvo.organizations.models import Grant
from masterstvo.people.choices import Fate
from masterstvo.people.models import Person
from masterstvo.people.personal import SHORTEST_STEM, Holding, holdings, named_in, stem
from masterstvo.privacy.models import Erasure
from masterstvo.search.models import Entry

EXTRACT_AT_MOST = 300
Keys = dict[Holding, list[Any]]


@dataclass(frozen=True)
class Line:
    """One table in the preview and in the act. ``n_made``: rows that the person made, they stay as they are."""

    title: str
    n_rows: int
    n_made: int
    fate: str
    columns: str
    why: str


@dataclass(frozen=True)
class Mention:
    """A column of texts in which the name still stands, and in how many rows."""

    title: str
    column: str
    n_rows: int


def keys_about(person: Person) -> Keys:
    """Return the keys of all rows about ``person``: once the card is cleared, nothing leads to them any more."""
    return {each: list(each.about(person).order_by().values_list("pk", flat=True)) for each in holdings()}


def lines(person: Person, keys: Keys) -> list[Line]:
    """Return what becomes of each table that holds something. Queries: one for each."""
    found = [_line(each, len(pks), _n_made(each, person)) for each, pks in keys.items()]
    return [line for line in found if line.n_rows or line.n_made]


def _line(holding: Holding, n_rows: int, n_made: int) -> Line:
    meta: Any = holding.table._meta
    columns = [str(meta.get_field(name).verbose_name) for name in holding.personal]
    fate = holding.fate if n_rows else Fate.KEPT
    shown = ", ".join(columns) if n_rows and fate != Fate.REMOVED else ""
    return Line(holding.title, n_rows, n_made, Fate(fate).label, shown, holding.why)


def _n_made(holding: Holding, person: Person) -> int:
    if not holding.made:
        return 0
    condition = Q()
    for path in holding.made:
        condition |= Q(**{path: person.pk})
    return holding.table._base_manager.filter(condition).count()


def obstacles(person: Person, *, by: Any, day: dt.date) -> list[str]:
    """Return why the card cannot be erased, in words that say what to do; an empty list, when it can. Queries: three."""
    if person.erased_on:
        return [f"Карточка уже обезличена {person.erased_on:%d.%m.%Y}."]
    found = []
    if person.user_id and person.user_id == getattr(by, "pk", None):
        found.append("Это ваша собственная карточка: её обезличивает другой ответственный.")
    job = person.employments.filter(Q(ends_on=None) | Q(ends_on__gt=day)).select_related("organization")
    found += [f"Человек ещё работает ({each}): сначала закройте место работы." for each in job]
    user = person.user
    if user and (user.is_superuser or user.is_staff):
        found.append("Это учётная запись службы поддержки: сначала снимите с неё эти права.")
    if user:
        held = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), user=user).select_related(
            "region", "municipality", "organization"
        )
        found += [
            f"Действует роль ({each.place}): сначала завершите её в разделе «Доступы»." for each in held
        ]
    return found


# --- Where the name stands in words -----------------------------------------------------------------------------------
# Other people's names, and tables that nobody writes words into; the support desk's log is cleared by keys, the index follows its rows.
_NOT_SEARCHED = {Person, User, Session, Permission, Group, ContentType, LogEntry, Erasure, LeavingFile, Entry}


def mentions(person: Person, *, without: Keys | None = None) -> list[Mention]:
    """Return where texts still name ``person``, ``without`` the rows that are about to be cleared.

    By the surname alone, while nobody else bears it; else by full name or initials. Queries: one for each table with texts.
    """
    going = {each.table: (each, pks) for each, pks in (without or {}).items()}
    last = stem(person.last_name)
    is_only = len(last) >= SHORTEST_STEM and not _namesakes(person).exists()
    found = []
    for model, fields in _texts():
        rows: QuerySet[Model] = model._base_manager.order_by()
        holding, pks = going.get(model, (None, []))
        counts = {}
        for field in fields:
            named = named_in(person, rows, field.name, by_surname=is_only)
            if holding and (holding.fate == Fate.REMOVED or field.name in holding.personal):
                named &= ~Q(pk__in=pks)
            counts[f"in_{field.name}"] = Count("pk", filter=named)
        told = rows.aggregate(**counts)
        found += [
            Mention(_capital(model._meta.verbose_name_plural), _capital(each.verbose_name), n_rows)
            for each in fields
            if (n_rows := told[f"in_{each.name}"])
        ]
    return found


def _namesakes(person: Person) -> QuerySet[Person]:
    return Person.objects.filter(last_name__startswith=stem(person.last_name)).exclude(pk=person.pk)


def _texts() -> Iterator[tuple[type[Model], list[Field]]]:
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy or model in _NOT_SEARCHED:
            continue
        fields = [each for each in model._meta.local_concrete_fields if _is_text(each)]
        if fields:
            yield model, fields


def _is_text(field: Field) -> bool:
    """Tell whether people's words may stand in a column: no choices, no keys of a vocabulary."""
    is_text = isinstance(field, CharField | TextField | JSONField | FileField)
    return is_text and not (field.choices or field.primary_key or vocabulary_of(field))


def _capital(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


# --- What the act keeps -----------------------------------------------------------------------------------------------
def extract(records: QuerySet[AuditRecord]) -> list[dict[str, str]]:
    """Return the log as days, actions and kinds of rows, without a value: [{"at", "what", "kind"}], the latest first."""
    told = records.order_by("-pk").values_list("at", "action", "object_type")[:EXTRACT_AT_MOST]
    return [
        {"at": at.isoformat(timespec="minutes"), "what": verb_of(action), "kind": _kind(label)}
        for at, action, label in told
    ]


def _kind(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:  # an app that is no longer there
        return label
