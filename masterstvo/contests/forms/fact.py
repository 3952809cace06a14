"""What people write about contests and entries."""

from django import forms

from masterstvo.contests.models import Contest, Entry
from masterstvo.core.forms import CheckForm, DayField, PickField, TermField, correction_reason
from masterstvo.people.panels import person_field


class ContestForm(CheckForm):
    level = TermField("level", label="Уровень")

    class Meta:
        model = Contest
        fields = ["title", "level"]


class EntryForm(CheckForm):
    person = person_field()
    contest = PickField(
        label="Конкурс",
        by=("title",),
        help_text="Слово из названия и «Найти»",
        missing="Такого конкурса ещё нет: нажмите «Новый конкурс».",
    )
    held_on = DayField(label="Дата")
    nomination_title = forms.CharField(label="Номинация", max_length=300, required=False)
    result = TermField("contest_result", label="Результат")

    class Meta:
        model = Entry
        fields = ["person", "contest", "held_on", "stage", "nomination_title", "result", "place", "document"]


class EntryCorrectionForm(EntryForm):
    reason = correction_reason()
