"""What people write about contests that others hold."""

from typing import Any

from django import forms

from masterstvo.contests.models import Contest, Entry, RecommendedContest
from masterstvo.core.forms import CheckForm, DayField, PickField, TermField, correction_reason
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.people.panels import person_field


def _known(file: Any) -> Any:
    """Return the file, if any, once its kind is known to be taken."""
    if file:
        refuse_unknown(file)
    return file


class OutsideForm(CheckForm):
    level = TermField("level", label="Уровень")

    class Meta:
        model = Contest
        fields = ["title", "level"]


class PartForm(CheckForm):
    """Somebody's part in a contest; whose it is, the forms below ask."""

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
        fields = ["contest", "held_on", "stage", "nomination_title", "result", "place", "document"]


class EntryForm(PartForm):
    person = person_field()

    class Meta(PartForm.Meta):
        fields = ["person", *PartForm.Meta.fields]


class OrganizationEntryForm(PartForm):
    """The result of an organization itself."""

    organization = PickField(
        label="Организация", by=("title", "short_title"), help_text="Слово из названия и «Найти»"
    )

    class Meta(PartForm.Meta):
        fields = ["organization", *PartForm.Meta.fields]


class NewOrganizationEntryForm(OrganizationEntryForm):
    file = forms.FileField(
        label="Диплом или сертификат",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
    )

    def clean_file(self) -> Any:
        return _known(self.cleaned_data["file"])


class OrganizationEntryCorrectionForm(OrganizationEntryForm):
    reason = correction_reason()


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


class ReportForm(forms.Form):
    """What a person tells of their own result in a contest that others hold."""

    title = forms.CharField(label="Конкурс", max_length=500, help_text="Как в положении или на дипломе")
    level = TermField("level", label="Уровень")
    held_on = DayField(label="Когда подведены итоги")
    nomination_title = forms.CharField(label="Номинация", max_length=300, required=False)
    result = TermField("contest_result", label="Результат")
    place = forms.IntegerField(label="Место", min_value=1, max_value=999, required=False)
    document = forms.CharField(
        label="Номер и дата документа", max_length=200, required=False, help_text="Если они есть на дипломе"
    )
    file = forms.FileField(
        label="Диплом или сертификат",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
    )
    url = forms.URLField(label="Или ссылка на итоги", required=False, max_length=1000, assume_scheme="https")

    def __init__(self, *args: Any, instance: Entry | None = None, **kwargs: Any) -> None:
        """``instance``: what was told already and is put right; its paper stays unless another comes."""
        if instance:
            kwargs["initial"] = {
                "title": instance.contest.title,
                "level": instance.contest.level,
                "held_on": instance.reported_on,
                "nomination_title": instance.nomination.title if instance.nomination else "",
                "result": instance.pending_result,
                "place": instance.pending_place,
                "document": instance.document,
            }
        super().__init__(*args, **kwargs)
        if instance:
            self.fields["file"].label = "Другой диплом или сертификат"

    def clean_file(self) -> Any:
        return _known(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("file") and told.get("url"):
            self.add_error("url", "Приложите файл или дайте ссылку: что-то одно.")
        return told
