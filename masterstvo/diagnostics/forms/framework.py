"""Editing a framework: a competence, what is sufficient from a day on, by which questions it is measured, a whole file."""

import json
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from masterstvo.assessments.content.parts import Content
from masterstvo.core import terms
from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField
from masterstvo.core.words import clean
from masterstvo.diagnostics.content.parts import Level
from masterstvo.diagnostics.models import Competence, Target
from masterstvo.diagnostics.queries.framework import digest_of_weights, levels_of, levels_written

FILE_AT_MOST = 2_000_000  # bytes
WHOLE = ""  # the key that stands for the whole sheet


class NamesField(forms.CharField):
    """Other names, one a line."""

    widget = forms.Textarea({"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [clean(line) for line in super().clean(value).splitlines() if clean(line)]


class LevelsField(forms.CharField):
    """Levels of mastery, one a line: «60 достаточный | ведёт урок по своему плану»."""

    widget = forms.Textarea({"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        lines = []
        for each in levels_of(Competence(levels=value)):
            tail = f" | {each.descriptor}" if each.descriptor else ""
            lines.append(f"{each.starts_at.normalize():f} {each.title}{tail}")
        return "\n".join(lines)

    def clean(self, value: Any) -> Any:
        found: dict[Decimal, Level] = {}
        for line in filter(str.strip, super().clean(value).splitlines()):
            told, _, descriptor = line.partition("|")
            number, _, title = told.strip().partition(" ")
            try:
                start = Decimal(number.rstrip("%").replace(",", "."))
            except ArithmeticError:
                start = Decimal("NaN")
            if not start.is_finite() or not 0 <= start <= 100 or not title.strip():
                raise ValidationError(
                    f"Строка «{clean(line)}»: сначала процент, потом название, «60 достаточный | описание»."
                )
            if start in found:
                raise ValidationError(f"Два уровня начинаются с {number}: оставьте один.")
            found[start] = Level(clean(title), start, clean(descriptor))
        return levels_written(found[start] for start in sorted(found))


class CompetenceForm(CheckForm):
    """A competence of a block, or the block itself. ``framework``: where it stands; ``is_block``: it holds others."""

    synonyms = NamesField(
        label="Другие названия",
        required=False,
        help_text="По строке на название. По ним узнаём внешние результаты",
    )
    categories = forms.MultipleChoiceField(
        label="Для кого", required=False, widget=forms.CheckboxSelectMultiple, help_text="Пусто: для всех"
    )
    levels = LevelsField(
        label="Уровни владения",
        required=False,
        help_text="С новой строки: с какого процента, название и через «|» – как узнать. «60 достаточный | …»",
    )

    class Meta:
        model = Competence
        fields = ["block", "title", "synonyms", "categories", "levels"]
        labels = {"block": "Блок"}

    def __init__(self, *args: Any, framework: Any, is_block: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["categories"].choices = terms.choices("staff_category")
        fields["block"].queryset = framework.competences.filter(block=None, archived_on=None)
        fields["block"].empty_label = None
        fields["block"].required = True
        if is_block:
            for name in ("block", "synonyms", "levels", "target"):
                fields.pop(name, None)


class NewCompetenceForm(CompetenceForm):
    class Meta(CompetenceForm.Meta):
        fields = ["block", "title", "target", "synonyms", "categories", "levels"]
        labels = {"block": "Блок", "target": "Достаточно, %"}


class TargetForm(CheckForm):
    """What is sufficient, for whom and since when."""

    starts_on = DayField(label="С какого дня", help_text="Измеренное раньше останется, как было")
    ends_on = LastDayField(label="По какой день", required=False)
    category = TermField("staff_category", label="Категория работника", required=False, empty="все")
    subject = TermField("subject", label="Предмет", required=False, empty="любой")

    class Meta:
        model = Target
        fields = ["percent", "starts_on", "ends_on", "category", "job", "subject"]
        labels = {"job": "Слова в должности"}


class MeasureForm(forms.Form):
    """A weight for each question of an instrument; an empty one measures nothing. ``weights``: those in force."""

    seen = forms.CharField(widget=forms.HiddenInput)  # which weights the page showed

    def __init__(self, *args: Any, content: Content, weights: dict[str, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = digest_of_weights(weights)
        self.keys = [WHOLE, *(each.key for each in content.criteria())]
        texts = {each.key: each.text for each in content.criteria()} | {WHOLE: "Весь лист: итоговый процент"}
        for number, key in enumerate(self.keys):
            self.fields[f"w{number}"] = forms.DecimalField(
                label=texts[key],
                required=False,
                min_value=Decimal("0.01"),
                max_value=9999,
                decimal_places=2,
                localize=True,
                initial=weights.get(key),
            )

    def weights(self) -> dict[str, Decimal]:
        told = ((key, self.cleaned_data[f"w{number}"]) for number, key in enumerate(self.keys))
        return {key: weight for key, weight in told if weight}


class FrameworkFileForm(forms.Form):
    """A file, or what a preview of it carries along."""

    file = forms.FileField(label="Файл рамки", help_text="Excel или JSON, выгруженные отсюда и поправленные")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in (".json", ".xlsx"):
            raise ValidationError("Подходит файл .json или .xlsx.")
        if file.size > FILE_AT_MOST:
            raise ValidationError("Файл больше 2 МБ: это не рамка компетенций.")
        return file


def read_json(raw: bytes) -> Any:
    """Return parsed JSON. Raises: ValidationError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ValidationError("Это не JSON: файл повреждён или сохранён в другой кодировке.") from None
