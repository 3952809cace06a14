"""Recognising a person: surely, or not at all, with the candidates."""

import datetime as dt
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from masterstvo.core.words import fold
from masterstvo.imports.checking.cells import Name

NEAR = 0.8
MOST_CANDIDATES = 5
SEARCHES = 300  # looking through everybody is slow: after so many unknown names the file is of other people


@dataclass(frozen=True)
class Known:
    """A registered person as the checks see them."""

    pk: int
    name: Name
    born_on: dt.date | None = None
    code: str = ""
    organizations: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Found:
    """``person`` when it is sure; otherwise why not, and who it might be."""

    person: Known | None = None
    reason: str = ""
    candidates: tuple[Known, ...] = ()


@dataclass
class People:
    """All people of a municipality, found by code, name and day of birth."""

    persons: dict[int, Known] = field(default_factory=dict)
    _by_code: dict[str, Known] = field(default_factory=dict)
    _by_name: dict[str, list[Known]] = field(default_factory=dict)
    _by_last: dict[str, list[Known]] = field(default_factory=dict)
    _by_born: dict[dt.date, list[Known]] = field(default_factory=dict)
    _searches: int = 0

    @classmethod
    def of(cls, persons: list[Known]) -> "People":
        people = cls({person.pk: person for person in persons})
        for person in persons:
            if person.code:
                people._by_code[fold(person.code)] = person
            people._by_name.setdefault(person.name.folded, []).append(person)
            people._by_last.setdefault(fold(person.name.last), []).append(person)
            if person.born_on:
                people._by_born.setdefault(person.born_on, []).append(person)
        return people

    def find(
        self,
        name: Name,
        born_on: dt.date | None,
        code: str,
        organization: int | None,
        *,
        may_be_new: bool,
        code_may_be_foreign: bool = False,
    ) -> Found:
        """Return the person by code, else by name and birth date, else by name and organization."""
        by_code = self._by_code.get(fold(code)) if code else None
        if by_code:
            if self._is_same(by_code, name, born_on):
                return Found(by_code)
            if not code_may_be_foreign:
                return Found(None, f"Код «{code}» в реестре у другого человека: {by_code.name}.", (by_code,))
        if name.has_initials:
            return Found(None, "Нет полного имени.", self._by_initials(name, born_on, organization))
        namesakes = self._by_name.get(name.folded, [])
        if born_on:
            found = self._by_birth(namesakes, born_on, organization)
        elif organization:
            found = self._at_place(namesakes, organization)
        else:
            found = self._by_name_alone(namesakes)
        if found.person and code and not code_may_be_foreign and found.person.code:
            return Found(
                None, f"В реестре у этого человека другой код: «{found.person.code}».", (found.person,)
            )
        if found.person or found.reason:
            return found
        return self._unknown(name, born_on, may_be_new)

    def _is_same(self, person: Known, name: Name, born_on: dt.date | None) -> bool:
        """Whether a code may belong to this name: a changed surname or birth date is a correction, both are not."""
        if person.name.folded == name.folded:
            return True
        if born_on and person.born_on == born_on:
            return True
        return _similar(person.name, name) and not (born_on and person.born_on)

    def _by_birth(self, namesakes: list[Known], born_on: dt.date, organization: int | None) -> Found:
        same = [person for person in namesakes if person.born_on == born_on]
        if len(same) == 1:
            return Found(same[0])
        if same:
            here = [person for person in same if organization in person.organizations]
            if organization and len(here) == 1:
                return Found(here[0])
            return Found(None, "Таких людей в реестре несколько.", tuple(same))
        unborn = [person for person in namesakes if person.born_on is None]
        here = [person for person in unborn if organization in person.organizations]
        if organization and len(here) == 1:
            return Found(here[0])
        if unborn:
            return Found(None, "В реестре у человека с таким именем нет даты рождения.", tuple(unborn))
        close = [
            person
            for person in namesakes
            if person.born_on
            and (_close_days(person.born_on, born_on) or organization in person.organizations)
        ]
        if close:
            day = f"{close[0].born_on:%d.%m.%Y}"
            return Found(
                None, f"В реестре у человека с таким именем другая дата рождения: {day}.", tuple(close)
            )
        return Found()

    def _at_place(self, namesakes: list[Known], organization: int) -> Found:
        here = [person for person in namesakes if organization in person.organizations]
        if len(here) == 1:
            return Found(here[0])
        if here:
            return Found(None, "Таких людей в этой организации несколько.", tuple(here))
        if namesakes:
            return Found(None, "Человек с таким именем работает в другой организации.", tuple(namesakes))
        return Found()

    def _by_name_alone(self, namesakes: list[Known]) -> Found:
        if not namesakes:
            return Found()
        reason = (
            "Одного имени мало: добавьте дату рождения или организацию."
            if len(namesakes) == 1
            else "Таких людей в реестре несколько: добавьте дату рождения или организацию."
        )
        return Found(None, reason, tuple(namesakes))

    def _by_initials(
        self, name: Name, born_on: dt.date | None, organization: int | None
    ) -> tuple[Known, ...]:
        fitting = [
            person
            for person in self._by_last.get(fold(name.last), [])
            if person.name.first[:1] == name.first[:1]
            and (not name.patronymic or person.name.patronymic[:1] == name.patronymic[:1])
        ]
        fitting.sort(key=lambda person: (person.born_on != born_on, organization not in person.organizations))
        return tuple(fitting[:MOST_CANDIDATES])

    def _unknown(self, name: Name, born_on: dt.date | None, may_be_new: bool) -> Found:
        """Nobody has this name; a near spelling holds even a new person."""
        near = (
            [person for person in self._by_born.get(born_on, [])[:50] if _similar(person.name, name)]
            if born_on
            else []
        )
        if near:
            return Found(None, "В реестре есть похожий человек с той же датой рождения.", tuple(near))
        if may_be_new:
            return Found()
        return Found(None, "Такого человека нет в реестре.", self._similar_names(name))

    def _similar_names(self, name: Name) -> tuple[Known, ...]:
        close = [person for person in self._by_last.get(fold(name.last), []) if _similar(person.name, name)]
        if not close and self._searches < SEARCHES:
            self._searches += 1
            start = fold(name.last)[:1]
            close = [
                person
                for last, persons in self._by_last.items()
                if last[:1] == start and abs(len(last) - len(name.last)) < 3
                for person in persons
                if _similar(person.name, name)
            ]
        return tuple(close[:MOST_CANDIDATES])


def _similar(one: Name, other: Name) -> bool:
    """Whether two names may be one person: a slip of the pen, a changed surname, initials, a missing patronymic."""
    if one.folded == other.folded:
        return True
    if fold(one.first) == fold(other.first) and (
        fold(one.last) == fold(other.last)
        or (one.patronymic and fold(one.patronymic) == fold(other.patronymic))
    ):
        return True
    matcher = SequenceMatcher(None, one.folded, other.folded)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _close_days(one: dt.date, other: dt.date) -> bool:
    """Whether one day may be a slip of the other: one figure differs, or day and month changed places."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    return sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True)) == 1
