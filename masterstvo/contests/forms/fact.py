"""What people write about contests that others hold."""

from django import forms

from masterstvo.contests.models import Contest, Entry, RecommendedContest
from masterstvo.core.forms import CheckForm, DayField, PickField, TermField, correction_reason
from masterstvo.people.panels import person_field


class OutsideForm(CheckForm):
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


class RecommendedForm(CheckForm):
    title = forms.CharField(label="Конкурс", max_length=500)
    level = TermField("level", label="Уровень")
    apply_by = DayField(label="Заявки до")
    url = forms.URLField(label="Ссылка", required=False, max_length=1000, assume_scheme="https")

    class Meta:
        model = RecommendedContest
        fields = ["title", "level", "apply_by", "url", "note"]
