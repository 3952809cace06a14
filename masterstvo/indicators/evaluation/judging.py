"""One record or member against one question, in Python: whether it passes, and the words when it does not."""

import datetime as dt
from decimal import Decimal
from typing import Any

from masterstvo.core.numbers import format_decimal
from masterstvo.indicators import registry
from masterstvo.indicators.evaluation.lookups import Dictionary
from masterstvo.indicators.language import FactCondition, Test
from masterstvo.indicators.language.wording import test_words, value_words
from masterstvo.indicators.registry import Fact, Field, Kind, Link


def value_at(row: Any, lookup: str) -> Any:
    """Follow ``lookup`` from a loaded row; None where the way ends."""
    for step in lookup.split("__"):
        if row is None:
            return None
        row = getattr(row, step)
    return row


def full_years(since: dt.date, day: dt.date) -> int:
    """Return the full years from ``since`` to ``day``; who was born on 29 February is a year older on 1 March."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


class Judge:
    """Knows the dictionary and the date."""

    def __init__(self, dictionary: Dictionary, day: dt.date) -> None:
        self.dictionary, self.day = dictionary, day
        self._keys: dict[Test, frozenset[str]] = {}

    def titles(self, vocabulary: str, word: str) -> str:
        return self.dictionary.title(vocabulary, word)

    def starts_on(self, fact: Fact, record: Any) -> dt.date | None:
        value = next(
            (found for found in (value_at(record, lookup) for lookup in fact.starts_on) if found is not None),
            None,
        )
        return dt.date(value, 12, 31) if fact.yearly and value else value

    def is_unknown(self, field: Field, row: Any) -> bool:
        if field.held or field.filled:
            return False
        value = value_at(row, field.lookup)
        return not value.all() if field.many else value is None or value == ""

    def passes(self, test: Test, field: Field, row: Any) -> bool:
        """Answer ``test`` as the database would. Not for ``held`` fields, whose rows are elsewhere."""
        value = value_at(row, field.lookup)
        if field.filled:
            return bool(value) == test.values[0]
        if field.many:
            keys = {term.key for term in value.all()}
            return bool(keys & self._wanted(test, field)) == (test.op == "in")
        if field.since and value is not None:
            value = full_years(value, self.day)
        if value is None or (value == "" and field.kind != Kind.TRUTH):
            return False
        if field.kind == Kind.TRUTH:
            return value == test.values[0]
        if test.op in ("lt", "le", "gt", "ge"):
            bound = Decimal(test.values[0])
            return {"lt": value < bound, "le": value <= bound, "gt": value > bound, "ge": value >= bound}[
                test.op
            ]
        wanted = self._wanted(test, field) if field.kind == Kind.TERM else test.values
        return (value in wanted) == (test.op == "in")

    def _wanted(self, test: Test, field: Field) -> frozenset[str]:
        if test not in self._keys:
            self._keys[test] = frozenset(self.dictionary.keys(field.vocabulary, test.values))
        return self._keys[test]

    def miss(self, test: Test, field: Field, row: Any) -> str:
        """Say what is wrong with ``row`` for ``test``: what it is, and what it would have to be."""
        if field.kind == Kind.TRUTH:
            if not field.filled and value_at(row, field.lookup) is None:
                return f"не указано: {field.title}"
            return field.no if test.values[0] else field.yes
        wanted = test_words(test, field, self.titles).removeprefix(f"{field.title} ").removeprefix("— ")
        if self.is_unknown(field, row):
            return f"не указано: {field.title} (нужно: {wanted})"
        value = value_at(row, field.lookup)
        if field.many:
            return f"{field.title} — {', '.join(term.title for term in value.all())} (нужно: {wanted})"
        if value in field.refusals:
            return field.refusals[value]
        if field.since:
            value = full_years(value, self.day)
        shown = format_decimal(value) if field.kind == Kind.NUMBER else value_words(value, field, self.titles)
        return f"{field.title} — {shown} (нужно: {wanted})"

    def attribute_miss(self, test: Test, field: Field, row: Any, *, lookup: str = "") -> str:
        if field.held:
            if field.kind == Kind.TRUTH:
                return field.no if test.values[0] else field.yes
            return f"нет: {test_words(test, field, self.titles)}"
        return self.miss(
            test, Field(field.title, field.kind, lookup, field.vocabulary) if lookup else field, row
        )

    def window_miss(self, fact: Fact, record: Any, days: tuple[dt.date, dt.date]) -> str:
        """Say why ``record`` lies outside ``days``, or "" when it does not."""
        first, last = days
        starts = self.starts_on(fact, record)
        if starts is None:
            return f"{fact.record}: дата не указана"
        if fact.yearly:
            return "" if first.year <= starts.year <= last.year else f"{fact.begins} {starts.year}"
        if starts > last:
            return f"{fact.begins} {starts:%d.%m.%Y}, после даты отчёта"
        if fact.ends_on is None:
            return "" if starts >= first else f"{fact.ended} {starts:%d.%m.%Y}, раньше {first:%d.%m.%Y}"
        ends = value_at(record, fact.ends_on)
        if ends is None or ends > first:
            return ""
        return f"{fact.ended} {ends - dt.timedelta(days=1):%d.%m.%Y}, раньше {first:%d.%m.%Y}"


def record_misses(
    judge: Judge, fact: Fact, condition: FactCondition, record: Any, link: Link, days: tuple[dt.date, dt.date]
) -> list[str]:
    """Return what ``record`` misses to prove ``condition``; what every record needs comes first, the day last."""
    missed = []
    for name, value in fact.required.items():
        test = Test(name, "in", (value,))
        if not judge.passes(test, fact.fields[name], record):
            missed.append(judge.miss(test, fact.fields[name], record))
    fields = registry.fields_of(fact)
    for test in condition.where:
        if test.field == "member_category":
            continue
        field = fields[test.field]
        if test.field in link.values:
            if (link.values[test.field] in test.values) != (test.op == "in"):
                missed.append(
                    field.refusals.get(
                        link.values[test.field], f"{field.title}: {field.choices[link.values[test.field]]}"
                    )
                )
        elif not judge.passes(test, field, record):
            missed.append(judge.miss(test, field, record))
    if missed and judge.starts_on(fact, record) is None:
        return missed  # a draft has no day yet: the day comes with what is missed already
    outside = judge.window_miss(fact, record, days)
    return [*missed, outside] if outside else missed
