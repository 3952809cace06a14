"""JSON into a formula. Every refusal names the place: «в условии «with», факт «training»: нет поля «hour»; есть: …»."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any as Json

from masterstvo.indicators import registry
from masterstvo.indicators.language.formula import (
    All,
    Any,
    Attribute,
    Condition,
    FactCondition,
    Formula,
    FormulaError,
    Not,
    PopulationTerm,
    Scalar,
    Test,
    When,
)
from masterstvo.indicators.registry import Field, Kind

MEASURES = ("share", "count", "sum")
RANGES = ("lt", "le", "gt", "ge")
DEPTH = 12  # deeper than any formula that a person can still read
_WHEN = ("period", "as_of", "school_year", "ever")


def from_json(data: Json, *, measure: str | None = None, parent_of: PopulationTerm | None = None) -> Formula:
    """Read a formula. A part without its own ``of`` counts the members of its parent.

    ``measure``: what the indicator itself says; a ``measure`` within ``data`` must agree with it. Raises: FormulaError.
    """
    data = _object(data, "формула", {"measure", "of", "with", "sum"})
    stated = data.get("measure", measure or "share")
    if stated not in MEASURES or (measure and stated != measure):
        raise FormulaError(
            f"вид показателя {_shown(stated)}: подходит {_listed([measure] if measure else MEASURES)}"
        )
    if "of" in data:
        of = _population(data["of"])
    elif parent_of is not None:
        of = parent_of
    else:
        raise FormulaError("не сказано, кого считать: нужна часть «of»")
    with_ = _condition(data["with"], of, "в условии «with»", 1) if data.get("with") is not None else None
    if stated == "share" and with_ is None:
        raise FormulaError("для доли нужно условие «with»: кто из всех входит в число")
    return Formula(stated, of, with_, _sum_field(data, stated, of))


def _sum_field(data: Mapping[str, Json], measure: str, of: PopulationTerm) -> str:
    if measure != "sum":
        if "sum" in data:
            raise FormulaError("«sum» бывает только у показателя вида «sum»")
        return ""
    fact = registry.facts().get(of.name)
    if fact is None:
        raise FormulaError("сумма бывает только по записям: в части «of» назовите факт, например «training»")
    return _number_field(data.get("sum"), fact.fields, "в части «sum»")


def _population(data: Json) -> PopulationTerm:
    place = "в части «of»"
    data = _object(data, place, {"population", "where", "when"})
    name = data.get("population")
    fact = registry.facts().get(name) if isinstance(name, str) else None
    population = registry.populations().get(name) if isinstance(name, str) else None
    if fact is None and population is None:
        known = [*registry.populations(), *registry.facts()]
        raise FormulaError(f"{place}: нет совокупности {_shown(name)}; есть: {_listed(known)}")
    fields = fact.fields if fact else population.fields  # type: ignore[union-attr]
    where = _where(data.get("where"), fields, f"{place}, {_shown(name)}")
    if fact:
        return PopulationTerm(fact.name, where, _when(data.get("when", "period"), place))
    if "when" in data:
        raise FormulaError(f"{place}: {_shown(name)} берётся на дату отчёта, «when» здесь не нужен")
    return PopulationTerm(str(name), where)


def _condition(data: Json, of: PopulationTerm, place: str, depth: int) -> Condition:
    if depth > DEPTH:
        raise FormulaError(f"{place}: слишком много вложенных условий, больше {DEPTH}")
    if not isinstance(data, Mapping):
        raise FormulaError(f"{place}: здесь должно быть условие в фигурных скобках, а не {_shown(data)}")
    kinds = [kind for kind in ("fact", "attribute", "all", "any", "not") if kind in data]
    if len(kinds) != 1:
        raise FormulaError(f"{place}: нужно ровно одно из слов «fact», «attribute», «all», «any», «not»")
    kind = kinds[0]
    if kind == "fact":
        return _fact(data, of, place)
    if kind == "attribute":
        return _attribute(data, of, place)
    _object(data, place, {kind})
    if kind == "not":
        return Not(_condition(data["not"], of, f"{place}, «not»", depth + 1))
    parts = data[kind]
    if not isinstance(parts, list) or not parts:
        raise FormulaError(f"{place}, «{kind}»: нужен список условий")
    read = tuple(
        _condition(part, of, f"{place}, «{kind}», часть {number}", depth + 1)
        for number, part in enumerate(parts, 1)
    )
    return All(read) if kind == "all" else Any(read)


def _fact(data: Mapping[str, Json], of: PopulationTerm, place: str) -> FactCondition:
    name = data["fact"]
    fact = registry.facts().get(name) if isinstance(name, str) else None
    if fact is None:
        raise FormulaError(f"{place}: нет факта {_shown(name)}; есть: {_listed(registry.facts())}")
    place = f"{place}, факт «{fact.name}»"
    if of.name in registry.facts():
        raise FormulaError(f"{place}: у записей проверяются только их поля («attribute»)")
    if not fact.links and not fact.organization:
        raise FormulaError(f"{place}: эти записи не относятся ни к людям, ни к организациям")
    _object(data, place, {"fact", "where", "when", "at_least", "sum"})
    at_least = data.get("at_least", 1)
    if not _is_whole(at_least) or at_least < 1:
        raise FormulaError(f"{place}: «at_least» — целое число от 1, а не {_shown(at_least)}")
    sum_field, sum_at_least = "", Decimal(0)
    if "sum" in data:
        if "at_least" in data:
            raise FormulaError(
                f"{place}: «sum» и «at_least» вместе не бывают; порог суммы стоит внутри «sum»"
            )
        part = _object(data["sum"], f"{place}, «sum»", {"field", "at_least"})
        sum_field = _number_field(part.get("field"), fact.fields, f"{place}, «sum»")
        sum_at_least = _number(part.get("at_least"), f"{place}, «sum», «at_least»")
    return FactCondition(
        fact=fact.name,
        where=_where(data.get("where"), registry.fields_of(fact), place),
        when=_when(data.get("when", "period"), place),
        at_least=at_least,
        sum_field=sum_field,
        sum_at_least=sum_at_least,
    )


def _attribute(data: Mapping[str, Json], of: PopulationTerm, place: str) -> Attribute:
    fields = _fields_of_members(of)
    name = data["attribute"]
    rest = {key: value for key, value in data.items() if key != "attribute"}
    tests = _tests(name, rest, fields, place)
    if len(tests) != 1:
        raise FormulaError(
            f"{place}: у признака {_shown(name)} должно быть одно сравнение; несколько соедините через «all»"
        )
    return Attribute(tests[0])


def _fields_of_members(of: PopulationTerm) -> Mapping[str, Field]:
    fact = registry.facts().get(of.name)
    return fact.fields if fact else registry.populations()[of.name].fields


def _where(data: Json, fields: Mapping[str, Field], place: str) -> tuple[Test, ...]:
    if data is None:
        return ()
    if not isinstance(data, Mapping):
        raise FormulaError(f"{place}: «where» — поля со значениями в фигурных скобках, а не {_shown(data)}")
    tests = [test for name, asked in data.items() for test in _tests(name, asked, fields, place)]
    order = list(fields)
    # PostgreSQL keeps the keys of JSON in an order of its own: the words must not depend on it.
    return tuple(sorted(tests, key=lambda test: (order.index(test.field), test.op)))


def _tests(name: Json, asked: Json, fields: Mapping[str, Field], place: str) -> list[Test]:
    field = fields.get(name) if isinstance(name, str) else None
    if field is None:
        raise FormulaError(f"{place}: нет поля {_shown(name)}; есть: {_listed(fields)}")
    place = f"{place}, поле «{name}»"
    if not isinstance(asked, Mapping):
        asked = (
            {"eq": asked}
            if isinstance(asked, bool)
            else {"in": asked if isinstance(asked, list) else [asked]}
        )
    if not asked:
        raise FormulaError(f"{place}: не сказано, с чем сравнивать")
    return [_test(str(name), field, str(op), value, place) for op, value in asked.items()]


def _test(name: str, field: Field, op: str, value: Json, place: str) -> Test:
    if field.kind == Kind.TRUTH:
        if op != "eq" or not isinstance(value, bool):
            raise FormulaError(f"{place}: нужно true или false")
        return Test(name, "eq", (value,))
    if field.kind == Kind.NUMBER:
        if op in RANGES:
            return Test(name, op, (_number(value, place),))
        if op in ("in", "not_in") and isinstance(value, list) and value:
            return Test(name, op, tuple(_number(each, place) for each in value))
        if op == "eq":
            return Test(name, "in", (_number(value, place),))
        raise FormulaError(f"{place}: нужно сравнение с числом: {_listed([*RANGES, 'eq'])}")
    if op == "eq":
        op, value = "in", [value]
    if op not in ("in", "not_in") or not isinstance(value, list) or not value:
        raise FormulaError(f"{place}: нужно слово или список слов")
    return Test(name, op, tuple(_word(each, field, place) for each in value))


def _word(value: Json, field: Field, place: str) -> Scalar:
    if not isinstance(value, str) or not value.strip():
        raise FormulaError(f"{place}: {_shown(value)} — не слово")
    if field.kind == Kind.CHOICE and value not in field.choices:
        raise FormulaError(f"{place}: нет значения {_shown(value)}; есть: {_listed(field.choices)}")
    return value


def _when(data: Json, place: str) -> When:
    if isinstance(data, str) and data in _WHEN:
        return When(data)
    if isinstance(data, Mapping) and set(data) == {"last_years"}:
        years = data["last_years"]
        if _is_whole(years) and 1 <= years <= 50:
            return When("last_years", years)
    raise FormulaError(
        f'{place}: «when» {_shown(data)} не понять; подходит {_listed(_WHEN)} или {{"last_years": 3}}'
    )


def _number_field(name: Json, fields: Mapping[str, Field], place: str) -> str:
    numbers = [key for key, field in fields.items() if field.kind == Kind.NUMBER and not field.many]
    if name not in numbers:
        raise FormulaError(f"{place}: нет числового поля {_shown(name)}; есть: {_listed(numbers)}")
    return str(name)


def _number(value: Json, place: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 10**9 or value != value:
        raise FormulaError(f"{place}: нужно число, а не {_shown(value)}")
    return Decimal(str(value))


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 10**6


def _object(data: Json, place: str, allowed: set[str]) -> Mapping[str, Json]:
    if not isinstance(data, Mapping):
        raise FormulaError(f"{place}: нужны фигурные скобки, а не {_shown(data)}")
    for key in data:
        if key not in allowed:
            raise FormulaError(f"{place}: лишнее слово {_shown(key)}; можно: {_listed(sorted(allowed))}")
    return data


def _shown(value: Json) -> str:
    text = str(value)
    return f"«{text[:40]}…»" if len(text) > 40 else f"«{text}»"


def _listed(words: Json) -> str:
    return ", ".join(str(word) for word in words) or "ничего"
