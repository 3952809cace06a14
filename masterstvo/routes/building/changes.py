"""The limits that may give way: each makes the changed problem and says the change in Russian."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from masterstvo.core.dates import monday, russian_date
from masterstvo.core.numbers import counted
from masterstvo.routes.building.outlook import WEEK
from masterstvo.routes.building.problem import Mentor, Option, Problem, Traveller

HOURS = ("час", "часа", "часов")
OF_HOURS = ("часа", "часов", "часов")  # after «не хватает» and «до»


class Change(Protocol):
    """Something that may change by 1 … ``most``."""

    @property
    def most(self) -> int:
        """Return the greatest amount that can be of any use."""

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""


@dataclass(frozen=True)
class MoreHours:
    """More hours for the whole route."""

    traveller: Traveller
    most: int

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        return _with_traveller(problem, self.traveller.key, hours=self.traveller.hours + amount)

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        total = counted(self.traveller.hours + amount, *OF_HOURS)
        return f"Не хватает {counted(amount, *OF_HOURS)}: увеличьте объём маршрута до {total}."


@dataclass(frozen=True)
class MoreHoursAWeek:
    """More free hours in every week."""

    traveller: Traveller
    most: int

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        return _with_traveller(problem, self.traveller.key, free_hours=self.traveller.free_hours + amount)

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        now = self.traveller.free_hours
        short, total = counted(amount, *OF_HOURS), counted(now + amount, *HOURS)
        return f"Не хватает {short} в неделю: освободите {total} вместо {now}."


@dataclass(frozen=True)
class OneMoreSeat:
    """A seat on an option where all are taken."""

    option: Option
    most: int = 1

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        return _with_option(problem, self.option.key, seats=(self.option.seats or 0) + amount)

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        return f"На «{self.option.title}» нет свободных мест: добавьте одно."


@dataclass(frozen=True)
class MoreOfAMentor:
    """More hours of a mentor."""

    mentor: Mentor
    most: int

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        changed = replace(self.mentor, hours=self.mentor.hours + amount)
        mentors = tuple(changed if each.key == changed.key else each for each in problem.mentors)
        return replace(problem, mentors=mentors)

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        short, total = counted(amount, *OF_HOURS), counted(self.mentor.hours + amount, *OF_HOURS)
        return f"У наставника «{self.mentor.title}» не хватает {short}: увеличьте его время до {total}."


@dataclass(frozen=True)
class NoPrerequisites:
    """What an option asks for beforehand counts as passed."""

    option: Option
    most: int = 1

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        return _with_option(problem, self.option.key, requires=(), requires_levels=()) if amount else problem

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        return (
            f"Для «{self.option.title}» не выполнены предварительные условия: "
            "зачтите их педагогу или добавьте в каталог то, что их даёт."
        )


@dataclass(frozen=True)
class WorkInWeeksOff:
    """Weeks without work in which an option happens."""

    traveller: Traveller
    option: Option
    most: int = 1

    @property
    def weeks(self) -> list[date]:
        """Return the Mondays of these weeks."""
        return [
            week
            for week in sorted(self.traveller.weeks_off)
            if self.option.starts_on < week + WEEK and week < self.option.ends_on
        ]

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        key = self.traveller.key
        off = problem.traveller[key].weeks_off
        return _with_traveller(problem, key, weeks_off=off - set(self.weeks)) if amount else problem

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        weeks = ", ".join(f"с {russian_date(week)}" for week in self.weeks)
        return f"«{self.option.title}» попадает на недели без занятий ({weeks}): разрешите в них занятия."


@dataclass(frozen=True)
class LaterEnd:
    """More weeks at the end. ``begins_on``: the first day of what could close the deficit."""

    traveller: Traveller
    begins_on: date
    most: int

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        ends_on = self._ends_on(amount) if amount else self.traveller.ends_on
        return _with_traveller(problem, self.traveller.key, ends_on=ends_on)

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        last = russian_date(self._ends_on(amount) - timedelta(days=1), with_year=True)
        if self.begins_on >= self.traveller.ends_on:
            first = russian_date(self.begins_on, with_year=True)
            return f"Все варианты начинаются после конца маршрута (первый – {first}): продлите маршрут до {last}."
        return f"До конца маршрута не успеть: продлите его до {last}."

    def _ends_on(self, amount: int) -> date:
        return monday(self.traveller.ends_on - timedelta(days=1)) + WEEK * (amount + 1)


@dataclass(frozen=True)
class EarlierStart:
    """More weeks at the beginning."""

    traveller: Traveller
    most: int

    def made(self, problem: Problem, amount: int) -> Problem:
        """Return ``problem`` as it would be."""
        starts_on = self._starts_on(amount) if amount else self.traveller.starts_on
        return _with_traveller(problem, self.traveller.key, starts_on=starts_on)

    def said(self, amount: int) -> str:
        """Return the sentence that advises it."""
        first = russian_date(self._starts_on(amount), with_year=True)
        return f"Подходящее проходит до начала маршрута: начните его {first}."

    def _starts_on(self, amount: int) -> date:
        return monday(self.traveller.starts_on) - WEEK * amount


def _with_traveller(problem: Problem, key: str, **values: Any) -> Problem:
    changed = replace(problem.traveller[key], **values)
    travellers = tuple(changed if each.key == key else each for each in problem.travellers)
    return replace(problem, travellers=travellers)


def _with_option(problem: Problem, key: str, **values: Any) -> Problem:
    changed = replace(problem.option[key], **values)
    return replace(problem, options=tuple(changed if each.key == key else each for each in problem.options))
