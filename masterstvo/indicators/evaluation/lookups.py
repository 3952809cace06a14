"""Tests of a formula as conditions of the database, and the words of a formula as terms of the dictionary."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce

from masterstvo.core.models import Term
from masterstvo.core.words import fold
from masterstvo.indicators.evaluation.period import Period, window, years_before
from masterstvo.indicators.language import Test, When
from masterstvo.indicators.registry import Fact, Field, Kind, facts

STARTS = "fact_starts_on"  # the annotation under which a record's first day stands


class Dictionary:
    """The terms that a set of formulas speaks of. Queries: one."""

    def __init__(self, vocabularies: Iterable[str]) -> None:
        rows = {
            term.pk: term
            for term in Term.objects.filter(vocabulary__in=set(vocabularies)).order_by(
                "vocabulary", "position", "title", "pk"
            )
        }
        self._root: dict[tuple[str, str], Term] = {}
        self._members: dict[int, list[Term]] = defaultdict(list)
        for term in rows.values():
            root = _root(term, rows)
            self._members[root.pk].append(term)
            for spelling in (term.key, term.title, *term.synonyms):
                self._root.setdefault((term.vocabulary, fold(spelling)), root)

    def find(self, vocabulary: str, word: str) -> Term | None:
        """Return the term that ``word`` means, the one it was merged into included."""
        return self._root.get((vocabulary, fold(word)))

    def choices(self, vocabulary: str) -> list[tuple[str, str]]:
        """Return [(key, title)] of its words in their order, without those that were merged away."""
        roots = {term.pk: term for (name, _), term in self._root.items() if name == vocabulary}
        return [(term.key, term.title) for term in roots.values()]

    def title(self, vocabulary: str, word: str) -> str:
        term = self.find(vocabulary, word)
        return term.title if term else word

    def keys(self, vocabulary: str, words: Iterable[object]) -> list[str]:
        """Return every key under which facts may keep one of ``words``; a word nobody knows is its own key."""
        found: list[str] = []
        for word in words:
            term = self.find(vocabulary, str(word))
            found += [each.key for each in self._members[term.pk]] if term else [str(word)]
        return sorted(set(found))

    def ids(self, vocabulary: str, words: Iterable[object]) -> list[int]:
        """Return every term that means one of ``words``."""
        terms = [self.find(vocabulary, str(word)) for word in words]
        return sorted({each.pk for term in terms if term for each in self._members[term.pk]})


def _root(term: Term, rows: dict[int, Term]) -> Term:
    seen = {term.pk}
    while term.merged_into_id in rows and term.merged_into_id not in seen:
        term = rows[term.merged_into_id]
        seen.add(term.pk)
    return term


def test_condition(test: Test, field: Field, model: type[Model], dictionary: Dictionary, day: dt.date) -> Q:
    """Return ``test`` as a condition on rows of ``model``. What is not known fulfils nothing."""
    if field.held:
        held = apps.get_model(field.held.model).objects.on(day)
        if field.kind == Kind.TRUTH:
            condition = Q(**{f"{field.held.of}__in": held.values(field.held.key)})
            return condition if test.values[0] else ~condition
        matching = held.filter(**{f"{field.lookup}__in": dictionary.keys(field.vocabulary, test.values)})
        condition = Q(**{f"{field.held.of}__in": matching.values(field.held.key)})
        return condition if test.op == "in" else ~condition
    if field.since:
        return _years(test, field.lookup, day)
    if field.many:
        condition = _among(model, field.lookup, dictionary.ids(field.vocabulary, test.values))
        return condition if test.op == "in" else ~condition
    if field.filled:
        empty = Q(**{field.lookup: ""})
        return ~empty if test.values[0] else empty
    if field.kind == Kind.TRUTH:
        return Q(**{field.lookup: test.values[0]})
    if test.op in ("lt", "le", "gt", "ge"):
        op = {"lt": "lt", "le": "lte", "gt": "gt", "ge": "gte"}[test.op]
        return Q(**{f"{field.lookup}__{op}": test.values[0]})
    values = dictionary.keys(field.vocabulary, test.values) if field.kind == Kind.TERM else list(test.values)
    condition = Q(**{f"{field.lookup}__in": values})
    if test.op == "in":
        return condition
    known = Q(**{f"{field.lookup}__isnull": False})
    return ~condition & known & (Q() if field.kind == Kind.NUMBER else ~Q(**{field.lookup: ""}))


test_condition.__test__ = False  # type: ignore[attr-defined]  # pytest takes the name for a test otherwise


def _among(model: type[Model], lookup: str, ids: list[int]) -> Q:
    """A to-many path as an uncorrelated sub-query over its owner: a join would multiply the rows."""
    owner_path, _, name = lookup.rpartition("__")
    owner: Any = model
    for step in filter(None, owner_path.split("__")):
        owner = owner._meta.get_field(step).related_model
    many = owner._meta.get_field(name)
    through = many.remote_field.through.objects.filter(**{f"{many.m2m_reverse_field_name()}__in": ids})
    owners = through.values(many.m2m_field_name())
    return Q(**{f"{owner_path or 'pk'}__in": owners})


def _years(test: Test, lookup: str, day: dt.date) -> Q:
    """Full years from the day at ``lookup`` to ``day``, compared on that day's side: one comparison of dates."""

    def reached(years: int) -> Q:
        return Q(**{f"{lookup}__lte": _years_before(day, years)})

    def not_reached(years: int) -> Q:
        return Q(**{f"{lookup}__gt": _years_before(day, years)})

    number = test.values[0]
    if test.op == "lt":
        return not_reached(math.ceil(number))  # type: ignore[arg-type]
    if test.op == "ge":
        return reached(math.ceil(number))  # type: ignore[arg-type]
    if test.op == "le":
        return not_reached(math.floor(number) + 1)  # type: ignore[arg-type]
    if test.op == "gt":
        return reached(math.floor(number) + 1)  # type: ignore[arg-type]
    exact = Q(pk__in=[])
    for value in test.values:
        if value == int(value):
            exact |= reached(int(value)) & not_reached(int(value) + 1)
    return exact if test.op == "in" else ~exact & Q(**{f"{lookup}__isnull": False})


def _years_before(day: dt.date, years: int) -> dt.date:
    if years >= day.year:
        return dt.date.min
    if day.year - years > dt.MAXYEAR:
        return dt.date.max
    return years_before(day, years)


def records(fact: Fact) -> QuerySet:
    """Return all records of ``fact`` with their first day under one name."""
    first, *others = fact.starts_on
    starts = Coalesce(first, *others) if others else F(first)
    rows = apps.get_model(fact.model)._default_manager.filter(**fact.known)
    return rows.order_by().annotate(**{STARTS: starts})


def persons_behind(name: str, pks: Iterable[int]) -> dict[int, set[int]]:
    """Return {record: the people it leads to} of a fact about people. Queries: one for each link and 5,000 records."""
    fact, keys = facts()[name], sorted(pks)
    found: dict[int, set[int]] = {}
    for start in range(0, len(keys), 5000):
        rows = records(fact).filter(pk__in=keys[start : start + 5000])
        for link in fact.links:
            for record, person in rows.values_list("pk", link.path):
                if person is not None:
                    found.setdefault(record, set()).add(person)
    return found


def window_condition(fact: Fact, when: When, period: Period) -> Q:
    """Return which records of ``fact`` fall into the days that ``when`` means."""
    return between(fact, *window(when, period))


def between(fact: Fact, first: dt.date, last: dt.date) -> Q:
    """Return which records hold on, or are dated, at least one day from ``first`` to ``last``."""
    if fact.yearly:
        return Q(**{f"{STARTS}__gte": first.year, f"{STARTS}__lte": last.year})
    if fact.ends_on is None:
        return Q(**{f"{STARTS}__gte": first, f"{STARTS}__lte": last})
    not_ended = Q(**{f"{fact.ends_on}__isnull": True}) | Q(**{f"{fact.ends_on}__gt": first})
    return Q(**{f"{STARTS}__lte": last}) & not_ended


def required_condition(fact: Fact) -> Q:
    """Return what every record of ``fact`` must fulfil before any formula is asked."""
    return Q(**{fact.fields[name].lookup: value for name, value in fact.required.items()})


def term_titles() -> Callable[[str, str], str]:
    """Return (vocabulary, word) -> title over the whole dictionary. Queries: two, at the first word."""
    loaded: list[Dictionary] = []

    def title(vocabulary: str, word: str) -> str:
        if not loaded:
            loaded.append(Dictionary(Term.objects.order_by().values_list("vocabulary", flat=True).distinct()))
        return loaded[0].title(vocabulary, word)

    return title
