"""Building an instrument: its words, sections, criteria."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from masterstvo.assessments.content.parts import (
    WITH_OPTIONS,
    Condition,
    Content,
    Criterion,
    Level,
    Option,
    Scale,
    ScaleKind,
    Section,
)
from masterstvo.assessments.content.reading import OPTIONS_AT_MOST, TEXT_AT_MOST
from masterstvo.assessments.models import Instrument
from masterstvo.core.forms import CheckForm, TermField

FILE_AT_MOST = 1_000_000  # bytes
MORE = "more"  # the button that asks for further rows of answers
SPARE_ROWS = 3


class InstrumentForm(CheckForm):
    kind = TermField("instrument_kind", label="Вид")

    class Meta:
        model = Instrument
        fields = ["title", "kind", "subject", "purpose"]
        labels = {"purpose": "Вступление для отвечающего"}
        widgets = {"purpose": forms.Textarea({"rows": 3})}


class InstrumentEditForm(InstrumentForm):
    class Meta(InstrumentForm.Meta):
        fields = ["title", "kind", "purpose"]


class InstrumentFileForm(forms.Form):
    """A file of this program: JSON or Excel."""

    file = forms.FileField(
        label="Файл инструмента", help_text="JSON или Excel, выгруженные отсюда или составленные так же"
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in (".json", ".xlsx"):
            raise ValidationError("Подходит файл .json или .xlsx.")
        if file.size > FILE_AT_MOST:
            raise ValidationError("Файл больше 1 МБ: это не инструмент.")
        return file


def read_json(raw: bytes) -> Any:
    """Return parsed JSON. Raises: ValidationError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ValidationError("Это не JSON: файл повреждён или сохранён в другой кодировке.") from None


class LevelsField(forms.CharField):
    """Levels by thresholds, one a line: «60 достаточный»."""

    widget = forms.Textarea({"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return "\n".join(f"{each.starts_at.normalize():f} {each.title}" for each in value)
        return value

    def clean(self, value: Any) -> Any:
        found = []
        for line in super().clean(value).splitlines():
            number, _, title = line.strip().partition(" ")
            if not line.strip():
                continue
            try:
                start = Decimal(number.rstrip("%").replace(",", "."))
            except ArithmeticError:
                start = Decimal("NaN")
            if not start.is_finite() or not 0 <= start <= 100 or not title.strip():
                raise ValidationError(
                    "Пишите с новой строки: с какого процента и название, «60 достаточный»."
                )
            found.append(Level(title.strip(), start))
        return tuple(sorted(found, key=lambda each: each.starts_at))


class SettingsForm(forms.Form):
    """What holds for the whole version."""

    levels = LevelsField(
        label="Уровни по итогу",
        required=False,
        help_text="С новой строки: с какого процента и название. Первая строка начинается с 0.",
    )
    minutes = forms.IntegerField(
        label="Ограничение времени, минут", required=False, min_value=1, max_value=600
    )
    unanswered_is_wrong = forms.BooleanField(
        label="Пропущенный вопрос считать ошибкой", required=False, help_text="Так считают в тестах на знание"
    )

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "levels": content.levels,
            "minutes": content.minutes,
            "unanswered_is_wrong": content.unanswered_is_wrong,
        }
        super().__init__(*args, **kwargs)


class SectionForm(forms.Form):
    title = forms.CharField(label="Название раздела", max_length=300)
    hint = forms.CharField(
        label="Пояснение", required=False, max_length=TEXT_AT_MOST, widget=forms.Textarea({"rows": 2})
    )
    weight = forms.DecimalField(
        label="Вес в итоге", min_value=Decimal("0.01"), max_value=1000, initial=1, localize=True
    )
    levels = LevelsField(
        label="Свои уровни раздела", required=False, help_text="Пусто: те же, что у всего инструмента"
    )
    draw = forms.IntegerField(
        label="Сколько вопросов давать по жребию",
        required=False,
        min_value=1,
        max_value=500,
        help_text="Для тестов: каждый получит столько вопросов одинаковой трудности. Пусто: все вопросы.",
    )

    def __init__(self, *args: Any, section: Section | None = None, **kwargs: Any) -> None:
        if section:
            kwargs["initial"] = {name: getattr(section, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


@dataclass(frozen=True)
class OptionRow:
    """The fields of one answer on the form of a question."""

    label: forms.BoundField
    points: forms.BoundField
    descriptor: forms.BoundField


class CriterionForm(forms.Form):
    """One question. ``kind``: of its answer, which decides the fields; ``content``: what stands in the draft, for conditions."""

    text = forms.CharField(label="Вопрос", max_length=TEXT_AT_MOST, widget=forms.Textarea({"rows": 2}))
    hint = forms.CharField(
        label="Пояснение", required=False, max_length=TEXT_AT_MOST, widget=forms.Textarea({"rows": 2})
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kind: ScaleKind,
        content: Content,
        criterion: Criterion | None = None,
    ) -> None:
        super().__init__(data)
        self.kind, self.content, self.criterion = kind, content, criterion
        self.asks_more = bool(data) and MORE in data
        if criterion and data is None:
            self.initial = _initial(criterion)
        if kind == ScaleKind.POINTS:
            self.fields["maximum"] = forms.IntegerField(
                label="Наибольший балл", min_value=1, max_value=1000, initial=10
            )
        if kind in WITH_OPTIONS:
            self._add_options()
        self.fields["is_required"] = forms.BooleanField(
            label="Ответ обязателен", required=False, initial=True
        )
        if kind not in (ScaleKind.TEXT, ScaleKind.NUMBER):
            self._add_scoring()
        self.fields["when"] = forms.MultipleChoiceField(
            label="Задавать, только если раньше ответили",
            required=False,
            choices=list(self._earlier()),
            help_text="Ответы одного из вопросов выше; несколько выбирают с клавишей Ctrl. Пусто: задавать всегда.",
        )

    def full_clean(self) -> None:
        """Check everything; but whoever only asks for further rows has not finished yet."""
        if self.asks_more:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.asks_more and super().is_valid()

    # --- The fields -------------------------------------------------------------------------------------------------
    def _add_options(self) -> None:
        had = len(self.criterion.scale.options) if self.criterion else 0
        sent = sum(name.startswith("label") for name in self.data) if self.is_bound else 0
        n = sent + (SPARE_ROWS if self.asks_more else 0) if self.is_bound else max(4, had + 1)
        self.n_options = min(n, OPTIONS_AT_MOST)
        for row in range(self.n_options):
            self.fields[f"label{row}"] = forms.CharField(
                label=f"Ответ {row + 1}", required=False, max_length=TEXT_AT_MOST
            )
            self.fields[f"points{row}"] = forms.DecimalField(
                label="Баллы", required=False, min_value=-1000, max_value=1000, localize=True
            )
            self.fields[f"descriptor{row}"] = forms.CharField(
                label="По чему узнать", required=False, max_length=TEXT_AT_MOST
            )
            self.fields[f"key{row}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _add_scoring(self) -> None:
        self.fields["weight"] = forms.DecimalField(
            label="Вес вопроса", min_value=Decimal("0.01"), max_value=1000, initial=1, localize=True
        )
        self.fields["critical_from"] = forms.DecimalField(
            label="Критический: не меньше, %",
            required=False,
            min_value=0,
            max_value=100,
            localize=True,
            help_text="Если за ответ меньше, весь итог остаётся на нижнем уровне",
        )
        self.fields["difficulty"] = forms.TypedChoiceField(
            label="Трудность",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "не важна"), (1, "лёгкий"), (2, "средний"), (3, "трудный")],
        )

    def _earlier(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for n, each in enumerate(self.content.criteria(), start=1):
            if self.criterion and each.key == self.criterion.key:
                return
            if each.scale.choices:
                title = f"{n}. {each.text[:80]}"
                yield title, [(f"{each.key}={option.key}", option.label) for option in each.scale.choices]

    def option_rows(self) -> list[OptionRow]:
        if self.kind not in WITH_OPTIONS:
            return []
        return [
            OptionRow(self[f"label{row}"], self[f"points{row}"], self[f"descriptor{row}"])
            for row in range(self.n_options)
        ]

    def keys(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("key")]

    def rest(self) -> list[forms.BoundField]:
        """The fields after the answers."""
        names = ("maximum", "is_required", "weight", "critical_from", "difficulty", "when")
        return [self[name] for name in names if name in self.fields]

    # --- The value ----------------------------------------------------------------------------------------------------
    def clean_when(self) -> Condition | None:
        pairs = [each.rpartition("=")[::2] for each in self.cleaned_data["when"]]
        if len({key for key, _ in pairs}) > 1:
            raise ValidationError("Выберите ответы одного вопроса.")
        return Condition(pairs[0][0], tuple(value for _, value in pairs)) if pairs else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.kind in WITH_OPTIONS and not self.errors and len(self._options()) < 2:
            self.add_error("label0", "Нужно хотя бы два ответа.")
        return cleaned

    def _options(self) -> tuple[Option, ...]:
        told = self.cleaned_data
        taken = {told[f"key{row}"] for row in range(self.n_options)}
        found = []
        for row in range(self.n_options):
            if not told.get(f"label{row}"):
                continue
            key = told[f"key{row}"] or next(str(n) for n in range(1, 1000) if str(n) not in taken)
            taken.add(key)
            found.append(
                Option(
                    key,
                    told[f"label{row}"],
                    told.get(f"points{row}") or Decimal(0),
                    told.get(f"descriptor{row}") or "",
                )
            )
        return tuple(found)

    def value(self, key: str) -> Criterion:
        """Return the criterion that a valid form describes, under ``key``."""
        told = self.cleaned_data
        maximum = told.get("maximum")
        return Criterion(
            key=key,
            text=told["text"],
            hint=told["hint"],
            scale=Scale(
                self.kind,
                self._options() if self.kind in WITH_OPTIONS else (),
                Decimal(maximum) if maximum else None,
            ),
            weight=told.get("weight") or Decimal(1),
            is_required=told["is_required"],
            critical_from=told.get("critical_from"),
            when=told["when"],
            difficulty=told.get("difficulty"),
        )


def _initial(criterion: Criterion) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "text": criterion.text,
        "hint": criterion.hint,
        "maximum": criterion.scale.maximum,
        "is_required": criterion.is_required,
        "weight": criterion.weight,
        "critical_from": criterion.critical_from,
        "difficulty": criterion.difficulty,
        "when": [f"{criterion.when.criterion}={value}" for value in criterion.when.values]
        if criterion.when
        else [],
    }
    for row, each in enumerate(criterion.scale.options):
        initial |= {
            f"label{row}": each.label,
            f"points{row}": each.points,
            f"descriptor{row}": each.descriptor,
            f"key{row}": each.key,
        }
    return initial
