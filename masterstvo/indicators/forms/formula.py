"""The formula of an own indicator as choices: whom to count, and what must be there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict

from masterstvo.indicators import registry
from masterstvo.indicators.choices import Measure
from masterstvo.indicators.evaluation import Dictionary
from masterstvo.indicators.language import PopulationTerm, Test, When
from masterstvo.indicators.language.choosing import MEMBER, Block, Choices
from masterstvo.indicators.registry import Field, Kind

BLOCKS_AT_MOST = 12
RESHAPING = {"show", "add"}  # buttons that only ask for other fields
WHEN = {
    "period": "за отчётный период",
    "as_of": "на дату отчёта",
    "school_year": "за учебный год",
    "last_years": "за последние годы",
    "ever": "за всё время",
}
TRUTH = [("", "неважно"), ("yes", "да"), ("no", "нет")]
_LARGEST = 10**9


@dataclass
class Group:
    """The fields of one part of the form. ``filters``: [(what it asks, its controls, whether it is in use)]."""

    title: str
    main: list[BoundField]
    row: list[BoundField]
    filters: list[tuple[str, list[BoundField], bool]] = field(default_factory=list)

    def add(self, title: str, controls: list[BoundField]) -> None:
        is_used = any(bound.value() or bound.errors for bound in controls)
        self.filters.append((title, controls, is_used))


class FormulaForm(forms.Form):
    """Which fields there are follows from what is chosen: the form is built anew from each request.

    ``choices``: what stands there before anything was sent. Queries: one, the words of the dictionary.
    """

    def __init__(self, data: Any = None, *, choices: Choices | None = None, add_block: bool = False) -> None:
        super().__init__(data.copy() if data else None)
        self.population = _known(data.get("population"), _members()) if data else choices.of.name  # type: ignore[union-attr]
        kinds = _kinds(data) if data else [block.kind for block in choices.blocks]  # type: ignore[union-attr]
        of_records = self.population in registry.facts()
        self.kinds = [kind if kind == MEMBER or not of_records else "" for kind in kinds][:BLOCKS_AT_MOST]
        if not self.kinds or add_block:
            self.kinds.append("")
        self._dictionary = Dictionary(self._vocabularies())
        if choices is not None and data is None:
            self.initial = dict(_initial(choices))
        self._add_population(of_records)
        for number, kind in enumerate(self.kinds):
            self._add_block(number, kind, of_records)
        if self.is_bound:
            self._fill_new_fields()

    def _fill_new_fields(self) -> None:
        """Fields that only now follow from a choice were not in the request: they begin with what they usually hold."""
        sent: Any = self.data
        for name, each in self.fields.items():
            if name not in sent and each.initial is not None:
                sent[name] = str(each.initial)

    def full_clean(self) -> None:
        """Check everything; but whoever only asks for other fields has not finished yet."""
        if RESHAPING & self.data.keys():
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return super().is_valid() and bool(self.cleaned_data)

    # --- The fields ---------------------------------------------------------------------------------------------------
    def _add_population(self, of_records: bool) -> None:
        self.fields["population"] = forms.ChoiceField(
            label="Кого или что считать",
            widget=_reshaping(),
            choices=[
                ("Люди и организации", [(each.name, each.title) for each in registry.populations().values()]),
                ("Записи", [(each.name, each.title) for each in registry.facts().values()]),
            ],
        )
        if of_records:
            self._add_when("of")
            numbers = _numbers(registry.facts()[self.population].fields)
            if numbers:
                self.fields["sum_field"] = forms.ChoiceField(
                    label="Что складывать, если показатель — сумма",
                    choices=[("", "ничего"), *numbers],
                    required=False,
                )
        self._add_tests("of", self.member_fields)
        if len(self.kinds) > 1:
            self.fields["join"] = forms.ChoiceField(
                label="Условия ниже",
                choices=[("all", "нужны все"), ("any", "достаточно одного")],
                widget=forms.RadioSelect,
                initial="all",
            )

    def _add_block(self, number: int, kind: str, of_records: bool) -> None:
        prefix = f"b{number}"
        own = "признаки самих записей" if of_records else "признаки тех, кого считаем"
        offered = [] if of_records else [(fact.name, fact.title) for fact in _provable()]
        self.fields[f"{prefix}_kind"] = forms.ChoiceField(
            label="Что проверить",
            choices=[("", "ничего"), (MEMBER, own), *offered],
            widget=_reshaping(),
            required=False,
        )
        if not kind:
            return
        self.fields[f"{prefix}_is_negated"] = forms.BooleanField(label="наоборот: такого нет", required=False)
        if kind == MEMBER:
            self._add_tests(prefix, self.member_fields)
            return
        fact = registry.facts()[kind]
        self._add_when(prefix)
        self.fields[f"{prefix}_at_least"] = forms.IntegerField(
            label="Записей не меньше", min_value=1, max_value=1000, initial=1
        )
        if numbers := _numbers(fact.fields):
            self.fields[f"{prefix}_sum_field"] = forms.ChoiceField(
                label="Или сумма по записям", choices=[("", "не считать"), *numbers], required=False
            )
            self.fields[f"{prefix}_sum_at_least"] = _number_field("Сумма не меньше")
        self._add_tests(prefix, registry.fields_of(fact))

    def _add_when(self, prefix: str) -> None:
        self.fields[f"{prefix}_when"] = forms.ChoiceField(
            label="Когда", choices=list(WHEN.items()), initial="period"
        )
        self.fields[f"{prefix}_years"] = forms.IntegerField(
            label="Сколько последних лет", min_value=1, max_value=50, required=False
        )

    def _add_tests(self, prefix: str, fields: Mapping[str, Field]) -> None:
        for name, each in fields.items():
            key = f"{prefix}-{name}"
            if each.kind == Kind.TRUTH:
                self.fields[key] = forms.ChoiceField(label=each.title, choices=TRUTH, required=False)
            elif each.kind == Kind.NUMBER:
                self.fields[f"{key}-ge"] = _number_field("не меньше")
                self.fields[f"{key}-lt"] = _number_field("меньше")
            else:
                self._add_words(key, each)

    def _add_words(self, key: str, each: Field) -> None:
        """Offer the words of the dictionary; a word that the formula names and the dictionary lacks stays a choice."""
        sent: Any = self.data
        named = sent.getlist(key) if self.is_bound else self.initial.get(key, [])
        offered = dict(each.choices)
        if each.kind == Kind.TERM:
            found = {word: self._dictionary.find(each.vocabulary, word) for word in named}
            self.initial[key] = [term.key if term else word for word, term in found.items()]
            offered = dict(self._dictionary.choices(each.vocabulary))
            offered |= {word: word for word, term in found.items() if term is None and _is_word(word)}
        self.fields[key] = forms.MultipleChoiceField(
            label=each.title,
            choices=list(offered.items()),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def _vocabularies(self) -> set[str]:
        parts = [self.member_fields, *(_fields_of(kind) for kind in self.kinds if kind not in ("", MEMBER))]
        return {each.vocabulary for part in parts for each in part.values() if each.vocabulary}

    @property
    def member_fields(self) -> Mapping[str, Field]:
        populations = registry.populations()
        return (
            populations[self.population].fields
            if self.population in populations
            else registry.facts()[self.population].fields
        )

    # --- What the page shows ---------------------------------------------------------------------------------------------
    def groups(self) -> Iterator[Group]:
        """Return the parts of the form in their order: whom to count, then each condition."""
        yield self._group(
            "Кого считать", ["population"], ["of_when", "of_years", "sum_field"], "of", self.member_fields
        )
        for number, kind in enumerate(self.kinds):
            prefix = f"b{number}"
            fields = self.member_fields if kind == MEMBER else _fields_of(kind) if kind else {}
            title = "Что у них должно быть" if number == 0 else f"Условие {number + 1}"
            main = [*(["join"] if number == 1 else []), f"{prefix}_kind"]
            row = [f"{prefix}_{name}" for name in ("when", "years", "at_least", "is_negated")]
            group = self._group(title, main, row, prefix, fields)
            if f"{prefix}_sum_field" in self.fields:
                group.add("Сумма по записям", [self[f"{prefix}_sum_field"], self[f"{prefix}_sum_at_least"]])
            yield group

    def _group(
        self, title: str, main: list[str], row: list[str], prefix: str, fields: Mapping[str, Field]
    ) -> Group:
        group = Group(title, self._shown(main), self._shown(row))
        for name, each in fields.items():
            ops = ("-ge", "-lt") if each.kind == Kind.NUMBER else ("",)
            group.add(each.title[0].upper() + each.title[1:], [self[f"{prefix}-{name}{op}"] for op in ops])
        return group

    def _shown(self, names: list[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def may_grow(self) -> bool:
        return len(self.kinds) < BLOCKS_AT_MOST

    # --- What was chosen -------------------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in [name for name in self.fields if name.endswith("_when")]:
            years = name.replace("_when", "_years")
            if cleaned.get(name) == "last_years" and cleaned.get(years) is None and years not in self.errors:
                self.add_error(years, "Напишите, за сколько последних лет, например 3.")
        if self.data.get("measure") == Measure.SHARE and not any(self.kinds):
            self.add_error(
                "b0_kind", "Выберите, что у них должно быть: доля — это те, у кого это есть, среди всех."
            )
        for number, kind in enumerate(self.kinds):
            prefix = f"b{number}"
            if kind == MEMBER and not self.errors and not self._tests(prefix, self.member_fields):
                self.add_error(f"{prefix}_kind", "Отметьте хотя бы один признак ниже или выберите «ничего».")
            if cleaned.get(f"{prefix}_sum_field") and cleaned.get(f"{prefix}_sum_at_least") is None:
                self.add_error(f"{prefix}_sum_at_least", "Напишите, сколько должно набраться.")
        return cleaned

    def choices(self) -> Choices:
        """Return what was chosen; only after ``is_valid()``."""
        of_records = self.population in registry.facts()
        of = PopulationTerm(
            self.population, self._tests("of", self.member_fields), self._when("of") if of_records else None
        )
        blocks = [self._block(f"b{number}", kind) for number, kind in enumerate(self.kinds) if kind]
        join = self.cleaned_data.get("join") or "all"
        return Choices(of, tuple(blocks), join, self.cleaned_data.get("sum_field", ""))

    def _block(self, prefix: str, kind: str) -> Block:
        got = self.cleaned_data
        is_negated = got[f"{prefix}_is_negated"]
        if kind == MEMBER:
            return Block(MEMBER, self._tests(prefix, self.member_fields), is_negated)
        sum_field = got.get(f"{prefix}_sum_field", "")
        return Block(
            kind,
            self._tests(prefix, _fields_of(kind)),
            is_negated,
            self._when(prefix),
            1 if sum_field else got[f"{prefix}_at_least"],
            sum_field,
            got[f"{prefix}_sum_at_least"] if sum_field else Decimal(0),
        )

    def _when(self, prefix: str) -> When:
        kind = self.cleaned_data[f"{prefix}_when"]
        return When(kind, self.cleaned_data[f"{prefix}_years"] if kind == "last_years" else 0)

    def _tests(self, prefix: str, fields: Mapping[str, Field]) -> tuple[Test, ...]:
        tests = []
        for name, each in fields.items():
            key = f"{prefix}-{name}"
            if each.kind == Kind.NUMBER:
                values = [(op, self.cleaned_data.get(f"{key}-{op}")) for op in ("ge", "lt")]
                tests += [Test(name, op, (value,)) for op, value in values if value is not None]
            elif each.kind == Kind.TRUTH and self.cleaned_data.get(key):
                tests.append(Test(name, "eq", (self.cleaned_data[key] == "yes",)))
            elif self.cleaned_data.get(key):
                tests.append(Test(name, "in", tuple(self.cleaned_data[key])))
        return tuple(tests)


def _reshaping() -> forms.Select:
    return forms.Select({"data-reshapes": True})


def _is_word(text: str) -> bool:
    return bool(text.strip()) and len(text) <= 200 and text.isprintable()


def _number_field(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=-_LARGEST,
        max_value=_LARGEST,
        max_digits=12,
        decimal_places=2,
        localize=True,
    )


def _initial(choices: Choices) -> Iterator[tuple[str, Any]]:
    yield from (("population", choices.of.name), ("join", choices.join), ("sum_field", choices.sum_field))
    if choices.of.when:
        yield from (("of_when", choices.of.when.kind), ("of_years", choices.of.when.years or None))
    yield from _initial_tests("of", choices.of.where)
    for number, block in enumerate(choices.blocks):
        prefix = f"b{number}"
        yield from (
            (f"{prefix}_kind", block.kind),
            (f"{prefix}_is_negated", block.is_negated),
            (f"{prefix}_when", block.when.kind),
            (f"{prefix}_years", block.when.years or None),
            (f"{prefix}_at_least", block.at_least),
            (f"{prefix}_sum_field", block.sum_field),
            (f"{prefix}_sum_at_least", block.sum_at_least if block.sum_field else None),
        )
        yield from _initial_tests(prefix, block.tests)


def _initial_tests(prefix: str, tests: Iterable[Test]) -> Iterator[tuple[str, Any]]:
    for test in tests:
        key = f"{prefix}-{test.field}"
        if test.op == "eq":
            yield key, "yes" if test.values[0] else "no"
        elif test.op == "in":
            yield key, list(test.values)
        else:
            yield f"{key}-{test.op}", test.values[0]


def _members() -> list[str]:
    return [*registry.populations(), *registry.facts()]


def _provable() -> list[registry.Fact]:
    return [fact for fact in registry.facts().values() if fact.links or fact.organization]


def _kinds(data: Mapping[str, str]) -> list[str]:
    known = [MEMBER, *(fact.name for fact in _provable())]
    sent = [data.get(f"b{number}_kind") for number in range(BLOCKS_AT_MOST)]
    return [kind if kind in known else "" for kind in sent if kind is not None]


def _known(sent: str | None, names: list[str]) -> str:
    return sent if sent in names else names[0]


def _fields_of(kind: str) -> Mapping[str, Field]:
    return registry.fields_of(registry.facts()[kind])


def _numbers(fields: Mapping[str, Field]) -> list[tuple[str, str]]:
    return [(name, each.title) for name, each in fields.items() if each.kind == Kind.NUMBER and not each.many]
