"""What a set of formulas asks of the database, gathered before the first query."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from masterstvo.indicators import registry
from masterstvo.indicators.language import All, Any, Attribute, Condition, FactCondition, Formula, Not, Test


@dataclass(frozen=True)
class Asked:
    """A fact condition, and whether it counts only where the person worked on the day of the fact."""

    condition: FactCondition
    at_fact: bool = False


@dataclass
class Needs:
    """``members``: tests on members by population (staff also answers for teams and for links to organizations)."""

    members: dict[str, list[Test]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, list[Asked]] = field(default_factory=lambda: defaultdict(list))
    vocabularies: set[str] = field(default_factory=lambda: {"staff_category"})
    has_organizations: bool = False


MANAGING = Test("category", "in", ("managing",))


def gather(formulas: Iterable[tuple[Formula, bool]]) -> Needs:
    """Return what ``formulas``, each with its «at the fact», need."""
    formulas = list(formulas)
    needs = Needs()
    needs.members["staff"].append(MANAGING)
    for formula, at_fact in formulas:
        if formula.of.name in registry.facts():
            continue
        kind = registry.populations()[formula.of.name].member_kind
        needs.has_organizations |= kind == "organization"
        tests = list(formula.of.where)
        for condition in leaves(formula.with_):
            if isinstance(condition, Attribute):
                tests.append(condition.test)
            else:
                _ask(needs.facts[condition.fact], Asked(condition, at_fact))
                needs.members["staff"] += [
                    Test("category", test.op, test.values)
                    for test in condition.where
                    if test.field == "member_category"
                ]
        needs.members["staff" if kind == "person" else "organizations"] += tests
    for formula, _ in formulas:
        needs.vocabularies |= vocabularies(formula)
    return needs


def _ask(asked: list[Asked], new: Asked) -> None:
    if new not in asked:
        asked.append(new)


def leaves(condition: Condition | None) -> Iterator[FactCondition | Attribute]:
    """Yield the conditions without parts that ``condition`` is made of."""
    if isinstance(condition, FactCondition | Attribute):
        yield condition
    elif isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)


def tests_with_fields(formula: Formula) -> Iterator[tuple[Test, registry.Field]]:
    """Yield every test of ``formula`` with the field it is about."""
    facts = registry.facts()
    population = facts.get(formula.of.name) or registry.populations()[formula.of.name]
    for test in formula.of.where:
        yield test, population.fields[test.field]
    for condition in leaves(formula.with_):
        if isinstance(condition, Attribute):
            yield condition.test, population.fields[condition.test.field]
        else:
            fields = registry.fields_of(facts[condition.fact])
            for test in condition.where:
                yield test, fields[test.field]


def asks_for_secrets(formula: Formula) -> bool:
    """Tell whether being counted tells of a person what only the person and the methodist may know."""
    return any(test_field.is_secret for _, test_field in tests_with_fields(formula))


def vocabularies(formula: Formula) -> set[str]:
    """Return the dictionaries whose words ``formula`` uses."""
    return {test_field.vocabulary for _, test_field in tests_with_fields(formula) if test_field.vocabulary}
