"""The objects that a formula is made of. All are frozen and hashable: equal conditions are evaluated once."""

from dataclasses import dataclass
from decimal import Decimal

from masterstvo.core.errors import DomainError

Scalar = str | bool | int | Decimal


class FormulaError(DomainError):
    """The formula does not read; the text names the place and says what is possible there."""


@dataclass(frozen=True)
class Test:
    """A field compared with values. ``op``: in, not_in, eq (a truth), lt, le, gt, ge."""

    __test__ = False  # pytest takes the name for a test otherwise

    field: str
    op: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True)
class When:
    """The days that count. ``kind``: period, as_of, school_year, last_years (then ``years``), ever (up to the date)."""

    kind: str
    years: int = 0


@dataclass(frozen=True)
class FactCondition:
    """There is a record of ``fact`` – or ``at_least`` so many, or so much of ``sum_field`` in them together."""

    fact: str
    where: tuple[Test, ...] = ()
    when: When = When("period")
    at_least: int = 1
    sum_field: str = ""
    sum_at_least: Decimal = Decimal(0)

    @property
    def is_tally(self) -> bool:
        """Whether one record is not enough to know."""
        return self.at_least > 1 or bool(self.sum_field)


@dataclass(frozen=True)
class Attribute:
    """Something true of the member itself on the date."""

    test: Test


@dataclass(frozen=True)
class All:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Any:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    part: "Condition"


Condition = FactCondition | Attribute | All | Any | Not


@dataclass(frozen=True)
class PopulationTerm:
    """Whom the indicator counts. ``when`` is for populations of records only."""

    name: str
    where: tuple[Test, ...] = ()
    when: When | None = None


@dataclass(frozen=True)
class Formula:
    """``measure``: share of those ``with_`` among ``of``; count of them; or sum of ``sum_field`` over them."""

    measure: str
    of: PopulationTerm
    with_: Condition | None = None
    sum_field: str = ""
