"""What people write about experts."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.core.models import Term
from masterstvo.experts.choices import OF_SCHOOL
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field


class AppointmentForm(CheckForm):
    """``appointed``: the people whom the writer may appoint for a whole district; others only within their school."""

    person = person_field("Эксперт")
    kind = TermField("expert_kind", label="Вид экспертизы")
    level = TermField("level", label="Уровень")
    subjects = forms.ModelMultipleChoiceField(Term.objects.of("subject"), label="Предметы", required=False)
    starts_on = DayField(label="Начало")
    ends_on = LastDayField(label="Окончание: последний день", required=False)

    def __init__(self, *args: Any, appointed: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appointed = appointed
        if not appointed.exists():
            level: Any = self.fields["level"]
            self.fields["basis"].help_text = "Номер и дата приказа школы"
            level.choices = [each for each in level.choices if each[0] in ("", OF_SCHOOL)]

    def clean(self) -> dict[str, Any] | None:
        said = super().clean()
        person, level = self.cleaned_data.get("person"), self.cleaned_data.get("level")
        if person and level and level != OF_SCHOOL and not self.appointed.filter(pk=person.pk).exists():
            self.add_error(
                "level",
                "Школа назначает экспертов своего уровня: выберите «организация». Остальных назначает управление.",
            )
        return said

    class Meta:
        model = ExpertAppointment
        fields = ["person", "kind", "level", "subjects", "starts_on", "ends_on", "max_works", "basis"]
        labels = {"basis": "Основание", "max_works": "Работ одновременно, не больше"}
        help_texts = {
            "basis": "Для назначений прошлых лет. Новые назначают приказом: оставьте пустым, приказ составит программа",
            "max_works": "Больше работ распределение жюри эксперту не даст",
        }


class AppointmentCorrectionForm(AppointmentForm):
    reason = correction_reason()


class RecusalForm(CheckForm):
    person = person_field("Кого не оценивает")
    organization: Any = forms.ModelChoiceField(
        None, label="Чьи работы не оценивает: организация", required=False, empty_label="не организация"
    )
    starts_on = DayField(label="С какого дня")
    ends_on = LastDayField(label="Последний день", required=False)

    def __init__(self, *args: Any, names_people: bool, **kwargs: Any) -> None:
        """``names_people``: the writer sees the cards of the district; others name a school, and whom, in their own words."""
        super().__init__(*args, **kwargs)
        self.fields["person"].required = False
        if not names_people:
            del self.fields["person"]
            self.fields["organization"].required = True
            self.fields["reason"].help_text = "Например: там работает мой брат, учитель истории"

    class Meta:
        model = Recusal
        fields = ["ground", "person", "organization", "reason", "starts_on", "ends_on"]
