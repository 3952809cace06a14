"""Which tables hold something about a person: every app declares its own in ``personal.py``, so that none is forgotten.

From this one registry come «Мои данные», who was in an export, and what an erasure would touch. A test refuses a table that
leads to a person and is not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from masterstvo.people.choices import Fate
from masterstvo.people.models import Person


@dataclass(frozen=True)
class Holding:
    """One table with rows about persons.

    ``paths``: how a row leads to them, "" when it is the person; ``also``: callable(person) -> condition, where no key leads there.
    ``personal``: columns that name the person or were written freely; ``secret``: columns that nobody is given.
    ``own``: columns for the person alone, such as results that even the authority's head does not read.
    ``kind``: a key of the terms of keeping; ``why``: why the row stays after an erasure, in Russian.
    """

    model: str
    title: str
    kind: str
    paths: tuple[str, ...] = ("person",)
    also: Callable[[Person], Q] | None = None
    personal: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    fate: Fate = Fate.KEPT
    why: str = ""

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows(self, person: Person) -> QuerySet:
        """Return what the table holds about ``person``, in the table's own order."""
        conditions = [Q(**{path or "pk": person.pk}) for path in self.paths]
        if self.also:
            conditions.append(self.also(person))
        # Through the keys: a join over a many-to-many path would repeat rows.
        keys = self.table._base_manager.filter(reduce(or_, conditions)).values("pk")
        return self.table._base_manager.filter(pk__in=keys).order_by(*self.table._meta.ordering or ["pk"])


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
    if holding is None or not holding.paths:
        return Person.objects.none()
    plain = rows.order_by()
    conditions = [Q(pk__in=plain.values(path or "pk")) for path in holding.paths]
    return Person.objects.filter(reduce(or_, conditions))


def named_by_type(person: Person) -> Q:
    """Return the condition on a table that names rows by ``object_type`` and ``object_id``: those about ``person``."""
    led = [each for each in holdings() if each.paths and each.also is None]
    conditions = [
        Q(object_type=each.table._meta.label_lower, object_id__in=each.rows(person).order_by().values("pk"))
        for each in led
    ]
    return reduce(or_, conditions)


def named_by_content_type(person: Person) -> Q:
    """Return the same condition for a table with a generic key. Queries: one for the types, once in a process."""
    led = [each for each in holdings() if each.paths and each.also is None]
    types = ContentType.objects.get_for_models(*(each.table for each in led))
    conditions = [
        Q(content_type=types[each.table], object_id__in=each.rows(person).order_by().values("pk"))
        for each in led
    ]
    return reduce(or_, conditions)


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
            why="к ней относятся записи, по которым считают показатели",
        ),
        Holding("people.Employment", "Места работы", "employment", why=COUNTED),
        Holding("people.Attestation", "Аттестация", "employment", personal=("basis",), why=COUNTED),
        Holding("people.ReserveEntry", "Кадровый резерв", "employment", personal=("basis",), why=COUNTED),
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
            paths=("user__person", "invited_by__person"),
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
            paths=("by__person",),
            also=named_by_type,
            personal=("changes",),
            own=("changes",),
            fate=Fate.CLEARED,
            why="что и когда сделано, остаётся; прежние значения стираются",
        ),
        Holding(
            "people.CardReading",
            "Кто открывал карточку",
            "reading",
            paths=("person", "by__person"),
            why="доказывает, кто обращался к сведениям",
        ),
        Holding(
            "people.Export",
            "В каких выгрузках человек был",
            "reading",
            paths=("people", "by__person"),
            secret=("people",),
            personal=("filters",),
            why="доказывает, кто обращался к сведениям",
        ),
    )
