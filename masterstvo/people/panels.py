"""What apps above may add to the pages of people, and the pieces of lists and forms about a person that they take."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from masterstvo.core.forms import PickField
from masterstvo.core.listing import Column, Filter, ListPlace, Panel, Place, by_scope, search
from masterstvo.core.numbers import counted
from masterstvo.organizations.models import Organization
from masterstvo.organizations.rules import organizations_here
from masterstvo.people import load
from masterstvo.people.models import Employment, Person

card = Place()  # panels on a person's card: courses, pairs, routes …
listing = ListPlace()  # columns and filters of the list of people

NAME = ("last_name", "first_name", "patronymic")


def job(person: Person) -> Employment | None:
    """Return the job that tells whose person it is, of those that ``queries.with_work`` has brought."""
    return person.current_employments[0] if person.current_employments else None  # type: ignore[attr-defined]


def workplace(person: Person) -> Organization | None:
    found = job(person)
    return found.organization if found else None


def _described(person: Person) -> str:
    return _told(person, f"{person.born_on:%d.%m.%Y}" if person.born_on else "")


def _told(person: Person, *more: str) -> str:
    # What somebody else has saved meanwhile is shown as it comes with the row, without jobs.
    place = workplace(person) if hasattr(person, "current_employments") else None
    return ", ".join(filter(None, (str(person), *more, str(place or ""))))


WEEKS_SHOWN = 8
LOAD = (
    Column("Неделя с", attrgetter("monday"), 12),
    Column(
        "Часов",
        lambda week: f"{week.hours} из {week.limit}",
        12,
        state=lambda week: "at_risk" if week.is_too_full else "",
    ),
    Column("Из чего", lambda week: [f"{title} – {hours}" for title, hours in week.parts], 40),
)


def load_panel(user: Any, person: Person) -> Panel | None:
    """The hours of the nearest weeks beside the limit, by kinds of what is planned; None when nothing is. Queries: one a source and one."""
    weeks = load.weeks_ahead(person.pk, timezone.localdate())
    if not weeks:
        return None
    more = len(weeks) - WEEKS_SHOWN
    return Panel(
        title="Загрузка по неделям",
        columns=LOAD,
        rows=weeks[:WEEKS_SHOWN],
        note=f"Ещё {counted(more, 'неделя', 'недели', 'недель')} дальше" if more > 0 else "",
    )


HIDDEN = "скрыто"  # in place of a number behind which there are few people whom the reader may not see


def person_column(title: str = "Педагог", path: str = "person") -> Column:
    """The person of a row as a link to the card."""
    person = attrgetter(path)
    return Column(title, person, 36, url=lambda row: person(row).get_absolute_url())


def workplace_column(path: str = "person") -> Column:
    """Where the person of a row works today."""
    person: Callable[[Any], Person] = attrgetter(path)
    return Column("Организация", lambda row: workplace(person(row)), 36)


def person_search(*others: str, paths: tuple[str, ...] = ("person",)) -> Filter:
    """Words of a name, or of ``others``."""
    names = (f"{path}__{name}" for path in paths for name in NAME)
    return search(*names, *others)


def works_at(path: str = "person") -> Filter:
    """Rows about those who work in an organization today."""

    def narrow(rows, organization):
        jobs = Employment.objects.on(timezone.localdate()).filter(organization=organization)
        return rows.filter(**{f"{path}__in": jobs.values("person")})

    return by_scope("organization", organizations_here, narrow, "Организация")


def person_field(label: str = "Педагог", *, is_stranger: bool = False) -> PickField:
    """One person out of thousands. The view gives it people through ``queries.with_work``.

    ``is_stranger``: among them may be people of other organizations, whose day of birth the reader need not know.
    """
    return PickField(
        label=label,
        by=NAME,
        label_of=_told if is_stranger else _described,
        help_text="Начните с фамилии и нажмите «Найти»",
        missing="Никого не нашли. Проверьте написание или внесите человека в раздел «Педагоги».",
    )


# --- Who accompanies whom -------------------------------------------------------------------------------------------
_accompanied: list[Callable[[Any], QuerySet[Person]]] = []


def add_accompanied(scope: Callable[[Any], QuerySet[Person]]) -> None:
    """Say whom a user accompanies: as a mentor, on a route …; registered in ``apps.py: ready()``."""
    if scope not in _accompanied:
        _accompanied.append(scope)


def accompanied_people(user: Any) -> QuerySet[Person]:
    """Return the people whom ``user`` accompanies today. Accompanying opens results of diagnostics, not the card."""
    condition = Q(pk__in=[])
    for scope in _accompanied:
        condition |= Q(pk__in=scope(user).values("pk"))
    return Person.objects.filter(condition)


# --- Who works with whom --------------------------------------------------------------------------------------------
_partners: list[Callable[[int, dt.date], QuerySet]] = []


def add_partners(source: Callable[[int, dt.date], QuerySet]) -> None:
    """``source``: (person's key, day) -> keys of those with whom a person works wherever they are employed, for instance as a pair."""
    if source not in _partners:
        _partners.append(source)


def partners_of(person: int, day: dt.date) -> Q:
    """Return the condition that somebody works with ``person`` on ``day``, whatever the walls between."""
    condition = Q(pk__in=[])
    for source in _partners:
        condition |= Q(pk__in=source(person, day))
    return condition


# --- Groups of people -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Groups:
    """People who belong together, as an app above keeps them, for instance communities.

    ``among``: (user, municipality, day) → the groups that ``user`` may choose from; ``members``: (keys of groups, day) → keys of people.
    """

    title: str
    among: Callable[[Any, int, dt.date], QuerySet]
    members: Callable[[Collection[int], dt.date], QuerySet]


_groups: dict[str, Groups] = {}


def add_groups(name: str, groups: Groups) -> None:
    """Offer groups of people to whoever narrows by them; registered in ``apps.py: ready()``. ``name`` is stored: never rename."""
    _groups[name] = groups


def groups_of_people(user: Any, municipality: int, day: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return [(kind of groups, [(key, title)])] that ``user`` may choose from, as choices of a field. Queries: one a kind."""
    found = [
        (kind.title, [(f"{name}:{each.pk}", str(each)) for each in kind.among(user, municipality, day)])
        for name, kind in _groups.items()
    ]
    return [(title, groups) for title, groups in found if groups]


def belongs_to(groups: Collection[str], day: dt.date, path: str = "person") -> Q:
    """Return the condition that ``path`` is on ``day`` a member of one of ``groups``, which are keys of ``groups_of_people``."""
    keys: dict[str, list[int]] = defaultdict(list)
    for each in groups:
        name, _, key = each.partition(":")
        keys[name].append(int(key))
    condition = Q(**{f"{path}__in": []})
    for name, chosen in keys.items():
        condition |= Q(**{f"{path}__in": _groups[name].members(chosen, day)})
    return condition
