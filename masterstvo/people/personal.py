"""Which tables hold something about a person: every app declares its own in ``personal.py``, so that none is forgotten.

From this one registry come «Мои данные», who was in an export, and what an erasure would touch. A test refuses a table that
leads to a person and is not here.
"""

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q, QuerySet, Value

from masterstvo.accounts.models import User
from masterstvo.core.models import AuditRecord
from masterstvo.core.search import fold_for_search, mentioning
from masterstvo.people.choices import Fate
from masterstvo.people.models import Person


@dataclass(frozen=True)
class Holding:
    """One table with rows about persons.

    ``paths``: how a row about them leads to them, "" when it is the person; ``also``: callable(person) -> condition, where no key leads there.
    ``made``: how a row leads to whoever wrote, collected or approved it: an erasure leaves such rows as they are.
    ``personal``: columns that name the person or were written freely; ``secret``: columns that nobody is given.
    ``own``: columns for the person alone, such as results that even the authority's head does not read.
    ``joined``: what the names of the rows' neighbours are made of, so that a list of them asks once.
    ``kind``: a key of the terms of keeping; ``why``: why the row stays after an erasure, in Russian.
    """

    model: str
    title: str
    kind: str
    paths: tuple[str, ...] = ("person",)
    also: Callable[[Person], Q] | None = None
    made: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    fate: Fate = Fate.KEPT
    why: str = ""

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def ways(self) -> tuple[str, ...]:
        return (*self.paths, *self.made)

    def rows(self, person: Person) -> QuerySet:
        """Return what the table holds about ``person`` and what ``person`` made, in the table's own order."""
        return self._led(self.ways, person)

    def about(self, person: Person) -> QuerySet:
        """Return what the table holds about ``person`` alone."""
        return self._led(self.paths, person)

    def _led(self, paths: tuple[str, ...], person: Person) -> QuerySet:
        conditions = [Q(**{path or "pk": person.pk}) for path in paths]
        if self.also:
            conditions.append(self.also(person))
        if not conditions:
            return self.table._base_manager.none()
        found = self.table._base_manager.filter(reduce(or_, conditions))
        if any(self._is_many(path) for path in paths):  # a join over such a way would repeat rows
            found = self.table._base_manager.filter(pk__in=found.values("pk"))
        return found.order_by(*self.table._meta.ordering or ["pk"])

    def _is_many(self, path: str) -> bool:
        """Tell whether one row leads to several persons."""
        model: Any = self.table
        for name in filter(None, path.split("__")):
            field = model._meta.get_field(name)
            if field.many_to_many or field.one_to_many:
                return True
            model = field.related_model
        return False


_holdings: dict[str, Holding] = {}
COUNTED = "нужна для статистики: считают записи, а не имена"


def declare(*holdings: Holding) -> None:
    """Say which tables of an app hold something about persons; called in ``apps.py: ready()``."""
    _holdings.update({each.model: each for each in holdings})


def holdings() -> list[Holding]:
    """Return all declarations, the person's own card first."""
    return list(_holdings.values())


def people_in(rows: QuerySet) -> QuerySet[Person]:
    """Return the persons whom ``rows`` speak of; of an undeclared table, nobody."""
    holding = _holdings.get(rows.model._meta.label)
    if holding is None or not holding.ways:
        return Person.objects.none()
    plain = rows.order_by()
    conditions = [Q(pk__in=plain.values(path or "pk")) for path in holding.ways]
    return Person.objects.filter(reduce(or_, conditions))


def _led() -> list[Holding]:
    """Return the tables whose rows about a person are found by a key."""
    return [each for each in holdings() if each.paths and each.also is None]


def named_by_type(person: Person) -> Q:
    """Return the condition on a table that names rows by ``object_type`` and ``object_id``: those about ``person``."""
    conditions = [
        Q(object_type=each.table._meta.label_lower, object_id__in=each.about(person).order_by().values("pk"))
        for each in _led()
    ]
    return reduce(or_, conditions)


def named_in_log(person: Person) -> Q:
    """Return the same condition on the log, which also tells of rows that are no longer there: what was removed named the person.

    Queries: three.
    """
    gone = reduce(or_, (Q(action__contains=verb) for verb in ("remove", "delete", "revoke")))
    named = [
        Q(object_type=each.table._meta.label_lower, **{f"changes__{name}__0__in": keys})
        for each, name, keys in _first_steps(person)
    ]
    removed = AuditRecord.objects.filter(gone, reduce(or_, named)).order_by()
    by_type = defaultdict(set)
    for object_type, object_id in removed.values_list("object_type", "object_id"):
        by_type[object_type].add(object_id)
    conditions = [Q(object_type=label, object_id__in=ids) for label, ids in sorted(by_type.items())]
    return reduce(or_, conditions, named_by_type(person))


def _first_steps(person: Person) -> list[tuple[Holding, str, list[int]]]:
    """Return the first column of every way to ``person`` and the keys in it that lead there, empty ones left out. Queries: one."""
    found: list[tuple[Holding, str, list[int]]] = []
    longer: list[tuple[Holding, str, QuerySet]] = []
    for each in _led():
        for path in filter(None, each.paths):
            name, _, rest = path.partition("__")
            field: Any = each.table._meta.get_field(name)
            if not rest:
                found.append((each, name, [person.pk]))
            elif field.related_model is User:
                found.append((each, name, [person.user_id] if person.user_id else []))
            else:
                longer.append((each, name, field.related_model._base_manager.filter(**{rest: person.pk})))
    keys = in_one_question([rows for _, _, rows in longer], F("pk"))
    found += [(each, name, found_keys) for (each, name, _), found_keys in zip(longer, keys, strict=True)]
    return [step for step in found if step[2]]


def in_one_question(many: list[QuerySet], value: Any) -> list[list[Any]]:
    """Return ``value``, an expression over the rows, of each of ``many`` sets of different tables. Queries: one."""
    answers: list[list[Any]] = [[] for _ in many]
    parts = [
        rows.order_by().annotate(place_of_set=Value(place), asked=value).values_list("place_of_set", "asked")
        for place, rows in enumerate(many)
    ]
    if parts:
        for place, answer in parts[0].union(*parts[1:], all=True):
            answers[place].append(answer)
    return answers


def named_by_content_type(person: Person) -> Q:
    """Return the same condition for a table with a generic key. Queries: one for the types, once in a process."""
    led = _led()
    types = ContentType.objects.get_for_models(*(each.table for each in led))
    conditions = [
        Q(content_type=types[each.table], object_id__in=each.about(person).order_by().values("pk"))
        for each in led
    ]
    return reduce(or_, conditions)


# --- Where a person is named in words ---------------------------------------------------------------------------------
SHORTEST_STEM = 4
LONGEST_ENDING = 3  # «Соколов» – «Соколовыми»
SHORTEST_CODE = 5  # a shorter one stands in every second text


def stem(word: str) -> str:
    """Return what is common to the cases of a name: «Соколов» of «Соколова», «Соколовой»."""
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1].lower() in "аяйьо" else word


def named_in(person: Person, rows: QuerySet, field: str, *, by_surname: bool = False) -> Q:
    """Return the condition that a column of text or JSON names ``person``: by full name, surname with initials, e-mail or code.

    ``by_surname``: the surname alone is enough.
    """
    last, first = stem(person.last_name), stem(person.first_name)
    groups: list[tuple[str, ...]] = (
        [(last,)] if by_surname else [(last, first), (last, f"{person.first_name[:1]}.")]
    )
    groups += [(word,) for word in _addresses(person)]
    return Q(pk__in=mentioning(rows, field, groups).order_by().values("pk"))


def is_named(person: Person, text: str) -> bool:
    """Tell whether a word of ``text`` is the surname in some case, or one of the addresses stands there: «Ли» is no part of «Лицей»."""
    folded, last = fold_for_search(text) or "", fold_for_search(stem(person.last_name)) or ""
    words = re.findall(r"\w+", folded)
    longest = len(last) + min(LONGEST_ENDING, len(last))
    by_word = any(word.startswith(last) and len(word) <= longest for word in words)
    return by_word or any((fold_for_search(each) or "") in folded for each in _addresses(person))


def _addresses(person: Person) -> set[str]:
    known = {person.email, person.user.email if person.user else ""}
    return {word for word in known if word} | ({person.code} if len(person.code) >= SHORTEST_CODE else set())


# --- What apps do themselves when a person is erased, and when a term of keeping is over ------------------------------
Eraser = Callable[..., None]  # (keys of the rows, person=…, by=…, reason=…)
_erasers: dict[str, Eraser] = {}


def erase_with(model: str, eraser: Eraser) -> None:
    """Let an app clear its rows itself, where emptying columns is not enough; registered in ``apps.py: ready()``."""
    _erasers[model] = eraser


def eraser_of(holding: Holding) -> Eraser | None:
    return _erasers.get(holding.model)


_reported: list[Callable[[], Iterable[dt.date]]] = []


def keep_ages_on(days: Callable[[], Iterable[dt.date]]) -> None:
    """Name the days for which ages were counted, so that an erased card has the same age on them; registered in ``ready()``."""
    if days not in _reported:
        _reported.append(days)


def blurred(born_on: dt.date) -> dt.date:
    """Return the latest day of the month of birth that leaves the age as it was on all those days."""
    later = {day.day for days in _reported for day in days() if day.month == born_on.month}
    last = calendar.monthrange(born_on.year, born_on.month)[1]
    return born_on.replace(day=min({last, *(day for day in later if born_on.day <= day < last)}))


@dataclass(frozen=True)
class Expiry:
    """Rows of one kind that leave when their term is over, whoever they are about.

    ``rows``: callable(municipality, before=day) -> QuerySet; ``remove``: callable(rows, municipality=…, by=…, reason=…) -> how many.
    """

    kind: str
    title: str
    rows: Callable[..., QuerySet]
    remove: Callable[..., Any]


_expiries: dict[tuple[str, str], Expiry] = {}


def let_expire(*expiries: Expiry) -> None:
    """Say which rows have a term of their own; registered in ``apps.py: ready()``."""
    _expiries.update({(each.kind, each.title): each for each in expiries})


def expiries(kind: str) -> list[Expiry]:
    return [each for each in _expiries.values() if each.kind == kind]


def _in_index(person: Person) -> Q:
    return Q(kind=Person._meta.label_lower, object_id=person.pk)


def declare_own() -> None:
    """Declare the rows of this app and of those below it, which know no person."""
    declare(
        Holding(
            "people.Person",
            "Карточка",
            "card",
            paths=("",),
            personal=(
                "code",
                "last_name",
                "first_name",
                "patronymic",
                "born_on",
                "sex",
                "education",
                "email",
                "user",
            ),
            fate=Fate.CLEARED,
            why="к ней относятся записи, по которым считают показатели; от даты рождения остаются месяц и год",
        ),
        Holding("people.Employment", "Места работы", "employment", why=COUNTED),
        Holding("people.Attestation", "Аттестация", "employment", personal=("basis",), why=COUNTED),
        Holding("people.ReserveEntry", "Кадровый резерв", "employment", personal=("basis",), why=COUNTED),
        Holding(
            "search.Entry",
            "Указатель поиска",
            "card",
            paths=(),
            also=_in_index,
            secret=("near",),
            fate=Fate.REMOVED,
        ),
        Holding(
            "accounts.User",
            "Учётная запись",
            "account",
            personal=("email", "full_name", "password"),
            secret=("password",),
            fate=Fate.CLEARED,
            why="журнал ссылается на неё, имени в ней не остаётся",
        ),
        Holding(
            "accounts.Invitation",
            "Приглашения в программу",
            "account",
            paths=("user__person",),
            made=("invited_by__person",),
            secret=("token_hash",),
            why="показывает, кто и кому открыл доступ; имени в нём нет",
        ),
        Holding(
            "organizations.Grant",
            "Роли",
            "account",
            paths=("user__person",),
            personal=("basis",),
            why="по ней видно, кто имел право на записанное в журнале",
        ),
        Holding(
            "core.AuditRecord",
            "Журнал изменений",
            "audit",
            paths=(),
            made=("by__person",),
            also=named_in_log,
            personal=("changes", "reason"),
            own=("changes",),
            fate=Fate.CLEARED,
            why="что и когда сделано, остаётся; прежние значения стираются",
        ),
        Holding(
            "people.CardReading",
            "Кто открывал карточку",
            "reading",
            made=("by__person",),
            why="доказывает, кто обращался к сведениям",
        ),
        Holding(
            "people.Export",
            "В каких выгрузках человек был",
            "reading",
            paths=("people",),
            made=("by__person",),
            secret=("people",),
            personal=("filters",),
            why="доказывает, кто обращался к сведениям",
        ),
    )
