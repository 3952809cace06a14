"""A row of a file on its way into the registry: as it was read, what is refused, what would become of it."""

from dataclasses import dataclass, field

from masterstvo.imports.checking.plan import Entry
from masterstvo.imports.choices import Verdict

DECISION = "@"  # a fix under "@ФИО" names a record instead of a text
AS_NEW = "new"


@dataclass(frozen=True)
class Candidate:
    """What a click would put right: ``fix`` is written under ``column`` of the row's fixes."""

    label: str
    column: str
    fix: str


@dataclass(frozen=True)
class Refusal:
    """Why a cell, or with an empty ``column`` the whole row, is not accepted."""

    column: str
    value: str
    reason: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class FileRow:
    """A row of the file with the corrections made on the page."""

    number: int
    cells: dict[str, str]
    fixes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedRow:
    """What would become of a row. ``records`` are shared by the rows that speak of the same record; the last is the main."""

    number: int
    verdict: Verdict
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    records: tuple[Entry, ...] = ()
    aliases: tuple[tuple[int, str], ...] = ()
