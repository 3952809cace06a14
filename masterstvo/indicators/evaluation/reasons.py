"""Who is behind a number and by which record; who is not, and the first thing their nearest record misses.

The verdicts are reached record by record in Python, apart from the sets of ``values``: the two must agree, and a test compares them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any as Row

from masterstvo.core.numbers import format_decimal
from masterstvo.indicators import registry
from masterstvo.indicators.evaluation.judging import Judge, record_misses, value_at
from masterstvo.indicators.evaluation.lookups import between, records, test_condition
from masterstvo.indicators.evaluation.members import staff_rows
from masterstvo.indicators.evaluation.needs import leaves, tests_with_fields
from masterstvo.indicators.evaluation.period import Debt, Explanation, Member, Period, Scope, window
from masterstvo.indicators.evaluation.proofs import link_agrees, threshold
from masterstvo.indicators.evaluation.values import Evaluation
from masterstvo.indicators.language import (
    All,
    Attribute,
    Condition,
    FactCondition,
    Formula,
    Not,
    Test,
    When,
    condition_words,
    formula_words,
)
from masterstvo.indicators.language.wording import test_words
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.registry import Fact, Kind, Link
from masterstvo.organizations.models import Organization

NEAR = dt.timedelta(days=366)  # a record further from the window is no near miss
STEP = 2  # the distance of one missed condition; a record that waits for its next state is nearer by one
NEARLY = 2 * STEP  # further away is no candidate
NO_RECORDS = 100  # the distance of somebody without any record


@dataclass(frozen=True)
class _Verdict:
    is_fulfilled: bool
    lines: tuple[str, ...] = ()
    reason: str = ""
    distance: int = 0


@dataclass
class _Found:
    """A record as it bears on one member: what it misses, and whose it is."""

    record: Row
    link: Link
    line: str
    person: int | None
    unknown: list[str] = field(default_factory=list)


def explain(
    indicator: Indicator, *, scope: Scope, period: Period, evaluation: Evaluation | None = None
) -> Explanation:
    """Return who is in with the proving records, and who is not and why, the nearest misses first.

    Queries: those of an evaluation, one for names, and up to three for each fact of the formula.
    """
    evaluation = evaluation or Evaluation([indicator], scope=scope, period=period)
    formula = evaluation.formulas[indicator.pk]
    explainer = _Explainer(indicator, formula, evaluation)
    included, excluded = explainer.members()
    return Explanation(
        code=indicator.code,
        formula=str(formula_words(formula, titles=evaluation.dictionary.title, decimals=indicator.decimals)),
        included=sorted(included, key=lambda member: (member.name, member.id)),
        excluded=sorted(excluded, key=lambda member: (member.distance, member.name, member.id)),
        unknown_words=_unknown_words(formula, evaluation),
        debts=explainer.debts(),
    )


def _unknown_words(formula: Formula, evaluation: Evaluation) -> list[str]:
    found = [
        str(value)
        for test, test_field in tests_with_fields(formula)
        if test_field.kind == Kind.TERM
        for value in test.values
        if evaluation.dictionary.find(test_field.vocabulary, str(value)) is None
    ]
    return list(dict.fromkeys(found))


class _Explainer:
    def __init__(self, indicator: Indicator, formula: Formula, evaluation: Evaluation) -> None:
        self.indicator, self.formula, self.evaluation = indicator, formula, evaluation
        self.value = evaluation.value(indicator)
        self.at_fact = indicator.moved_person == "at_fact"
        self.judge = Judge(evaluation.dictionary, evaluation.period.last)
        self._debts: dict[tuple[str, str, int | None], set[int]] = defaultdict(set)
        self._pairs: dict[Test, set[tuple[int, int]]] = {}
        self._named: dict[str, set[int]] = defaultdict(set)  # lines of organizations that begin with a name
        self._places: dict[int, list[tuple[int, dt.date, dt.date | None]]] = {}

    def members(self) -> tuple[list[Member], list[Member]]:
        if self.formula.of.name in registry.facts():
            return self._records()
        self.employments = self._main_employments()
        self.organizations = self._organizations()
        found = {
            fact: self._found(registry.facts()[fact])
            for fact in {leaf.fact for leaf in leaves(self.formula.with_) if isinstance(leaf, FactCondition)}
        }
        included: list[Member] = []
        excluded: list[Member] = []
        for member in self.value.base:
            verdict = (
                self._verdict(self.formula.with_, member, found) if self.formula.with_ else _Verdict(True)
            )
            (included if verdict.is_fulfilled else excluded).append(self._member(member, verdict))
        return included, excluded

    def debts(self) -> list[Debt]:
        """Return what is not known, the organizations with most of it first."""
        if self.formula.of.name not in registry.facts():
            self._debts_of_members()
        rows = [
            Debt(organization, name, len(members), key)
            for (organization, name, key), members in self._debts.items()
        ]
        return sorted(rows, key=lambda debt: (-debt.n_members, debt.organization, debt.field))

    # --- Members ---------------------------------------------------------------------------------------------------
    def _main_employments(self) -> dict[int, list[Row]]:
        """Return {person: main employments on the date}. Queries: one."""
        rows = staff_rows(self.evaluation.scope, self.evaluation.period).select_related(
            "person", "organization"
        )
        found: dict[int, list[Row]] = defaultdict(list)
        for row in rows.order_by("person", "-starts_on", "pk"):
            found[row.person_id].append(row)
        return found

    def _organizations(self) -> dict[int, Row]:
        if self.value.member_kind != "organization":
            return {
                row.organization_id: row.organization for rows in self.employments.values() for row in rows
            }
        return {
            row.pk: row
            for row in Organization.objects.filter(
                pk__in=[pk for _, pk in self.evaluation.organizations.pairs()]
            )
        }

    def _member(self, member: int, verdict: _Verdict) -> Member:
        if self.value.member_kind == "organization":
            name, organization, organization_id, position = str(self.organizations[member]), "", member, ""
        else:
            row = self.employments[member][0]
            name, organization, organization_id, position = (
                str(row.person),
                str(row.organization),
                row.organization_id,
                row.position,
            )
        return Member(
            id=member,
            name=name,
            organization=organization or name,
            records=list(dict.fromkeys(verdict.lines)),
            reason=verdict.reason,
            distance=verdict.distance,
            organization_id=organization_id,
            position=position,
            people=frozenset(person for line in verdict.lines for person in self._named.get(line, ())),
        )

    # --- Records of members -------------------------------------------------------------------------------------------
    def _found(self, fact: Fact) -> dict[int, list[_Found]]:
        """Return {member: its records near the windows}. Queries: one, and those of the fact's prefetches."""
        windows = [
            window(leaf.when, self.evaluation.period)
            for leaf in leaves(self.formula.with_)
            if isinstance(leaf, FactCondition) and leaf.fact == fact.name
        ]
        first = min(start for start, _ in windows)
        near = between(
            fact, first - NEAR if first > dt.date.min else first, max(end for _, end in windows) + NEAR
        )
        unknown_day = records(fact).filter(fact_starts_on__isnull=True)
        found: dict[int, list[_Found]] = defaultdict(list)
        people = staff_rows(self.evaluation.scope, self.evaluation.period).values("person")
        for link in fact.links or (Link(fact.organization or ""),):
            within = people if fact.links else list(self.organizations)
            rows = (records(fact).filter(near) | unknown_day).filter(**{f"{link.path}__in": within})
            related = [*fact.related, *([link.path.removesuffix("_id")] if fact.links else [])]
            rows = (
                rows.select_related(*related)
                .prefetch_related(*fact.prefetched)
                .order_by("fact_starts_on", "pk")
            )
            for record in rows:
                self._put(found, fact, link, record)
        return found

    def _put(self, found: dict[int, list[_Found]], fact: Fact, link: Link, record: Row) -> None:
        target = getattr(record, link.path)
        by_person = bool(fact.links)
        if self.value.member_kind == "person" and by_person:
            found[target].append(_Found(record, link, fact.line(record), target))
        elif self.value.member_kind == "person":
            for person, rows in self.employments.items():
                if any(row.organization_id == target for row in rows):
                    found[person].append(_Found(record, link, fact.line(record), None))
        elif by_person:
            line = f"{getattr(record, link.path.removesuffix('_id')).short_name}: {fact.line(record)}"
            self._named[line].add(target)
            for row in self.employments[target]:
                found[row.organization_id].append(_Found(record, link, line, target))
        else:
            found[target].append(_Found(record, link, fact.line(record), None))

    # --- Verdicts ---------------------------------------------------------------------------------------------------
    def _verdict(
        self, condition: Condition, member: int, found: Mapping[str, Mapping[int, list[_Found]]]
    ) -> _Verdict:
        if isinstance(condition, FactCondition):
            return self._of_fact(condition, member, found[condition.fact].get(member, []))
        if isinstance(condition, Attribute):
            return self._of_attribute(condition, member)
        if isinstance(condition, Not):
            inner = self._verdict(condition.part, member, found)
            words = condition_words(condition.part, of=self.formula.of, titles=self.judge.titles)
            if inner.is_fulfilled:
                return _Verdict(False, inner.lines, f"исключает: {'; '.join(inner.lines) or words}", STEP)
            return _Verdict(True, (f"нет: {words}",))
        parts = [self._verdict(part, member, found) for part in condition.parts]
        lines = tuple(line for part in parts if part.is_fulfilled for line in part.lines)
        failed = [part for part in parts if not part.is_fulfilled]
        if isinstance(condition, All):
            if not failed:
                return _Verdict(True, lines)
            return _Verdict(False, failed[0].lines, failed[0].reason, sum(part.distance for part in failed))
        if len(failed) < len(parts):
            return _Verdict(True, lines)
        nearest = min(failed, key=lambda part: part.distance)
        if nearest.distance >= NO_RECORDS:
            return _Verdict(False, (), f"нет записей: {self._words(condition)}", NO_RECORDS)
        return _Verdict(False, nearest.lines, nearest.reason, nearest.distance)

    def _words(self, condition: Condition) -> str:
        return condition_words(condition, of=self.formula.of, titles=self.judge.titles).replace("есть ", "")

    def _of_attribute(self, condition: Attribute, member: int) -> _Verdict:
        population = registry.populations()[self.formula.of.name]
        test, test_field = condition.test, population.fields[condition.test.field]
        words = test_words(test, test_field, self.judge.titles)
        if member in self.evaluation.fulfilling(condition, self.formula, at_fact=self.at_fact):
            return _Verdict(True, (words,))
        row = (
            self.organizations[member]
            if self.value.member_kind == "organization"
            else self.employments[member][0]
        )
        return _Verdict(False, (), self.judge.attribute_miss(test, test_field, row), STEP)

    def _of_fact(self, condition: FactCondition, member: int, found: list[_Found]) -> _Verdict:
        fact = registry.facts()[condition.fact]
        days = window(condition.when, self.evaluation.period)
        matched, misses = [], []
        for each in found:
            missed = record_misses(self.judge, fact, condition, each.record, each.link, days)
            missed += self._misses_of_place(fact, condition, member, each, days)
            if missed:
                misses.append((len(missed), self._days_away(fact, each.record, days), missed[0], each.line))
            else:
                matched.append(each)
            self._note_debts(fact, condition, member, each, days)
        amount = self._amount(fact, condition, matched)
        if matched and amount >= threshold(condition):
            return _Verdict(True, tuple(each.line for each in matched))
        if matched:
            what = fact.fields[condition.sum_field].title if condition.sum_field else "записей"
            reason = f"{what}: {format_decimal(amount)} из нужных {format_decimal(threshold(condition))}"
            return _Verdict(False, tuple(each.line for each in matched), reason, STEP)
        if misses:
            n_missed, _, reason, line = min(misses, key=lambda miss: miss[:2])
            is_on_the_way = any(reason in each.refusals.values() for each in fact.fields.values())
            return _Verdict(False, (line,), reason, n_missed * STEP - is_on_the_way)
        return _Verdict(False, (), f"нет записей: {self._words(condition)}", NO_RECORDS)

    def _amount(self, fact: Fact, condition: FactCondition, matched: Iterable[_Found]) -> Decimal:
        # A person with two links to one record (mentor and mentee) has it twice, as the sets count it.
        if not condition.sum_field:
            return Decimal(sum(1 for _ in matched))
        lookup = fact.fields[condition.sum_field].lookup
        return sum((Decimal(value_at(each.record, lookup) or 0) for each in matched), Decimal(0))

    def _misses_of_place(
        self, fact: Fact, condition: FactCondition, member: int, found: _Found, days: tuple[dt.date, dt.date]
    ) -> list[str]:
        """What a record misses by where and in which category its person works."""
        if found.person is None:
            return []
        rows = self.employments[found.person]
        if self.value.member_kind == "organization":
            rows = [row for row in rows if row.organization_id == member]
        missed = []
        for test in condition.where:
            if test.field == "member_category":
                category = Test("category", test.op, test.values)
                allowed = self._pairs_of(category)
                if not any((found.person, row.organization_id) in allowed for row in rows):
                    missed.append(
                        self.judge.attribute_miss(
                            category, registry.MEMBER_CATEGORY, rows[0], lookup="category"
                        )
                    )
        if self.at_fact and not self._was_here(fact, member, found, days):
            missed.append("на дату записи человек работал в другой организации")
        return missed

    def _pairs_of(self, category: Test) -> set[tuple[int, int]]:
        if category not in self._pairs:
            self._pairs[category] = set(self.evaluation.staff.pairs([category]))
        return self._pairs[category]

    def _was_here(self, fact: Fact, member: int, found: _Found, days: tuple[dt.date, dt.date]) -> bool:
        starts = self.judge.starts_on(fact, found.record)
        if starts is None:
            return True  # the missing day is told as the reason
        on = max(starts, days[0])
        here = {member} if self.value.member_kind == "organization" else (self.evaluation.places or set())
        if not self._places:
            self._places = self.evaluation.proofs[fact.name].places()
        return any(
            organization in here and begins <= on and (ends is None or on < ends)
            for organization, begins, ends in self._places.get(found.person or 0, [])
        )

    def _days_away(self, fact: Fact, record: Row, days: tuple[dt.date, dt.date]) -> int:
        starts = self.judge.starts_on(fact, record)
        return abs((starts - days[1]).days) if starts else 10**6

    # --- Debts -------------------------------------------------------------------------------------------------------
    def _note_debts(
        self, fact: Fact, condition: FactCondition, member: int, found: _Found, days: tuple[dt.date, dt.date]
    ) -> None:
        for test in condition.where:
            test_field = fact.fields.get(test.field)
            if (
                test_field is None
                or test.field in found.link.values
                or not self.judge.is_unknown(test_field, found.record)
            ):
                continue
            if not self.judge.window_miss(fact, found.record, days):
                place = (
                    member
                    if self.value.member_kind == "organization"
                    else self.employments[member][0].organization_id
                )
                title = str(self.organizations.get(place, ""))
                self._debts[title, f"{fact.record}: {test_field.title}", place].add(found.record.pk)

    def _debts_of_members(self) -> None:
        """Members who would be asked a question that nobody has answered: a birthday, a first day of teaching."""
        population = registry.populations()[self.formula.of.name]
        if population.member_kind != "person":
            return
        for test in self.formula.of.where:
            test_field = population.fields[test.field]
            others = [other for other in self.formula.of.where if other.field != test.field]
            if test_field.held:
                continue
            for person, organization in self.evaluation.staff.pairs(others):
                for row in self.employments.get(person, []):
                    if row.organization_id == organization and self.judge.is_unknown(test_field, row):
                        self._debts[str(row.organization), test_field.title, organization].add(person)

    # --- Populations of records --------------------------------------------------------------------------------------
    def _records(self) -> tuple[list[Member], list[Member]]:
        """The records that are counted, and those that nearly are."""
        fact = registry.facts()[self.formula.of.name]
        self.organizations = {}
        as_condition = FactCondition(fact.name, self.formula.of.where, self.formula.of.when or When("period"))
        days = window(as_condition.when, self.evaluation.period)
        first = days[0] - NEAR if days[0] > dt.date.min else days[0]
        rows = (
            records(fact)
            .filter(between(fact, first, days[1] + NEAR))
            .filter(self.evaluation.whose_records(fact, ()))
        )
        related = [*fact.related, *([fact.organization.removesuffix("_id")] if fact.organization else [])]
        included: list[Member] = []
        excluded: list[Member] = []
        answers = self._answers(rows)
        for record in (
            rows.select_related(*related).prefetch_related(*fact.prefetched).order_by("fact_starts_on", "pk")
        ):
            organization = (
                str(getattr(record, fact.organization.removesuffix("_id"), "") or "")
                if fact.organization
                else ""
            )
            link = next(
                (
                    each
                    for each in fact.links
                    if all(link_agrees(t, each) for t in as_condition.where if t.field in each.values)
                ),
                Link(""),
            )
            missed = record_misses(self.judge, fact, as_condition, record, link, days)
            if record.pk in self.value.base and record.pk not in self.value.included:
                missed = [reason for test, reason in answers if record.pk not in test] or [
                    "условие не выполнено"
                ]
            member = Member(
                record.pk,
                fact.line(record),
                organization,
                [fact.line(record)],
                missed[0] if missed else "",
                len(missed) * STEP,
            )
            (included if record.pk in self.value.included else excluded).append(member)
        return included, [member for member in excluded if member.distance <= NEARLY]

    def _answers(self, rows: Row) -> list[tuple[set[int], str]]:
        """Return for each attribute asked of records: who has it, and the words for not having it."""
        fact = registry.facts()[self.formula.of.name]
        found = []
        for leaf in leaves(self.formula.with_):
            if isinstance(leaf, Attribute):
                test_field = fact.fields[leaf.test.field]
                passing = test_condition(
                    leaf.test, test_field, rows.model, self.evaluation.dictionary, self.evaluation.period.last
                )
                words = test_words(leaf.test, test_field, self.judge.titles)
                found.append((set(rows.filter(passing).values_list("pk", flat=True)), f"нужно: {words}"))
        return found
