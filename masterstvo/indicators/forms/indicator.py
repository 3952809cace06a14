"""What an own indicator is called, how it counts, and its formula: from choices, or as text."""

import json
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from masterstvo.core.conflicts import Versioned
from masterstvo.indicators.choices import Measure, MovedPerson
from masterstvo.indicators.forms.formula import RESHAPING, FormulaForm
from masterstvo.indicators.language import FormulaError, FormulaWords, formula_words, from_json, to_json
from masterstvo.indicators.language.choosing import choices_of, formula_from
from masterstvo.indicators.models import Indicator

EXAMPLE = {
    "of": {"population": "staff", "where": {"category": ["teaching"]}},
    "with": {"fact": "training", "where": {"topics": ["функциональная грамотность"]}, "when": "period"},
}
ASKS = RESHAPING | {"check", "as"}  # buttons that save nothing
TOO_INTRICATE = "Такие условия из списков не собрать: правьте формулу текстом."


class IndicatorForm(Versioned, forms.ModelForm):
    """Checks an own indicator. ``builder``: its formula as choices, or None where it is written as text, the JSON of the language."""

    formula = forms.CharField(
        label="Формула",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="«of» — кого считать, «with» — что у них должно быть.",
    )
    measure = forms.ChoiceField(label="Вид", choices=Measure.choices, initial=Measure.SHARE)
    moved_person = forms.ChoiceField(
        label="Куда относится сменивший место", choices=MovedPerson.choices, initial=MovedPerson.AT_END
    )

    class Meta:
        model = Indicator
        fields = ["code", "title", "measure", "formula", "moved_person", "source", "note"]
        help_texts = {"note": "Как понято то, что приказ оставил без уточнения"}

    def __init__(self, data: Any = None, *, titles: Any, taken: set[str], **kwargs: Any) -> None:
        data = data.copy() if data else None
        super().__init__(data, **kwargs)
        self.titles, self.taken = titles, taken
        self.words: FormulaWords | None = None
        self.builder: FormulaForm | None = None
        self.is_too_intricate = False
        if data is None:
            self._show(self.instance.formula if self.instance.pk else EXAMPLE, self.instance.measure)
        elif "population" in data:
            self.builder = FormulaForm(data, add_block="add" in data)
            if self.builder.is_valid():
                formula = formula_from(self.builder.choices(), measure=str(data.get("measure")))
                data["formula"] = _written(_without_measure(to_json(formula)))
                self.builder = self.builder if data.get("as") != "text" else None
        elif data.get("as") == "choices":
            self._build_from_text(data)
        self.fields["formula"].required = self.builder is None
        if self.instance.pk:
            self.remember(self.instance, self._meta.fields or ())

    def shown_value(self, row: Any, name: str) -> Any:
        return _written(row.formula) if name == "formula" else super().shown_value(row, name)

    def _show(self, stored: dict[str, Any], measure: str) -> None:
        formula = from_json(stored, measure=measure)
        self.words = formula_words(formula, titles=self.titles)
        choices = choices_of(formula)
        self.builder = FormulaForm(choices=choices) if choices else None
        self.is_too_intricate = choices is None
        self.initial["formula"] = _written(stored)

    def _build_from_text(self, data: Any) -> None:
        try:
            self._show(json.loads(data.get("formula", "")), str(data.get("measure")))
        except (ValueError, RecursionError, FormulaError):
            self.builder = None  # clean() tells what is wrong with the text

    @property
    def only_asks(self) -> bool:
        """Whether the button pressed was not the one that saves."""
        return bool(ASKS & self.data.keys())

    def full_clean(self) -> None:
        """Check everything; but whoever only asks how the formula looks or reads has not finished the rest yet."""
        if RESHAPING & self.data.keys():
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()
        if self.is_bound and self.only_asks:
            for name in self.errors.keys() - {"formula", "measure"}:
                del self.errors[name]

    @property
    def is_readable(self) -> bool:
        """Whether the formula reads, whatever is still wrong with the other fields."""
        return not {"formula", "measure"} & self.errors.keys() and self.words is not None

    def is_valid(self) -> bool:
        is_built = self.builder is None or not self.builder.is_bound or self.builder.is_valid()
        return super().is_valid() and is_built

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code in self.taken:
            raise forms.ValidationError("Такой код уже есть среди действующих показателей: выберите другой.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("formula")
        if text and cleaned.get("measure"):
            try:
                data = json.loads(text)
                formula = from_json(data, measure=cleaned["measure"])
            except ValueError as wrong:
                self.add_error("formula", f"Это не JSON: {_place(wrong)}.")
            except RecursionError:
                self.add_error("formula", "Слишком много вложенных скобок.")
            except FormulaError as refusal:
                self.add_error("formula", f"{str(refusal)[:1].upper()}{str(refusal)[1:]}.")
            else:
                self.words = formula_words(formula, titles=self.titles)
                cleaned["formula"] = data
        return cleaned

    def _post_clean(self) -> None:
        """The model's own check would write onto the instance; the database's constraints speak in the action."""

    def save(self, commit: bool = True) -> Any:
        raise TypeError("A form never saves: pass cleaned_data to an action.")


def _written(formula: Any) -> str:
    return json.dumps(formula, ensure_ascii=False, indent=2)


def _without_measure(formula: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in formula.items() if name != "measure"}  # it has a column of its own


def _place(wrong: ValueError) -> str:
    if isinstance(wrong, json.JSONDecodeError):
        return f"ошибка записи в строке {wrong.lineno}, символ {wrong.colno}"
    return "не понять, где ошибка записи"
