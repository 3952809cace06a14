"""What is typed about a jury."""

from typing import Any

from django import forms

from masterstvo.contests.choices import PhaseKind
from masterstvo.contests.marking import TieBreak
from masterstvo.contests.marking.words import TIE_WORDS
from masterstvo.contests.models import Criteria, JuryMember, JuryRules
from masterstvo.core.forms import CheckForm, PickField

TIES = 3


def section_titles(contest: Any) -> dict[str, str]:
    """Return {key of a section: its title} over all criteria of a contest. Queries: one."""
    rows = Criteria.objects.filter(contest=contest).select_related("version").order_by("pk")
    return {section.key: section.title for each in rows for section in each.version.parts.sections}


def tie_choices(contest: Any) -> list[tuple[str, str]]:
    """Return what may decide between equal totals. Queries: one."""
    parts = [
        (f"{TieBreak.PART}:{key}", f"выше балл по разделу «{title}»")
        for key, title in section_titles(contest).items()
    ]
    return [*((str(key), word) for key, word in TIE_WORDS.items()), *parts]


class JuryRulesForm(CheckForm):
    tie_1 = forms.ChoiceField(label="При равных итогах выше та, у которой", required=False)
    tie_2 = forms.ChoiceField(label="Если и это равно", required=False)
    tie_3 = forms.ChoiceField(label="Если и это равно", required=False)
    reason = forms.CharField(
        label="Почему меняем",
        max_length=500,
        required=False,
        help_text="Нужно, если оценки уже есть",
    )

    class Meta:
        model = JuryRules
        fields = [
            "jurors_per_entry", "method", "correction", "threshold", "third", "n_prizes", "n_finalists", "marking_weight",
            "final_weight",
        ]  # fmt: skip
        help_texts = {
            "correction": "Исходные оценки сохраняются и стоят в протоколе рядом",
            "threshold": "В процентах от высшей оценки; пусто – не назначать",
            "n_prizes": "Первое место – победитель, следующие до этого – призёры",
            "marking_weight": "Ноль – места даёт только финал",
            "final_weight": "Итог – оба этапа с их весами: например, 1 и 2",
        }

    def __init__(self, *args: Any, contest: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not contest.criteria.filter(phase=PhaseKind.FINAL).exists():
            for name in ("n_finalists", "marking_weight", "final_weight"):
                del self.fields[name]
        kept = list(self.instance.tie_breaks or [])
        for number in range(1, TIES + 1):
            field: Any = self.fields[f"tie_{number}"]
            field.choices = [("", "место делится"), *tie_choices(contest)]
            field.initial = kept[number - 1] if len(kept) >= number else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [cleaned.pop(f"tie_{number}", "") for number in range(1, TIES + 1)]
        cleaned["tie_breaks"] = list(dict.fromkeys(filter(None, chosen)))
        return cleaned


class JuryMemberForm(CheckForm):
    appointment = PickField(
        label="Эксперт",
        by=("person__last_name", "person__first_name", "person__patronymic"),
        help_text="Из реестра экспертов: начните с фамилии и нажмите «Найти»",
        missing="Среди назначенных экспертов такого нет: сначала внесите назначение в «Эксперты».",
    )

    class Meta:
        model = JuryMember
        fields = ["appointment", "role", "nominations", "load_min", "load_max"]
        labels = {"nominations": "Номинации"}
        help_texts = {
            "nominations": "Ничего не отмечено – все",
            "load_min": "Распределение даст не меньше",
            "load_max": "Пусто – сколько позволяет реестр экспертов",
        }


class JuryMemberCorrectionForm(JuryMemberForm):
    class Meta(JuryMemberForm.Meta):
        fields = ["role", "nominations", "load_min", "load_max"]

    appointment = None  # type: ignore[assignment]  # who it is never changes


class ReplaceForm(forms.Form):
    reason = forms.CharField(label="Почему выходит из жюри", max_length=300)
    replacement: Any = forms.ModelChoiceField(
        None, label="Кому отдать неоценённые работы", required=False, empty_label="распределить заново"
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["replacement"]
        field.queryset = members
