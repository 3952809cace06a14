"""What the indicator language may speak of: populations and facts, declared by the apps that own their tables.

Nothing here reads the database: models are named by label, columns by lookup.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a field holds, and thereby which comparisons make sense."""

    TERM = "term"  # a word of a vocabulary of core.Term
    CHOICE = "choice"  # a fixed list of the code
    TRUTH = "truth"
    NUMBER = "number"


@dataclass(frozen=True)
class Held:
    """Dated rows of another table that hold on the as-of date: attestations of a person, statuses of an organization.

    ``key`` is that table's path to whom the row is about, ``of`` the path to the same key from the member's row.
    """

    model: str
    key: str
    of: str


@dataclass(frozen=True)
class Field:
    """One thing that a formula may ask of a member or a record.

    ``lookup``: path from the row, or from the ``held`` rows. ``many``: it leads to a set of terms, through a many-to-many field.
    ``since``: it leads to a day, and the number is the full years from then to the as-of date.
    ``filled``: the truth is that the text there is not empty.
    ``is_secret``: known to the person and those who accompany them only, and so are the names behind a number that asks for it.
    ``yes`` and ``no``: how a truth reads. ``refusals``: {value: why it does not count}, in words for the reader.
    """

    title: str
    kind: Kind
    lookup: str
    vocabulary: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    many: bool = False
    since: bool = False
    filled: bool = False
    held: Held | None = None
    yes: str = ""
    no: str = ""
    unit: str = ""
    refusals: Mapping[str, str] = field(default_factory=dict)
    is_secret: bool = False

    def __hash__(self) -> int:
        return hash((self.title, self.lookup))


@dataclass(frozen=True)
class Population:
    """Whom an indicator may count. ``member_kind``: person or organization."""

    name: str
    title: str
    member_kind: str
    fields: Mapping[str, Field]
    counted_in: tuple[str, str, str]  # человек, человека, человек

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True)
class Link:
    """How a record leads to the person or organization it is about, and what is known by the way.

    ``values``: fields that hold by the link itself: {"role": "mentor"}.
    """

    path: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.path)


@dataclass(frozen=True)
class Fact:
    """A kind of record that can prove something.

    ``links`` lead to persons, ``organization`` and ``municipality`` are paths to those; a record has at least one of the three.
    ``starts_on`` and ``ends_on``: lookups; with several, the first that is known. ``ends_on`` None: dated, otherwise half-open.
    ``required``: {field: value} without which no record counts. ``line``: callable(record) -> a proving line in Russian.
    ``known``: {lookup: value} without which a row is no record yet, and is told of nowhere, not even as a reason.
    """

    name: str
    title: str
    record: str  # «курс», with the verbs below: «курс закончился 12.12.2025»
    begins: str
    ended: str
    model: str
    starts_on: tuple[str, ...]
    fields: Mapping[str, Field]
    line: Callable[[Any], str]
    counted_in: tuple[str, str, str]
    ends_on: str | None = None
    links: tuple[Link, ...] = ()
    organization: str | None = None
    municipality: str | None = None
    required: Mapping[str, bool | str] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    dimension: str = ""  # the path to what many records share (a programme, an event): asked once there, not for each record
    yearly: bool = False  # ``starts_on`` leads to a year, not to a day

    def __hash__(self) -> int:
        return hash(self.name)


# Of a fact about people: which category the member's main place of work has.
MEMBER_CATEGORY = Field("категория работника", Kind.TERM, "member_category", vocabulary="staff_category")

_facts: dict[str, Fact] = {}
_populations: dict[str, Population] = {}


def add_fact(fact: Fact) -> None:
    """Let formulas speak of ``fact``; called in ``apps.py: ready()``."""
    _facts[fact.name] = fact


def add_population(population: Population) -> None:
    """Let formulas count ``population``."""
    _populations[population.name] = population


def facts() -> Mapping[str, Fact]:
    return _facts


def populations() -> Mapping[str, Population]:
    return _populations


def fields_of(fact: Fact) -> Mapping[str, Field]:
    """Return the fields that a condition on ``fact`` may name."""
    return {**fact.fields, "member_category": MEMBER_CATEGORY} if fact.links else fact.fields
