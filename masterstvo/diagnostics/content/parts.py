"""The parts of a framework: blocks and competences, levels, targets, measures."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

USUAL_TARGET = Decimal(60)


@dataclass(frozen=True)
class Level:
    """A level of mastery from a percent on. ``descriptor``: by what it is recognised."""

    title: str
    starts_at: Decimal
    descriptor: str = ""


@dataclass(frozen=True)
class Scope:
    """For whom a target holds. ``job``: folded words of the position; ``subject``: key of a term; "" is anybody."""

    category: str = ""
    job: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Goal:
    """What is sufficient for ``scope`` in ``[starts_on, ends_on)``."""

    scope: Scope
    percent: Decimal
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class Node:
    """A block (``block`` is "") or a competence of one. ``measures``: {(key of an instrument, key of its question): weight}."""

    key: str
    title: str
    block: str = ""
    synonyms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    target: Decimal = USUAL_TARGET
    levels: tuple[Level, ...] = ()
    goals: tuple[Goal, ...] = ()
    measures: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    is_archived: bool = False


@dataclass(frozen=True)
class Document:
    """A whole framework: each block is followed by its competences."""

    nodes: tuple[Node, ...]

    def by_key(self) -> dict[str, Node]:
        return {each.key: each for each in self.nodes}

    def blocks(self) -> Iterator[tuple[Node, list[Node]]]:
        for block in self.nodes:
            if not block.block:
                yield block, [each for each in self.nodes if each.block == block.key]


@dataclass(frozen=True)
class Words:
    """Words of the dictionaries a file may use. Shape: {folded spelling: key}, and {key: title} to write them."""

    categories: dict[str, str]
    subjects: dict[str, str]
    instruments: dict[str, str]
    titles: dict[str, str]  # of categories and subjects, by key

    def title(self, key: str) -> str:
        return self.titles.get(key, key)
