"""The members that indicators count: staff and organizations of a scope on a date."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from masterstvo.indicators import registry
from masterstvo.indicators.evaluation.lookups import Dictionary, test_condition
from masterstvo.indicators.evaluation.period import Period, Scope
from masterstvo.indicators.evaluation.scan import signed_rows
from masterstvo.indicators.language import Test
from masterstvo.organizations.models import Organization
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment


def organization_condition(scope: Scope, path: str) -> Q:
    """Return the condition that the organization at ``path`` («organization__», "" for itself) is of ``scope``."""
    condition = Q()
    if scope.organization_id is not None:
        condition &= Q(**{f"{path}pk" if not path else path.removesuffix("__"): scope.organization_id})
    if scope.municipality_id is not None:
        condition &= Q(**{f"{path}municipality": scope.municipality_id})
    if scope.region_id is not None:
        condition &= Q(**{f"{path}municipality__region": scope.region_id})
    return condition


def staff_rows(scope: Scope, period: Period) -> QuerySet:
    """Return the main employments that hold on the date in ``scope``: whose person it is."""
    rows = Employment.objects.on(period.last).filter(basis=Basis.MAIN).order_by()
    return rows.filter(organization_condition(scope, "organization__"))


def organization_rows(scope: Scope, period: Period) -> QuerySet:
    """Return the organizations that exist on the date in ``scope``."""
    return Organization.objects.open_on(period.last).filter(organization_condition(scope, "")).order_by()


@dataclass
class Members:
    """Rows (identity, organization, signature) of one population with the meaning of each bit."""

    rows: list[tuple[int, int, int]]
    bits: dict[Test, int]
    _cache: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def pairs(self, tests: Iterable[Test] = ()) -> list[tuple[int, int]]:
        """Return (identity, organization) of the rows that pass all ``tests``."""
        mask = 0
        for test in tests:
            mask |= self.bits[test]
        if mask not in self._cache:
            self._cache[mask] = [
                (member, organization)
                for member, organization, signature in self.rows
                if signature & mask == mask
            ]
        return self._cache[mask]

    def only(self, organization_id: int) -> "Members":
        return Members([row for row in self.rows if row[1] == organization_id], self.bits)

    def by_organization(self) -> dict[int, "Members"]:
        """Return the same rows, apart for each organization."""
        grouped: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for row in self.rows:
            grouped[row[1]].append(row)
        return {organization: Members(rows, self.bits) for organization, rows in grouped.items()}


def read_staff(tests: Iterable[Test], scope: Scope, period: Period, dictionary: Dictionary) -> Members:
    """Read the staff with the answers to ``tests``. Queries: one."""
    return _read(
        "staff", staff_rows(scope, period), ("person_id", "organization_id"), tests, period, dictionary
    )


def read_organizations(
    tests: Iterable[Test], scope: Scope, period: Period, dictionary: Dictionary
) -> Members:
    """Read the organizations with the answers to ``tests``. Queries: one."""
    return _read("organizations", organization_rows(scope, period), ("pk", "pk"), tests, period, dictionary)


def _read(
    population: str,
    rows: QuerySet,
    columns: tuple[str, str],
    tests: Iterable[Test],
    period: Period,
    dictionary: Dictionary,
) -> Members:
    fields = registry.populations()[population].fields
    distinct = list(dict.fromkeys(tests))
    conditions = [
        test_condition(test, fields[test.field], rows.model, dictionary, period.last) for test in distinct
    ]
    found = list(signed_rows(rows, columns, conditions, distinct=False))
    return Members(found, {test: 1 << number for number, test in enumerate(distinct)})
