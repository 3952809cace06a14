"""A formula back into JSON, in the one canonical spelling that ``from_json`` reads as the same formula."""

from decimal import Decimal
from typing import Any as Json

from masterstvo.indicators.language.formula import (
    All,
    Any,
    Attribute,
    Condition,
    FactCondition,
    Formula,
    PopulationTerm,
    Test,
    When,
)


def to_json(formula: Formula) -> dict[str, Json]:
    """Return ``formula`` as plain JSON values."""
    data: dict[str, Json] = {"measure": formula.measure, "of": _population(formula.of)}
    if formula.with_ is not None:
        data["with"] = _condition(formula.with_)
    if formula.sum_field:
        data["sum"] = formula.sum_field
    return data


def _population(term: PopulationTerm) -> dict[str, Json]:
    data: dict[str, Json] = {"population": term.name}
    if term.where:
        data["where"] = _where(term.where)
    if term.when:
        data["when"] = _when(term.when)
    return data


def _condition(condition: Condition) -> dict[str, Json]:
    if isinstance(condition, FactCondition):
        return _fact(condition)
    if isinstance(condition, Attribute):
        test = condition.test
        return {"attribute": test.field, **_comparison(test)}
    if isinstance(condition, All):
        return {"all": [_condition(part) for part in condition.parts]}
    if isinstance(condition, Any):
        return {"any": [_condition(part) for part in condition.parts]}
    return {"not": _condition(condition.part)}


def _fact(condition: FactCondition) -> dict[str, Json]:
    data: dict[str, Json] = {"fact": condition.fact}
    if condition.where:
        data["where"] = _where(condition.where)
    data["when"] = _when(condition.when)
    if condition.at_least != 1:
        data["at_least"] = condition.at_least
    if condition.sum_field:
        data["sum"] = {"field": condition.sum_field, "at_least": _number(condition.sum_at_least)}
    return data


def _where(tests: tuple[Test, ...]) -> dict[str, Json]:
    fields: dict[str, Json] = {}
    for test in tests:
        fields.setdefault(test.field, {}).update(_comparison(test))
    return fields


def _comparison(test: Test) -> dict[str, Json]:
    if test.op in ("in", "not_in"):
        return {test.op: [_number(value) for value in test.values]}
    return {test.op: _number(test.values[0])}


def _number(value: Json) -> Json:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _when(when: When) -> Json:
    return {"last_years": when.years} if when.kind == "last_years" else when.kind
