"""Formulas into sets and numbers.

Rules where an order is silent, the same for every indicator:
* whose person it is, the main employment on the as-of date says; a person with two of them counts once in the whole, and in each place;
* a fact of people reaches an organization through those who mainly work there on the date;
* «at the fact»: a record counts where its person mainly worked on its day (of an interval, its first day within the window);
  the base stays the staff of the as-of date;
* what is not known fulfils nothing and shows up as a debt; a share without a base has no value; a count of nothing is 0.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from masterstvo.core.numbers import round_half_up
from masterstvo.indicators import registry
from masterstvo.indicators.choices import Measure, MovedPerson
from masterstvo.indicators.evaluation.lookups import (
    Dictionary,
    records,
    required_condition,
    test_condition,
    window_condition,
)
from masterstvo.indicators.evaluation.members import (
    Members,
    organization_condition,
    organization_rows,
    read_organizations,
    read_staff,
    staff_rows,
)
from masterstvo.indicators.evaluation.needs import MANAGING, Asked, gather, leaves
from masterstvo.indicators.evaluation.period import Period, Scope, Value
from masterstvo.indicators.evaluation.proofs import Proofs, link_agrees, threshold
from masterstvo.indicators.evaluation.scan import signed_rows
from masterstvo.indicators.language import (
    All,
    Any,
    Attribute,
    Condition,
    FactCondition,
    Formula,
    Test,
    When,
    from_json,
)
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.models import Organization


def formula_of(indicator: Indicator) -> Formula:
    """Return the indicator's formula; a part without its own ``of`` counts the members of its parent. Raises: FormulaError."""
    parent_of = None
    if indicator.parent and "of" not in indicator.formula:
        parent_of = formula_of(indicator.parent).of
    return from_json(indicator.formula, measure=indicator.measure, parent_of=parent_of)


def evaluate(indicators: Iterable[Indicator], *, scope: Scope, period: Period) -> dict[str, Value]:
    """Return {code: value} of ``indicators``. Queries: one for words, one a population, one a fact, whatever their number."""
    indicators = list(indicators)
    evaluation = Evaluation(indicators, scope=scope, period=period)
    return {indicator.code: evaluation.value(indicator) for indicator in indicators}


def gap(value: Value, *, op: str, target: Decimal | int | float) -> int | None:
    """Return how many whole members are missing to ``target``, 0 when it is reached, None when there is nothing to compare.

    ``op``: >=, > or = (a bare number in a plan means «at least»); <= or < (then: how many are too many).
    Units: ``target`` in percent for shares. «10 % of 248» needs 25, though 24,8 would do on paper.
    """
    if value.value is None:
        return None
    wanted = Fraction(str(target))
    if value.measure == Measure.SHARE:
        wanted = wanted * (value.denominator or 0) / 100
        reached = Fraction(value.numerator)
    else:
        reached = Fraction(value.value)
    if op in ("<=", "<"):
        return _missing(-reached, -wanted, beyond=op == "<", whole=value.measure != Measure.SUM)
    return _missing(reached, wanted, beyond=op == ">", whole=value.measure != Measure.SUM)


def _missing(reached: Fraction, wanted: Fraction, *, beyond: bool, whole: bool) -> int:
    """Return how many whole steps up from ``reached`` come to ``wanted``, or ``beyond`` it. ``whole``: members are not halved."""
    if whole:
        wanted = Fraction(math.floor(wanted) + 1 if beyond else math.ceil(wanted))
        return max(0, math.ceil(wanted - reached))
    short = wanted - reached
    return max(0, math.floor(short) + 1 if beyond else math.ceil(short))


@dataclass
class _Records:
    """The records that a formula counts: {record: its organization or None} for all and for those with the condition."""

    base: frozenset[int]
    included: frozenset[int]
    total: Decimal
    organizations: Mapping[int, int | None]
    amounts: Mapping[int, Decimal]


class Evaluation:
    """The answers for one scope and period, read once; values, breakdowns and explanations are taken from them.

    ``dictionary``: the words of another evaluation that these formulas speak in too, so that they are not read again.
    """

    def __init__(
        self,
        indicators: Iterable[Indicator],
        *,
        scope: Scope,
        period: Period,
        dictionary: Dictionary | None = None,
    ) -> None:
        self.scope, self.period = scope, period
        self.formulas = {indicator.pk: formula_of(indicator) for indicator in indicators}
        self._at_fact = {
            indicator.pk: indicator.moved_person == MovedPerson.AT_FACT for indicator in indicators
        }
        self.needs = gather((formula, self._at_fact[pk]) for pk, formula in self.formulas.items())
        self.dictionary = dictionary or Dictionary(self.needs.vocabularies)
        self.staff = read_staff(self.needs.members["staff"], scope, period, self.dictionary)
        self.organizations = Members([], {})
        if self.needs.has_organizations:
            tests = self.needs.members["organizations"]
            self.organizations = read_organizations(tests, scope, period, self.dictionary)
        facts = registry.facts()
        self.proofs = {
            name: Proofs(facts[name], asked, scope, period, self.dictionary)
            for name, asked in self.needs.facts.items()
        }
        self.places: frozenset[int] | None = None  # where a fact must have happened, for «at the fact»
        if any(self._at_fact.values()):
            here = Organization.objects.filter(organization_condition(scope, ""))
            self.places = frozenset(here.values_list("pk", flat=True))
        self._counted: dict[int, _Records] = {}
        self._cache: dict[object, frozenset[int]] = {}

    def value(self, indicator: Indicator) -> Value:
        """Return what ``indicator`` came to."""
        formula = self.formulas[indicator.pk]
        if formula.of.name in registry.facts():
            found = self._of_records(indicator, formula)
            return self._valued(indicator, formula, formula.of.name, found.base, found.included, found.total)
        base = self.base(formula)
        included = self.included(formula, at_fact=self._at_fact[indicator.pk])
        kind = registry.populations()[formula.of.name].member_kind
        return self._valued(indicator, formula, kind, base, included, Decimal(len(included)))

    def by_organization(self, indicator: Indicator) -> dict[int, Value]:
        """Return {organization: its own value}, for those that have a base. Queries: none beyond the whole's."""
        formula = self.formulas[indicator.pk]
        if formula.of.name in registry.facts():
            return self._records_by_organization(indicator, formula)
        staff, organizations = self.staff.by_organization(), self.organizations.by_organization()
        found = {}
        for organization in {*staff, *organizations}:
            part = self._within(organization, staff.get(organization), organizations.get(organization))
            value = part.value(indicator)
            if value.base:
                found[organization] = value
        return found

    def _within(
        self, organization: int, staff: Members | None, organizations: Members | None
    ) -> "Evaluation":
        """Return the same answers seen from one organization: its own people, and itself."""
        part = object.__new__(Evaluation)
        part.__dict__.update(self.__dict__)
        part.staff = staff or Members([], self.staff.bits)
        part.organizations = organizations or Members([], self.organizations.bits)
        part.places = frozenset([organization])
        part._cache = {}
        return part

    def base(self, formula: Formula) -> frozenset[int]:
        """Return whom ``formula`` counts."""
        key = ("base", formula.of)
        if key not in self._cache:
            self._cache[key] = self._base(formula)
        return self._cache[key]

    def _base(self, formula: Formula) -> frozenset[int]:
        if registry.populations()[formula.of.name].member_kind == "person":
            return frozenset(person for person, _ in self.staff.pairs(formula.of.where))
        found = frozenset(organization for organization, _ in self.organizations.pairs(formula.of.where))
        if formula.of.name == "teams":
            found &= {organization for _, organization in self.staff.pairs([MANAGING])}
        return found

    def included(self, formula: Formula, *, at_fact: bool) -> frozenset[int]:
        """Return who of the base fulfils the condition."""
        base = self.base(formula)
        return (
            base if formula.with_ is None else base & self.fulfilling(formula.with_, formula, at_fact=at_fact)
        )

    def fulfilling(self, condition: Condition, formula: Formula, *, at_fact: bool) -> frozenset[int]:
        """Return who fulfils ``condition``; at least everybody of the base who does."""
        kind = registry.populations()[formula.of.name].member_kind
        key = (
            kind,
            formula.of if not isinstance(condition, FactCondition | Attribute) else None,
            condition,
            at_fact,
        )
        if key not in self._cache:
            self._cache[key] = self._fulfilling(condition, formula, kind, at_fact)
        return self._cache[key]

    def _fulfilling(self, condition: Condition, formula: Formula, kind: str, at_fact: bool) -> frozenset[int]:
        if isinstance(condition, FactCondition):
            asked = Asked(condition, at_fact)
            return self._people(asked) if kind == "person" else self._organizations_with(asked)
        if isinstance(condition, Attribute):
            members = self.staff if kind == "person" else self.organizations
            return frozenset(member for member, _ in members.pairs([condition.test]))
        if isinstance(condition, All):
            parts = [self.fulfilling(part, formula, at_fact=at_fact) for part in condition.parts]
            return frozenset.intersection(*parts)
        if isinstance(condition, Any):
            return frozenset().union(
                *(self.fulfilling(part, formula, at_fact=at_fact) for part in condition.parts)
            )
        return self.base(formula) - self.fulfilling(condition.part, formula, at_fact=at_fact)

    def _people(self, asked: Asked) -> frozenset[int]:
        """People with the records asked for: their own, or their organization's."""
        proofs = self.proofs[asked.condition.fact]
        if not proofs.fact.links:
            organizations = self._with_own_records(asked)
            return frozenset(
                person for person, organization in self.staff.pairs() if organization in organizations
            )
        if asked.at_fact:
            people = self._amounts_by_person(asked)
        elif asked.condition.is_tally:
            needed = threshold(asked.condition)
            people = frozenset(person for person, amount in proofs.tallies[asked].items() if amount >= needed)
        else:
            people = proofs.holders[asked]
        tests = _member_tests(asked.condition)
        return people & {person for person, _ in self.staff.pairs(tests)} if tests else people

    def _amounts_by_person(self, asked: Asked) -> frozenset[int]:
        amounts: dict[int, Decimal] = {}
        for person, organizations, amount in self.proofs[asked.condition.fact].placed[asked]:
            if self.places and not self.places.isdisjoint(organizations):
                amounts[person] = amounts.get(person, Decimal(0)) + amount
        return frozenset(person for person, amount in amounts.items() if amount >= threshold(asked.condition))

    def _organizations_with(self, asked: Asked) -> frozenset[int]:
        """Organizations with the records asked for: their own, or of those who mainly work there."""
        proofs = self.proofs[asked.condition.fact]
        if not proofs.fact.links:
            return self._with_own_records(asked)
        pairs = set(self.staff.pairs(_member_tests(asked.condition)))
        if not asked.at_fact and not asked.condition.is_tally:
            holders = proofs.holders[asked]
            return frozenset(organization for person, organization in pairs if person in holders)
        amounts: dict[int, Decimal] = {}
        if asked.at_fact:
            for person, organizations, amount in proofs.placed[asked]:
                for organization in organizations:
                    if (person, organization) in pairs:
                        amounts[organization] = amounts.get(organization, Decimal(0)) + amount
        else:
            for person, organization in pairs:
                amounts[organization] = amounts.get(organization, Decimal(0)) + proofs.tallies[asked].get(
                    person, Decimal(0)
                )
        return frozenset(
            organization
            for organization, amount in amounts.items()
            if amount >= threshold(asked.condition) and amount
        )

    def _with_own_records(self, asked: Asked) -> frozenset[int]:
        proofs = self.proofs[asked.condition.fact]
        if asked.condition.is_tally:
            needed = threshold(asked.condition)
            return frozenset(
                organization for organization, amount in proofs.tallies[asked].items() if amount >= needed
            )
        return proofs.holders[asked]

    def _of_records(self, indicator: Indicator, formula: Formula) -> _Records:
        if indicator.pk not in self._counted:
            self._counted[indicator.pk] = self._read_records(formula)
        return self._counted[indicator.pk]

    def _read_records(self, formula: Formula) -> _Records:
        """Read the records that are counted themselves. Queries: one."""
        fact = registry.facts()[formula.of.name]
        tests = [part.test for part in leaves(formula.with_) if isinstance(part, Attribute)]
        rows = self.records_in_scope(formula)
        conditions = [
            test_condition(t, fact.fields[t.field], rows.model, self.dictionary, self.period.last)
            for t in tests
        ]
        amount = fact.fields[formula.sum_field].lookup if formula.sum_field else ""
        columns = ["pk", *([fact.organization] if fact.organization else []), *([amount] if amount else [])]
        base, included, organizations, amounts = set(), set(), {}, {}
        for row in signed_rows(rows, columns, conditions, distinct=True):
            pk, signature = row[0], row[-1]
            base.add(pk)
            organizations[pk] = row[1] if fact.organization else None
            answers = {test: bool(signature & (1 << number)) for number, test in enumerate(tests)}
            if _true(formula.with_, answers):
                included.add(pk)
                amounts[pk] = Decimal(str(row[-2] or 0)) if amount else Decimal(1)
        total = sum(amounts.values(), Decimal(0))
        return _Records(frozenset(base), frozenset(included), total, organizations, amounts)

    def records_in_scope(self, formula: Formula) -> QuerySet:
        """Return the records of the scope that ``formula`` counts, before its condition."""
        fact = registry.facts()[formula.of.name]
        rows = records(fact).filter(
            required_condition(fact), window_condition(fact, formula.of.when or When("period"), self.period)
        )
        for test in formula.of.where:
            if any(test.field in link.values for link in fact.links):
                continue
            rows = rows.filter(
                test_condition(test, fact.fields[test.field], rows.model, self.dictionary, self.period.last)
            )
        return rows.filter(self.whose_records(fact, formula.of.where))

    def whose_records(self, fact: registry.Fact, where: tuple[Test, ...]) -> Q:
        """Return whose records these are: of the scope's people, organizations or municipality."""
        if fact.links:
            people = staff_rows(self.scope, self.period).values("person")
            reached = Q(pk__in=[])
            for link in fact.links:
                if all(link_agrees(test, link) for test in where if test.field in link.values):
                    reached |= Q(**{f"{link.path}__in": people})
            return reached
        if fact.organization:
            return Q(**{f"{fact.organization}__in": organization_rows(self.scope, self.period).values("pk")})
        if self.scope.organization_id is not None:
            return Q(pk__in=[])
        return organization_condition(self.scope, "")

    def _records_by_organization(self, indicator: Indicator, formula: Formula) -> dict[int, Value]:
        found = self._of_records(indicator, formula)
        grouped: dict[int, set[int]] = {}
        for record, organization in found.organizations.items():
            if organization is not None:
                grouped.setdefault(organization, set()).add(record)
        return {
            organization: self._valued(
                indicator,
                formula,
                formula.of.name,
                frozenset(own),
                frozenset(own & found.included),
                sum((found.amounts[record] for record in own & found.included), Decimal(0)),
            )
            for organization, own in grouped.items()
        }

    def _valued(
        self,
        indicator: Indicator,
        formula: Formula,
        member_kind: str,
        base: frozenset[int],
        included: frozenset[int],
        total: Decimal,
    ) -> Value:
        is_share = formula.measure == Measure.SHARE
        value: Decimal | None
        if is_share:
            value = (
                round_half_up(Fraction(len(included) * 100, len(base)), indicator.decimals) if base else None
            )
        else:
            value = round_half_up(total, indicator.decimals) if formula.measure == Measure.SUM else total
        return Value(
            code=indicator.code,
            title=indicator.title,
            measure=formula.measure,
            member_kind=member_kind,
            numerator=len(included),
            denominator=len(base) if is_share else None,
            value=value,
            decimals=indicator.decimals,
            included=included,
            base=base,
        )


def _member_tests(condition: FactCondition) -> list[Test]:
    return [
        Test("category", test.op, test.values) for test in condition.where if test.field == "member_category"
    ]


def _true(condition: Condition | None, answers: Mapping[Test, bool]) -> bool:
    """Tell whether a record fulfils ``condition``, knowing the answers to its tests."""
    if condition is None:
        return True
    if isinstance(condition, Attribute):
        return answers[condition.test]
    if isinstance(condition, All):
        return all(_true(part, answers) for part in condition.parts)
    if isinstance(condition, Any):
        return any(_true(part, answers) for part in condition.parts)
    if isinstance(condition, FactCondition):
        raise TypeError("A record proves nothing by other records; the language refuses such a formula.")
    return not _true(condition.part, answers)
