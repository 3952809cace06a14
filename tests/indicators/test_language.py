"""The language reads what the catalogue says, writes what it read, and refuses everything else in words."""

import json
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.indicators import registry
from masterstvo.indicators.actions import CATALOGUE
from masterstvo.indicators.language import (
    All,
    Any,
    Attribute,
    FactCondition,
    Formula,
    FormulaError,
    Not,
    PopulationTerm,
    Test,
    When,
    formula_words,
    from_json,
    to_json,
)
from masterstvo.indicators.language.choosing import choices_of, formula_from
from masterstvo.indicators.registry import Kind

SHIPPED = [
    row
    for edition in yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["editions"]
    for row in edition["indicators"]
]


def as_written(vocabulary, word):
    return word


# --- Formulas of every shape, from the registry itself -----------------------------------------------------------------
def _tests(fields):
    def of(name):
        field = fields[name]
        if field.kind == Kind.TRUTH:
            return st.booleans().map(lambda value: Test(name, "eq", (value,)))
        if field.kind == Kind.NUMBER:
            number = st.integers(-1000, 1000).map(Decimal) | st.decimals(-1000, 1000, places=2)
            return st.tuples(st.sampled_from(["lt", "le", "gt", "ge"]), number).map(
                lambda pair: Test(name, pair[0], (Decimal(str(float(pair[1]))),))
            )
        words = (
            st.sampled_from(sorted(field.choices))
            if field.choices
            else st.text("абвгд ёж", min_size=1).filter(str.strip)
        )
        return st.tuples(st.sampled_from(["in", "not_in"]), st.lists(words, min_size=1, max_size=3)).map(
            lambda pair: Test(name, pair[0], tuple(pair[1]))
        )

    return st.sampled_from(sorted(fields)).flatmap(of)


def _where(fields):
    order = list(fields)
    return st.lists(_tests(fields), max_size=3, unique_by=lambda test: test.field).map(
        lambda tests: tuple(sorted(tests, key=lambda test: order.index(test.field)))
    )


WHEN = st.sampled_from(["period", "as_of", "school_year", "ever"]).map(When) | st.integers(1, 50).map(
    lambda years: When("last_years", years)
)


def _fact_conditions():
    def of(fact):
        numbers = [name for name, field in fact.fields.items() if field.kind == Kind.NUMBER]
        exists = st.builds(
            FactCondition,
            fact=st.just(fact.name),
            where=_where(registry.fields_of(fact)),
            when=WHEN,
            at_least=st.integers(1, 9),
        )
        if not numbers:
            return exists
        return exists | st.builds(
            FactCondition,
            fact=st.just(fact.name),
            where=_where(registry.fields_of(fact)),
            when=WHEN,
            sum_field=st.sampled_from(numbers),
            sum_at_least=st.integers(1, 999).map(Decimal),
        )

    usable = [fact for fact in registry.facts().values() if fact.links or fact.organization]
    return st.sampled_from(usable).flatmap(of)


def _conditions(fields):
    leaf = _fact_conditions() | _tests(fields).map(Attribute)
    return st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3).map(tuple).map(All)
            | st.lists(inner, min_size=1, max_size=3).map(tuple).map(Any)
            | inner.map(Not)
        ),
        max_leaves=5,
    )


def _formulas():
    def of(name):
        fields = registry.populations()[name].fields
        return st.builds(
            Formula,
            st.sampled_from(["share", "count"]),
            st.builds(PopulationTerm, st.just(name), _where(fields)),
            _conditions(fields),
        )

    return st.sampled_from(sorted(registry.populations())).flatmap(of)


@given(st.deferred(_formulas))
def test_a_formula_survives_the_way_through_json(formula):
    written = json.loads(json.dumps(to_json(formula), ensure_ascii=False))

    assert from_json(written) == formula


def _flat(condition):
    """Return ``condition`` without lists of one and without «all» within «all»."""
    if isinstance(condition, Not):
        return Not(_flat(condition.part))
    if not isinstance(condition, All | Any):
        return condition
    parts = []
    for part in map(_flat, condition.parts):
        parts += part.parts if isinstance(part, type(condition)) else [part]
    return parts[0] if len(parts) == 1 else type(condition)(tuple(parts))


@given(st.deferred(_formulas))
def test_choices_say_what_the_formula_says_or_nothing(formula):
    choices = choices_of(formula)

    if choices is not None:
        said = formula_from(choices, measure=formula.measure)
        assert (said.measure, said.of, _flat(said.with_)) == (
            formula.measure,
            formula.of,
            _flat(formula.with_),
        )


@pytest.mark.parametrize("code", [row["code"] for row in SHIPPED])
def test_every_shipped_definition_with_its_own_population_can_be_shown_as_choices(code):
    row = next(row for row in SHIPPED if row["code"] == code)
    formula = from_json(
        {name: row[name] for name in ("of", "with") if name in row}, measure=row.get("measure")
    )

    choices = choices_of(formula)

    assert choices is not None
    assert formula_from(choices, measure=formula.measure) == formula


@given(st.deferred(_formulas))
def test_every_formula_can_be_told_in_words(formula):
    words = str(formula_words(formula, titles=as_written))

    assert words.startswith(("В знаменателе: ", "Считаются: "))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_WORDS = st.sampled_from(
    ["of", "with", "population", "staff", "where", "fact", "training", "when", "period", "all", "any", "not", "attribute",
     "age", "lt", "at_least", "sum", "field", "hours", "topics", "category", "in", "eq", "events", "last_years", "measure"]
)  # fmt: skip
_NEARLY = st.recursive(
    _WORDS | st.integers(-2, 99) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=16,
)


@given(_JSON | _NEARLY)
def test_any_json_is_read_or_refused_in_words(data):
    try:
        formula = from_json(data)
    except FormulaError as refusal:
        said = str(refusal)
    else:
        said = str(formula_words(from_json(to_json(formula)), titles=as_written))

    assert any("а" <= letter <= "я" for letter in said)


# --- The forms that people write -----------------------------------------------------------------------------------------
def _with(condition, of="staff"):
    return from_json({"of": {"population": of}, "with": condition}).with_


def test_short_forms_mean_the_long_ones():
    short = _with(
        {
            "fact": "training",
            "where": {"in_federal_register": True, "provider_kind": "institute", "hours": 36},
        }
    )
    long = _with(
        {
            "fact": "training",
            "where": {
                "in_federal_register": {"eq": True},
                "provider_kind": {"in": ["institute"]},
                "hours": {"in": [36]},
            },
            "when": "period",
            "at_least": 1,
        }
    )

    assert short == long


def test_the_order_of_keys_changes_nothing():
    one = _with(
        {
            "fact": "training",
            "where": {"topics": ["ФГОС"], "hours": {"lt": 72, "ge": 36}, "kind": ["upskilling"]},
        }
    )
    other = _with(
        {
            "fact": "training",
            "where": {"kind": ["upskilling"], "hours": {"ge": 36, "lt": 72}, "topics": ["ФГОС"]},
        }
    )

    assert one == other


def test_an_attribute_takes_one_comparison():
    assert _with({"attribute": "has_attestation", "eq": True}) == Attribute(
        Test("has_attestation", "eq", (True,))
    )
    assert _with({"attribute": "organization_kind", "in": ["school"]}) == Attribute(
        Test("organization_kind", "in", ("school",))
    )


def test_a_sum_names_its_field_and_threshold():
    condition = _with({"fact": "training", "sum": {"field": "hours", "at_least": 72}})

    assert (condition.sum_field, condition.sum_at_least, condition.is_tally) == ("hours", Decimal(72), True)


def test_a_part_counts_the_members_of_its_whole_unless_it_says_otherwise():
    whole = from_json({"of": {"population": "teams"}, "with": {"fact": "training"}})

    inherited = from_json({"with": {"fact": "training"}}, parent_of=whole.of)
    own = from_json({"of": {"population": "staff"}, "with": {"fact": "training"}}, parent_of=whole.of)

    assert (inherited.of.name, own.of.name) == ("teams", "staff")


def test_the_shipped_catalogue_reads_and_survives_json():
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))

    def read(row, of=None, measure="share"):
        parts = {name: row[name] for name in ("of", "with") if name in row}
        formula = from_json(parts, measure=row.get("measure", measure), parent_of=of)
        assert from_json(to_json(formula)) == formula
        return 1 + sum(read(part, formula.of, formula.measure) for part in row.get("children", []))

    assert [sum(map(read, edition["indicators"])) for edition in catalogue["editions"]] == [15, 36]


STAFF = {"population": "staff"}


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        ([], "формула: нужны фигурные скобки, а не «[]»"),
        ({"with": {"fact": "training"}}, "не сказано, кого считать: нужна часть «of»"),
        ({"of": STAFF}, "для доли нужно условие «with»: кто из всех входит в число"),
        (
            {"of": STAFF, "with": {"fact": "training", "where": {"hour": 36}}},
            "в условии «with», факт «training»: нет поля «hour»; есть: in_federal_register, provider_kind, kind, form, hours, "
            "topics, member_category",
        ),
        (
            {"of": STAFF, "with": {"any": [{"fact": "routes"}, {"fact": "routes", "where": {"status": "ready"}}]}},
            "в условии «with», «any», часть 2, факт «routes», поле «status»: нет значения «ready»; есть: draft, agreement, "
            "approved, active, completed, stopped",
        ),
        (
            {"of": STAFF, "with": {"fact": "training", "where": {"in_federal_register": "да"}}},
            "в условии «with», факт «training», поле «in_federal_register»: нужно true или false",
        ),
        (
            {"of": STAFF, "with": {"fact": "training", "when": "yesterday"}},
            "в условии «with», факт «training»: «when» «yesterday» не понять; подходит period, as_of, school_year, ever или "
            '{"last_years": 3}',
        ),
        (
            {"of": {"population": "pupils"}, "with": {}},
            "в части «of»: нет совокупности «pupils»; есть: ",
        ),
        (
            {"of": {"population": "events"}, "with": {"fact": "training"}, "measure": "share"},
            "в условии «with», факт «training»: у записей проверяются только их поля («attribute»)",
        ),
        ({"of": STAFF, "with": {"fact": "training"}, "measure": "mean"}, "вид показателя «mean»: подходит share, count, sum"),
        ({"of": STAFF, "with": {"fact": "events"}}, "эти записи не относятся ни к людям, ни к организациям"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place_and_the_choice(data, refusal):
    with pytest.raises(FormulaError) as caught:
        from_json(data)

    assert refusal in str(caught.value)
