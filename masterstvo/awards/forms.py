"""What people write about awards."""

import datetime as dt
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from masterstvo.awards.choices import NEXT, UNDONE, NominationState
from masterstvo.awards.models import Award, GivenAward, Nomination
from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.people.panels import person_field

Day = TypeVar("Day", dt.date, dt.date | None)


class AwardForm(CheckForm):
    level = TermField("level", label="Уровень")
    starts_on = DayField(label="Действует с")
    ends_on = LastDayField(label="Последний день", required=False)

    class Meta:
        model = Award
        fields = ["title", "level", "criteria", "years", "after", "papers", "most", "most_of_organization", "starts_on", "ends_on"]  # fmt: skip
        widgets = {"criteria": forms.Textarea({"rows": 3}), "papers": forms.Textarea({"rows": 5})}
        labels = {"years": "Стаж не меньше, лет", "after": "После прежней награды, лет"}
        help_texts = {"papers": "Каждый документ с новой строки", "years": "", "after": ""}


class AwardCorrectionForm(AwardForm):
    reason = correction_reason()


def not_to_come(day: Day) -> Day:
    if day and day > timezone.localdate():
        raise ValidationError("Этот день ещё не наступил.")
    return day


class GivenForm(CheckForm):
    person = person_field("Кто награждён")
    award: Any = forms.ModelChoiceField(None, label="Вид", required=False, empty_label="другая награда")
    level = TermField("level", label="Уровень")
    given_on = DayField(label="Когда")

    class Meta:
        model = GivenAward
        fields = ["person", "award", "title", "level", "given_on", "basis"]

    def clean_given_on(self) -> dt.date:
        return not_to_come(self.cleaned_data["given_on"])


class GivenCorrectionForm(GivenForm):
    reason = correction_reason()


class NominationForm(CheckForm):
    award: Any = forms.ModelChoiceField(None, label="Награда", empty_label="выберите")
    person = person_field("Кого выдвигают")
    organization: Any = forms.ModelChoiceField(
        None, label="Кто выдвигает", required=False, empty_label="орган управления"
    )
    year = forms.IntegerField(label="Год", min_value=2000, max_value=2100)

    class Meta:
        model = Nomination
        fields = ["award", "person", "organization", "year", "merits"]
        widgets = {"merits": forms.Textarea({"rows": 5})}
        labels = {"merits": "За что"}

    def __init__(self, *args: Any, of_organization: bool, **kwargs: Any) -> None:
        """``of_organization``: the writer nominates for a school only."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organization"]
        if of_organization:
            field.required, field.empty_label = True, "выберите"
        self.initial["year"] = self.initial.get("year") or timezone.localdate().year


class PapersForm(CheckForm):
    """For what, and which papers are there."""

    papers = forms.MultipleChoiceField(
        label="Что приложено",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Отметьте, что собрано; сканы прикладывают ниже",
    )

    class Meta:
        model = Nomination
        fields = ["merits", "papers"]
        widgets = {"merits": forms.Textarea({"rows": 5})}
        labels = {"merits": "За что"}

    def __init__(self, *args: Any, instance: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        field: Any = self.fields["papers"]
        field.choices = [(line, line) for line in instance.award.paper_lines]


class MoveForm(forms.Form):
    state = forms.ChoiceField(label="Что дальше", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Что решили",
        max_length=500,
        required=False,
        help_text="Если отклонили – почему; если наградили – номер и дата приказа; если вернули – что было не так",
    )
    given_on = DayField(
        label="День награждения",
        required=False,
        help_text="День приказа о награждении; пусто – сегодня. Нужен только для «Награждён»",
    )

    def __init__(self, *args: Any, nomination: Nomination, may_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = NEXT[NominationState(nomination.state)]
        now = NominationState(nomination.state)
        if not may_decide:
            steps = tuple(each for each in steps if now == NominationState.DRAFT)
        if NominationState.GRANTED not in steps:
            del self.fields["given_on"]
        field: Any = self.fields["state"]
        field.choices = [
            (each.value, BACK[now] if UNDONE.get(now) == each else MOVES[each]) for each in steps
        ]
        self.is_needed = bool(steps)

    def clean_given_on(self) -> dt.date | None:
        return not_to_come(self.cleaned_data["given_on"])


MOVES = {
    NominationState.DRAFT: "Вернуть в подготовку",
    NominationState.SENT: "Отправить комиссии",
    NominationState.SUPPORTED: "Комиссия поддержала",
    NominationState.DECLINED: "Комиссия отклонила",
    NominationState.GRANTED: "Награждён",
    NominationState.REFUSED: "Не наградили",
}


BACK = {
    NominationState.SUPPORTED: "Вернуть на рассмотрение: записали по ошибке",
    NominationState.DECLINED: "Вернуть на рассмотрение: записали по ошибке",
    NominationState.REFUSED: "Отменить «Не наградили»: записали по ошибке",
}


class YearForm(forms.Form):
    year = forms.IntegerField(min_value=2000, max_value=2100)
