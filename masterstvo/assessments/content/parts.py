"""The parts of an instrument: sections → criteria → scales; levels; conditions."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

YES, NO = "yes", "no"


class ScaleKind(StrEnum):
    YES_NO = "yes_no"
    LEVELS = "levels"
    POINTS = "points"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"
    TEXT = "text"


SCALE_TITLES = {
    ScaleKind.YES_NO: "да или нет",
    ScaleKind.LEVELS: "уровни с описанием",
    ScaleKind.POINTS: "баллы от 0",
    ScaleKind.NUMBER: "число",
    ScaleKind.CHOICE: "один ответ из нескольких",
    ScaleKind.SEVERAL: "несколько ответов",
    ScaleKind.TEXT: "свободный ответ",
}
WITH_OPTIONS = frozenset({ScaleKind.LEVELS, ScaleKind.CHOICE, ScaleKind.SEVERAL})
UNSCORED = frozenset({ScaleKind.NUMBER, ScaleKind.TEXT})


@dataclass(frozen=True)
class Option:
    """One answer to choose. ``points``: what it is worth; ``descriptor``: by what a level is recognised."""

    key: str
    label: str
    points: Decimal = Decimal(0)
    descriptor: str = ""


@dataclass(frozen=True)
class Scale:
    """``maximum``: of points, with both 0 and it included; the other kinds have none."""

    kind: ScaleKind
    options: tuple[Option, ...] = ()
    maximum: Decimal | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        """What is chosen from, «да» and «нет» included."""
        if self.kind == ScaleKind.YES_NO:
            return (Option(YES, "Да", Decimal(1)), Option(NO, "Нет"))
        return self.options

    @property
    def best(self) -> Decimal:
        """The most points an answer can bring; 0 where nothing is scored, as in a survey."""
        if self.kind in UNSCORED:
            return Decimal(0)
        if self.kind == ScaleKind.POINTS:
            return self.maximum or Decimal(0)
        if self.kind == ScaleKind.SEVERAL:
            return sum((max(each.points, Decimal(0)) for each in self.options), Decimal(0))
        return max((each.points for each in self.choices), default=Decimal(0))


@dataclass(frozen=True)
class Condition:
    """A criterion is asked only when the answer to an earlier one is among ``values`` (keys of its options)."""

    criterion: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """One question or one line of a card.

    ``critical_from``: percent of its best answer below which the whole stays at its lowest level, whatever the sum;
    ``difficulty``: 1 (easy) to 3, for parallel forms of a knowledge test.
    """

    key: str
    text: str
    scale: Scale
    hint: str = ""
    weight: Decimal = Decimal(1)
    is_required: bool = True
    critical_from: Decimal | None = None
    when: Condition | None = None
    difficulty: int | None = None

    @property
    def is_scored(self) -> bool:
        return self.scale.best > 0


@dataclass(frozen=True)
class Level:
    """A level holds from ``starts_at`` percent up to the next one."""

    title: str
    starts_at: Decimal


@dataclass(frozen=True)
class Section:
    """``draw``: how many of the criteria each respondent gets, for knowledge tests with parallel forms; None – all."""

    key: str
    title: str
    criteria: tuple[Criterion, ...]
    hint: str = ""
    weight: Decimal = Decimal(1)
    levels: tuple[Level, ...] = ()
    draw: int | None = None


@dataclass(frozen=True)
class Content:
    """All that one version of an instrument asks.

    ``minutes``: the time limit of a test; ``unanswered_is_wrong``: in a test a skipped question brings 0, elsewhere it is left out.
    """

    sections: tuple[Section, ...]
    levels: tuple[Level, ...] = ()
    minutes: int | None = None
    unanswered_is_wrong: bool = False

    def criteria(self) -> Iterator[Criterion]:
        for section in self.sections:
            yield from section.criteria

    def criterion(self, key: str) -> Criterion | None:
        return next((each for each in self.criteria() if each.key == key), None)

    @property
    def is_scored(self) -> bool:
        return any(each.is_scored for each in self.criteria())
