"""Who may see the persons behind a number, and what others see instead: a number of few people stands for those one could guess.

Everything that shows a number of an indicator asks here, by the right to the persons and never by a role. Reports, which leave the
program as files, ask ``secrecies_of_files``. The commands of the machine's operator ask nobody: who can start them can read the database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.utils import timezone

from masterstvo.core.suppression import hidden_cells
from masterstvo.indicators import registry
from masterstvo.indicators.evaluation import Debt, Member, Value, persons_behind
from masterstvo.indicators.evaluation.needs import asks_for_secrets
from masterstvo.indicators.evaluation.values import formula_of
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.models import Municipality
from masterstvo.organizations.rules import READERS, municipalities_where, visible_organizations
from masterstvo.people.models import Person
from masterstvo.people.panels import HIDDEN, accompanied_people
from masterstvo.people.queries import smallest_group
from masterstvo.people.rules import visible_people


@dataclass(frozen=True)
class Number:
    """What of a value is shown; ``numerator`` is «менее 5» or «скрыто» where it is hidden. ``is_own``: nobody else is counted."""

    numerator: int | str
    is_hidden: bool
    is_own: bool = False


@dataclass(frozen=True)
class Others:
    """How many people who are not the reader's are behind a value: counted in, and left out."""

    inside: int
    outside: int


NOBODY = Others(0, 0)


class Secrecy:
    """What one reader may see of persons. ``visible``: the people to whom the reader has the right, None for all. ``user``: the reader.

    ``is_secret``: the number tells what a measurement showed, which bears on pay: one sees oneself and those one accompanies (ADR 0016).
    There «none of them» and «all of them» tell of each as much as a name does, so they are hidden with the small numbers.
    """

    def __init__(self, visible: frozenset[int] | None, *, is_secret: bool, user: Any = None) -> None:
        self.sees_all, self._visible = visible is None, visible or frozenset()
        self.is_secret, self._user = is_secret, user

    @cached_property
    def least(self) -> int:
        return smallest_group(timezone.localdate())

    # --- Numbers --------------------------------------------------------------------------------------------------------
    def number(self, value: Value) -> Number:
        """Return the number, hidden while few of the people behind it, or of those left out, are others than the user's own."""
        others = self._others(value)
        if others is None:
            return Number(HIDDEN, is_hidden=True)
        if others == NOBODY:
            return Number(value.numerator, is_hidden=False, is_own=True)
        if not (self._is_few(others.inside) or self._is_few(others.outside)):
            return Number(value.numerator, is_hidden=False)
        # Beside people of one's own «менее 5» would leave one answer.
        says_how_few = value.numerator < self.least and others.inside == value.numerator
        return Number(f"менее {self.least}" if says_how_few else HIDDEN, is_hidden=True)

    def _is_few(self, number: int) -> bool:
        return number < self.least and (number > 0 or self.is_secret)

    def _others(self, value: Value) -> Others | None:
        """Return the people of others; None where the value is not of people but tells secrets of some."""
        if self.sees_all:
            return NOBODY
        if value.member_kind == "person":
            inside = len(value.included - self._visible) + max(0, value.numerator - len(value.included))
            return Others(inside, len(value.base - value.included - self._visible))
        if not _leads_to_people(value.member_kind):
            return None if self.is_secret else NOBODY
        left_out = value.base - value.included if value.denominator is not None else frozenset()
        inside, outside = self._people_of(value, value.included), self._people_of(value, left_out)
        if value.denominator is None and inside:
            outside = self.least  # a count of records leaves nobody out
        return Others(inside, outside)

    def _people_of(self, value: Value, records: frozenset[int]) -> int:
        behind = persons_behind(value.member_kind, records)
        people = frozenset().union(*behind.values()) - self._visible
        return len(people) + len(records - behind.keys())  # a record deleted since may be of anybody

    def breakdown(self, values: Mapping[int, Value], *, total: Number) -> dict[int, Number]:
        """Return {organization: number}; what could be found by subtraction from the total is hidden too."""
        found = {key: self.number(value) for key, value in values.items()}
        theirs = {key: values[key].numerator for key, number in found.items() if not number.is_own}
        closed = {key for key in theirs if found[key].is_hidden}
        for key in hidden_cells(theirs, threshold=0, total_is_shown=not total.is_hidden, closed=closed):
            found[key] = Number(HIDDEN, is_hidden=True)
        return found

    def leaves_few(self, whole: Value, part: Value) -> bool:
        """Tell whether a part shown beside its whole would tell of a few who are in the whole alone."""
        if self.sees_all or whole.member_kind != "person" or not part.included <= whole.included:
            return False
        return 0 < len(whole.included - part.included - self._visible) < self.least

    # --- Names and debts ---------------------------------------------------------------------------------------------------
    def members(self, members: list[Member], member_kind: str) -> list[Member]:
        """Keep the members that ``user`` may see; of organizations not theirs, without the records of their people."""
        if self.sees_all:
            return members
        if member_kind == "person":
            return [member for member in members if member.id in self._visible]
        if _leads_to_people(member_kind):
            behind = persons_behind(member_kind, {member.id for member in members})
            return [each for each in members if behind.get(each.id) and behind[each.id] <= self._visible]
        if self.is_secret:
            return []
        return [
            each
            if each.organization_id in self._organizations
            else replace(each, records=[], reason="", people=frozenset())
            for each in members
        ]

    def seen(self, members: Iterable[int], member_kind: str) -> set[int]:
        """Keep the keys of members whose names the reader may see; where the number is secret, of persons alone."""
        if self.sees_all or (member_kind != "person" and not self.is_secret):
            return set(members)
        return set(members) & self._visible if member_kind == "person" else set()

    def debts(self, debts: list[Debt]) -> list[tuple[Debt, int | str]]:
        """Return the debts of organizations that ``user`` may open, each with the number to show."""
        if self.sees_all:
            return [(debt, debt.n_members) for debt in debts]
        own = [debt for debt in debts if debt.organization_id in self._organizations]
        if not self.is_secret:
            return [(debt, debt.n_members) for debt in own]
        return [
            (debt, f"менее {self.least}" if self._is_few(debt.n_members) else debt.n_members) for debt in own
        ]

    @cached_property
    def _organizations(self) -> frozenset[int]:
        return frozenset(visible_organizations(self._user).values_list("pk", flat=True))


def people_told(members: list[Member], member_kind: str) -> set[int]:
    """Return the keys of the persons whom a list of members speaks of. Queries: those of ``persons_behind``, for records."""
    if member_kind == "person":
        return {member.id for member in members if member.name}
    if _leads_to_people(member_kind):
        return set().union(*persons_behind(member_kind, {member.id for member in members}).values())
    return {person for member in members for person in member.people}


def _leads_to_people(member_kind: str) -> bool:
    fact = registry.facts().get(member_kind)
    return fact is not None and bool(fact.links)


class SecrecyOf:
    """Tells the secrecy of an indicator; each of the two kinds is read once, when asked for."""

    def __init__(self, read: Callable[[bool], Secrecy]) -> None:
        self.kind = cache(read)

    def __call__(self, indicator: Indicator) -> Secrecy:
        return self.kind(asks_for_secrets(formula_of(indicator)))


def secrecies(user: Any, municipality: Municipality) -> SecrecyOf:
    """Return what ``user`` may see of indicators. Queries: one or two for each of the two kinds, when asked for."""

    def read(is_secret: bool) -> Secrecy:
        reads_all = municipalities_where(user, READERS).filter(pk=municipality.pk).exists()
        if user.is_superuser or (reads_all and not is_secret):
            return Secrecy(None, is_secret=is_secret)
        confided = Person.objects.filter(user=user.pk) | accompanied_people(user)
        people = confided if is_secret else visible_people(user)
        return Secrecy(frozenset(people.values_list("pk", flat=True)), is_secret=is_secret, user=user)

    return SecrecyOf(read)


def secrecies_of_files() -> SecrecyOf:
    """Return the same for what leaves the program and is passed on: what is secret is told to nobody there."""
    return SecrecyOf(lambda is_secret: Secrecy(frozenset() if is_secret else None, is_secret=is_secret))


def shown_numbers(rows: Iterable[tuple[Indicator, Value]], secrecy_of: SecrecyOf) -> dict[int, Number]:
    """Return {indicator: its number}. Parts are hidden with a hidden whole, and all together: parts may sum up to their whole.

    ``rows`` hold the whole family of each part that is asked for, so that every page hides the same.
    """
    rows = list(rows)
    numbers = {indicator.pk: secrecy_of(indicator).number(value) for indicator, value in rows}
    for whole, parts in _families(rows):
        closed = [
            each.pk
            for each, value in parts
            if numbers[each.pk].is_hidden
            or numbers[whole[0].pk].is_hidden
            or secrecy_of(whole[0]).leaves_few(whole[1], value)
        ]
        theirs = {each.pk: value.numerator for each, value in parts if not numbers[each.pk].is_own}
        for key in hidden_cells(theirs, threshold=0, closed=closed):
            if not numbers[key].is_hidden:
                numbers[key] = Number(HIDDEN, is_hidden=True)
    return numbers


Row = tuple[Indicator, Value]


def _families(rows: list[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each whole with its parts, from the top down."""
    there = {indicator.pk for indicator, _ in rows}
    level = [row for row in rows if row[0].parent_id not in there]
    while level:
        below = {whole[0].pk: [row for row in rows if row[0].parent_id == whole[0].pk] for whole in level}
        yield from ((whole, below[whole[0].pk]) for whole in level if below[whole[0].pk])
        level = [row for parts in below.values() for row in parts]
