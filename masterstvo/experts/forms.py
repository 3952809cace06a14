"""What people write about experts."""

from typing import Any

from django import forms

from masterstvo.core.forms import CheckForm, DayField, LastDayField, PickField, TermField, correction_reason
from masterstvo.core.models import Term
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.people.panels import NAME, person_field, workplace


class AppointmentForm(CheckForm):
    person = person_field("Эксперт")
    kind = TermField("expert_kind", label="Вид экспертизы")
    level = TermField("level", label="Уровень")
    subjects = forms.ModelMultipleChoiceField(Term.objects.of("subject"), label="Предметы", required=False)
    starts_on = DayField(label="Начало")
    ends_on = LastDayField(label="Окончание: последний день", required=False)

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


def _named(person: Any) -> str:
    """Return the name with the school: a teacher who declares a relative must not learn birthdays of others."""
    return ", ".join(filter(None, (str(person), str(workplace(person) or ""))))


class RecusalForm(CheckForm):
    person = PickField(
        label="Кого не оценивает",
        by=NAME,
        label_of=_named,
        required=False,
        help_text="Начните с фамилии и нажмите «Найти»",
    )
    organization: Any = forms.ModelChoiceField(
        None, label="Или чьи работы не оценивает: организация", required=False, empty_label="не организация"
    )
    starts_on = DayField(label="С какого дня")
    ends_on = LastDayField(label="Последний день", required=False)

    class Meta:
        model = Recusal
        fields = ["ground", "person", "organization", "reason", "starts_on", "ends_on"]
