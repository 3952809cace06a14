"""A formula told in Russian words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from masterstvo.indicators import registry
from masterstvo.indicators.language.formula import (
    All,
    Any,
    Attribute,
    Condition,
    FactCondition,
    Formula,
    PopulationTerm,
    Scalar,
    Test,
    When,
)
from masterstvo.indicators.registry import Field, Kind

Titles = Callable[[str, str], str]  # (vocabulary, word as in the formula) -> its title in the dictionary

_RANGE = {"lt": "меньше", "le": "не больше", "gt": "больше", "ge": "не меньше"}


@dataclass(frozen=True)
class FormulaWords:
    """``of``: who is counted in all; ``with_``: what makes one of them count, "" when nothing does; ``result``: what is done with both."""

    of: str
    with_: str
    result: str

    def __str__(self) -> str:
        counted = (
            f"В знаменателе: {self.of}. В числителе: те из них, у кого {self.with_}."
            if self.with_
            else f"Считаются: {self.of}."
        )
        return f"{counted} {self.result}"


def formula_words(formula: Formula, *, titles: Titles, decimals: int = 1) -> FormulaWords:
    """Tell ``formula`` to a reader who does not know its JSON."""
    of = _population(formula.of, titles)
    with_ = condition_words(formula.with_, of=formula.of, titles=titles) if formula.with_ else ""
    if formula.measure == "share":
        places = {0: "до целых", 1: "до одного знака после запятой"}.get(
            decimals, f"до {decimals} знаков после запятой"
        )
        result = f"Доля = числитель ÷ знаменатель × 100 %, округление {places}, половина — вверх. Один член совокупности считается один раз."
    elif formula.measure == "sum":
        field = registry.facts()[formula.of.name].fields[formula.sum_field]
        result = f"Показатель — сумма по полю «{field.title}»."
    else:
        result = "Показатель — их количество."
    if formula.measure != "share" and with_:
        return FormulaWords(f"{of}, у которых {with_}", "", result)
    return FormulaWords(of, with_, result)


def condition_words(condition: Condition, *, of: PopulationTerm, titles: Titles) -> str:
    """Tell a condition so that it goes on after «те, у кого …»."""
    if isinstance(condition, FactCondition):
        return _fact(condition, titles)
    if isinstance(condition, Attribute):
        fact = registry.facts().get(of.name)
        fields = fact.fields if fact else registry.populations()[of.name].fields
        return test_words(condition.test, fields[condition.test.field], titles)
    if isinstance(condition, All | Any):
        word = " и " if isinstance(condition, All) else ", или "
        parts = [condition_words(part, of=of, titles=titles) for part in condition.parts]
        nested = any(isinstance(part, All | Any) for part in condition.parts)
        return word.join(f"({part})" if nested and " и " in part else part for part in parts)
    return f"неверно, что {condition_words(condition.part, of=of, titles=titles)}"


def _population(term: PopulationTerm, titles: Titles) -> str:
    fact = registry.facts().get(term.name)
    if fact:
        details = [
            *_where(term.where, fact.fields, titles),
            when_words(term.when or When("period"), dated=fact.ends_on is None),
        ]
        return f"записи «{fact.title}»: {'; '.join(details)}"
    population = registry.populations()[term.name]
    details = _where(term.where, population.fields, titles)
    return f"{population.title}: {'; '.join(details)}" if details else population.title


def _fact(condition: FactCondition, titles: Titles) -> str:
    fact = registry.facts()[condition.fact]
    dated = fact.ends_on is None
    details = [
        *_where(condition.where, registry.fields_of(fact), titles),
        when_words(condition.when, dated=dated),
    ]
    if condition.at_least > 1:
        details.append(f"записей не меньше {condition.at_least}")
    if condition.sum_field:
        field = fact.fields[condition.sum_field]
        details.append(f"{field.title} в сумме не меньше {_number(condition.sum_at_least)}")
    return f"есть {fact.title} ({'; '.join(details)})"


def when_words(when: When, *, dated: bool) -> str:
    verb = "дата" if dated else "действует"
    if when.kind == "as_of":
        return "на дату отчёта" if dated else "действует на дату отчёта"
    if when.kind == "ever":
        return "за всё время по дату отчёта"
    if when.kind == "school_year":
        return f"{verb} в учебном году, по дату отчёта"
    if when.kind == "last_years":
        return f"{verb} за последние годы: {when.years}"
    return f"{verb} в отчётном периоде"


def _where(tests: tuple[Test, ...], fields: object, titles: Titles) -> list[str]:
    return [test_words(test, fields[test.field], titles) for test in tests]  # type: ignore[index]


def test_words(test: Test, field: Field, titles: Titles) -> str:
    """Tell one comparison: «вид организатора — институт или ЦНППМ»."""
    if field.kind == Kind.TRUTH:
        return field.yes if test.values[0] else field.no
    words = [value_words(value, field, titles) for value in test.values]
    if test.op in _RANGE:
        return f"{field.title} {_RANGE[test.op]} {words[0]}{f' {field.unit}' if field.unit else ''}"
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} или {words[-1]}"
    return f"{field.title} — {'не ' if test.op == 'not_in' else ''}{listed}"


test_words.__test__ = False  # type: ignore[attr-defined]  # pytest takes the name for a test otherwise


def value_words(value: Scalar, field: Field, titles: Titles) -> str:
    """Tell one value: a term by its title, a choice by its label, a number with a comma."""
    if field.kind == Kind.TERM:
        return titles(field.vocabulary, str(value))
    if field.kind == Kind.CHOICE:
        return field.choices[str(value)]
    return _number(Decimal(value))


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
