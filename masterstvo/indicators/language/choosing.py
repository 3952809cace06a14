"""A formula as the choices of a form, and such choices as a formula. Pure.

The form knows one list of conditions, joined by «all» or «any»; what is more intricate is written as text.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from masterstvo.indicators.language.formula import (
    All,
    Any,
    Attribute,
    Condition,
    FactCondition,
    Formula,
    Not,
    PopulationTerm,
    Test,
    When,
)

MEMBER = "member"  # a block that asks something of the member itself, not of a record
OPS = ("in", "eq", "ge", "lt")


@dataclass(frozen=True)
class Block:
    """One condition. ``kind``: the name of a fact, or MEMBER; ``when`` and what follows it are for facts only."""

    kind: str
    tests: tuple[Test, ...] = ()
    is_negated: bool = False
    when: When = When("period")
    at_least: int = 1
    sum_field: str = ""
    sum_at_least: Decimal = Decimal(0)


@dataclass(frozen=True)
class Choices:
    """``join``: whether all blocks must hold, or any of them."""

    of: PopulationTerm
    blocks: tuple[Block, ...] = ()
    join: str = "all"
    sum_field: str = ""


def choices_of(formula: Formula) -> Choices | None:
    """Return ``formula`` as choices, or None where a form of choices could not say the same."""
    joined: type[All] | type[Any] = Any if isinstance(formula.with_, Any) else All
    blocks = [_block(part) for part in _parts(formula.with_, joined)]
    tests = [formula.of.where, *(block.tests for block in blocks if block)]
    if None in blocks or not all(map(_fits, tests)):
        return None
    join = "any" if joined is Any else "all"
    return Choices(formula.of, tuple(filter(None, blocks)), join, formula.sum_field)


def _parts(condition: Condition | None, joined: type[All] | type[Any]) -> tuple[Condition, ...]:
    if isinstance(condition, joined):
        return condition.parts
    return (condition,) if condition is not None else ()


def _block(condition: Condition) -> Block | None:
    if isinstance(condition, Not):
        inner = _block(condition.part)
        if inner is None or inner.is_negated:
            return None
        return Block(**{**inner.__dict__, "is_negated": True})
    if isinstance(condition, FactCondition):
        return Block(
            condition.fact,
            condition.where,
            when=condition.when,
            at_least=condition.at_least,
            sum_field=condition.sum_field,
            sum_at_least=condition.sum_at_least,
        )
    if isinstance(condition, Attribute):
        return Block(MEMBER, (condition.test,))
    if isinstance(condition, All):
        tests = [part.test for part in condition.parts if isinstance(part, Attribute)]
        return Block(MEMBER, tuple(tests)) if len(tests) == len(condition.parts) else None
    return None


def _fits(tests: tuple[Test, ...]) -> bool:
    """Tell whether the form has one place for each of ``tests``."""
    places = Counter((test.field, test.op) for test in tests)
    is_number_listed = any(test.op == "in" and not isinstance(test.values[0], str) for test in tests)
    return (
        all(test.op in OPS for test in tests)
        and max(places.values(), default=1) == 1
        and not is_number_listed
    )


def formula_from(choices: Choices, *, measure: str) -> Formula:
    """Return the formula that ``choices`` say."""
    parts = tuple(_condition(block) for block in choices.blocks)
    with_: Condition | None = None
    if len(parts) == 1:
        with_ = parts[0]
    elif parts:
        with_ = Any(parts) if choices.join == "any" else All(parts)
    return Formula(measure, choices.of, with_, choices.sum_field)


def _condition(block: Block) -> Condition:
    condition: Condition
    if block.kind == MEMBER:
        attributes = tuple(Attribute(test) for test in block.tests)
        condition = attributes[0] if len(attributes) == 1 else All(attributes)
    else:
        condition = FactCondition(
            block.kind, block.tests, block.when, block.at_least, block.sum_field, block.sum_at_least
        )
    return Not(condition) if block.is_negated else condition
