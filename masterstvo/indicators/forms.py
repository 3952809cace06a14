"""Input of own indicators."""

import json
from typing import Any

from django import forms

from masterstvo.core.conflicts import Versioned
from masterstvo.indicators.choices import Measure, MovedPerson
from masterstvo.indicators.language import FormulaError, FormulaWords, formula_words, from_json
from masterstvo.indicators.models import Indicator

EXAMPLE = """{
  "of": {"population": "staff", "where": {"category": ["teaching"]}},
  "with": {"fact": "training", "where": {"topics": ["функциональная грамотность"]}, "when": "period"}
}"""


class IndicatorForm(Versioned, forms.ModelForm):
    """Checks an own indicator; ``formula`` is the JSON of the language."""

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

    def __init__(self, *args: Any, titles: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles, self.taken = titles, taken
        self.words: FormulaWords | None = None
        if self.instance.pk is None:
            self.initial.setdefault("formula", EXAMPLE)
        else:
            self.initial["formula"] = self.shown_value(self.instance, "formula")
            self.remember(self.instance, self._meta.fields or ())

    def shown_value(self, row: Any, name: str) -> Any:
        if name == "formula":
            return json.dumps(row.formula, ensure_ascii=False, indent=2)
        return super().shown_value(row, name)

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


def _place(wrong: ValueError) -> str:
    if isinstance(wrong, json.JSONDecodeError):
        return f"ошибка записи в строке {wrong.lineno}, символ {wrong.colno}"
    return "не понять, где ошибка записи"
