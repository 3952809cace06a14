"""Who has the records that a condition asks for: one scan a fact for all conditions on it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from masterstvo.indicators.evaluation.lookups import (
    STARTS,
    Dictionary,
    between,
    records,
    required_condition,
    test_condition,
)
from masterstvo.indicators.evaluation.members import organization_condition, staff_rows
from masterstvo.indicators.evaluation.needs import Asked
from masterstvo.indicators.evaluation.period import Period, Scope, window
from masterstvo.indicators.evaluation.scan import plain_rows, signed_rows
from masterstvo.indicators.language import FactCondition, Test
from masterstvo.indicators.registry import Fact, Link
from masterstvo.organizations.models import Organization
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment

Window = tuple[dt.date, dt.date]
Tally = dict[int, Decimal]


class Proofs:
    """The answers to all conditions on one fact.

    ``holders``: {asked: identities}. ``tallies``: {asked: {identity: how much}} where the condition counts or sums.
    ``placed``: {asked: [(person, where they mainly worked on that day, how much)]}, a row a record.
    """

    def __init__(
        self, fact: Fact, asked: Iterable[Asked], scope: Scope, period: Period, dictionary: Dictionary
    ) -> None:
        self.fact, self.scope, self.period, self.dictionary = fact, scope, period, dictionary
        holders: dict[Asked, set[int]] = defaultdict(set)
        self.tallies: dict[Asked, Tally] = defaultdict(lambda: defaultdict(Decimal))
        self.placed: dict[Asked, list[tuple[int, set[int], Decimal]]] = defaultdict(list)
        asked = list(asked)
        placed = [each for each in asked if each.at_fact and fact.links]
        simple = [each for each in asked if each not in placed and not each.condition.is_tally]
        tallied = [each for each in asked if each not in placed and each.condition.is_tally]
        for link in fact.links or (Link(fact.organization or ""),):
            self._hold([each for each in simple if _possible(each.condition, link)], link, holders)
            self._tally([each for each in tallied if _possible(each.condition, link)], link)
            self._place([each for each in placed if _possible(each.condition, link)], link)
        self.holders = {each: frozenset(holders[each]) for each in simple}

    def _hold(self, asked: list[Asked], link: Link, holders: dict[Asked, set[int]]) -> None:
        """One scan: distinct (identity, signature); a condition is a mask of signatures."""
        if not asked:
            return
        rows, widest = self._rows(asked, link)
        bits = _Bits(self.fact, link, widest, self)
        masks = {each: bits.mask(each.condition) for each in asked}
        by_signature: dict[int, set[int]] = defaultdict(set)
        if self.fact.dimension:
            shared = bits.shared_signatures()
            columns = (link.path, f"{self.fact.dimension}_id")
            for identity, owner, signature in signed_rows(
                rows, columns, bits.own_conditions(), distinct=False
            ):
                by_signature[shared.get(owner, 0) | signature].add(identity)
        else:
            for identity, signature in signed_rows(rows, (link.path,), bits.conditions, distinct=True):
                by_signature[signature].add(identity)
        for each, mask in masks.items():
            holders[each].update(
                *(found for signature, found in by_signature.items() if signature & mask == mask)
            )

    def _tally(self, asked: list[Asked], link: Link) -> None:
        if not asked:
            return
        rows, widest = self._rows(asked, link)
        aggregates = {}
        for number, each in enumerate(asked):
            condition = _Bits(self.fact, link, widest, self).whole(each.condition)
            amount = self.fact.fields[each.condition.sum_field].lookup if each.condition.sum_field else ""
            aggregates[f"tally_{number}"] = (
                Sum(amount, filter=condition or None) if amount else Count("pk", filter=condition or None)
            )
        found = rows.values_list(link.path).annotate(**aggregates)
        for identity, *amounts in plain_rows(found):
            for each, amount in zip(asked, amounts, strict=True):
                if amount:
                    self.tallies[each][identity] += Decimal(str(amount))

    def _place(self, asked: list[Asked], link: Link) -> None:
        """For «at the fact»: each record belongs to where its person mainly worked on its day."""
        if not asked:
            return
        rows, widest = self._rows(asked, link)
        bits = _Bits(self.fact, link, widest, self)
        masks = {each: bits.mask(each.condition) for each in asked}
        amounts = sorted(
            {self.fact.fields[e.condition.sum_field].lookup for e in asked if e.condition.sum_field}
        )
        columns = (link.path, STARTS, *amounts)
        places = self.places()
        for identity, starts_on, *summed, signature in signed_rows(
            rows, columns, bits.conditions, distinct=False
        ):
            organizations = places.get(identity)
            if not organizations:
                continue
            day = _day(starts_on, self.fact)
            for each, mask in masks.items():
                if signature & mask != mask:
                    continue
                on = max(day, window(each.condition.when, self.period)[0])
                lookup = self.fact.fields[each.condition.sum_field].lookup if each.condition.sum_field else ""
                amount = Decimal(str(summed[amounts.index(lookup)] or 0)) if lookup else Decimal(1)
                here = {
                    place
                    for place, starts, ends in organizations
                    if starts <= on and (ends is None or on < ends)
                }
                self.placed[each].append((identity, here, amount))

    def places(self) -> dict[int, list[tuple[int, dt.date, dt.date | None]]]:
        """Return {person: main employments of all times}. Queries: one."""
        people = staff_rows(self.scope, self.period).values("person")
        rows = Employment.objects.filter(basis=Basis.MAIN, person__in=people)
        found: dict[int, list[tuple[int, dt.date, dt.date | None]]] = defaultdict(list)
        for person, organization, starts_on, ends_on in rows.values_list(
            "person_id", "organization_id", "starts_on", "ends_on"
        ):
            found[person].append((organization, starts_on, ends_on))
        return found

    def _rows(self, asked: list[Asked], link: Link) -> tuple[QuerySet, Window]:
        """Return the records that any of ``asked`` could count, and the days they lie in."""
        windows = [window(each.condition.when, self.period) for each in asked]
        widest = (min(first for first, _ in windows), max(last for _, last in windows))
        rows = records(self.fact).filter(required_condition(self.fact), between(self.fact, *widest))
        rows = rows.filter(**{f"{link.path}__isnull": False})
        if self.scope.municipality_id is not None or self.scope.organization_id is not None:
            # A whole region is read without this filter: what does not belong falls out when sets meet.
            people = staff_rows(self.scope, self.period).values("person")
            within = people if self.fact.links else self._organizations()
            rows = rows.filter(**{f"{link.path}__in": within})
        return rows, widest

    def _organizations(self) -> QuerySet:
        return Organization.objects.filter(organization_condition(self.scope, "")).order_by().values("pk")


class _Bits:
    """The distinct questions of one scan: tests and windows, each with its bit."""

    def __init__(self, fact: Fact, link: Link, widest: Window, proofs: Proofs) -> None:
        self.fact, self.link, self.widest, self.proofs = fact, link, widest, proofs
        self.conditions: list[Q] = []
        self._bits: dict[Test | Window, int] = {}

    def mask(self, condition: FactCondition) -> int:
        mask = 0
        for question in self._questions(condition):
            if question not in self._bits:
                self._bits[question] = 1 << len(self.conditions)
                self.conditions.append(self._condition(question))
            mask |= self._bits[question]
        return mask

    def whole(self, condition: FactCondition) -> Q:
        """Return all of ``condition`` as one condition."""
        whole = Q()
        for question in self._questions(condition):
            whole &= self._condition(question)
        return whole

    def _questions(self, condition: FactCondition) -> Iterable[Test | Window]:
        for test in condition.where:
            if test.field not in self.link.values and test.field != "member_category":
                yield test
        days = window(condition.when, self.proofs.period)
        if days != self.widest:
            yield days

    def shared_signatures(self) -> dict[int, int]:
        """Return {what records share: answers to the questions about it}. Queries: one."""
        dimension = records(self.fact).model._meta.get_field(self.fact.dimension).related_model
        rows = dimension._default_manager.order_by()
        if self._is_shared(self.widest):
            rows = rows.annotate(
                **{STARTS: F(self.fact.starts_on[0].removeprefix(f"{self.fact.dimension}__"))}
            )
            rows = rows.filter(between(self.fact, *self.widest))
        conditions = [
            self._shared_condition(question, dimension) if self._is_shared(question) else None
            for question in self._bits
        ]
        return dict(signed_rows(rows, ("pk",), conditions, distinct=False))

    def own_conditions(self) -> list[Q | None]:
        """Return the conditions on the records themselves; the bits of shared ones are answered elsewhere."""
        return [
            None if self._is_shared(question) else condition
            for question, condition in zip(self._bits, self.conditions, strict=True)
        ]

    def _is_shared(self, question: Test | Window) -> bool:
        lookup = (
            self.fact.fields[question.field].lookup if isinstance(question, Test) else self.fact.starts_on[0]
        )
        return lookup.startswith(f"{self.fact.dimension}__")

    def _shared_condition(self, question: Test | Window, dimension: type) -> Q:
        if not isinstance(question, Test):
            return between(self.fact, *question)
        field = self.fact.fields[question.field]
        own = replace(field, lookup=field.lookup.removeprefix(f"{self.fact.dimension}__"))
        return test_condition(question, own, dimension, self.proofs.dictionary, self.proofs.period.last)

    def _condition(self, question: Test | Window) -> Q:
        if isinstance(question, Test):
            model = records(self.fact).model
            field = self.fact.fields[question.field]
            return test_condition(question, field, model, self.proofs.dictionary, self.proofs.period.last)
        return between(self.fact, *question)


def _possible(condition: FactCondition, link: Link) -> bool:
    """Tell whether what holds by the link itself lets ``condition`` be true."""
    return all(link_agrees(test, link) for test in condition.where if test.field in link.values)


def link_agrees(test: Test, link: Link) -> bool:
    return (link.values[test.field] in test.values) == (test.op == "in")


def threshold(condition: FactCondition) -> Decimal:
    """Return how much makes ``condition`` true."""
    return condition.sum_at_least if condition.sum_field else Decimal(condition.at_least)


def _day(value: object, fact: Fact) -> dt.date:
    """A column read without Django's conversion: SQLite keeps a day as text, a yearly fact as a number."""
    if fact.yearly:
        return dt.date(int(str(value)), 12, 31)
    return dt.date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]
