"""What people write about people."""

from typing import Any

from django import forms

from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.core.models import Term
from masterstvo.people.choices import Basis
from masterstvo.people.models import Attestation, Employment, Person, Vacancy
from masterstvo.people.queries import similar_people

NAMES = ["last_name", "first_name", "patronymic", "born_on", "sex"]
MORE = ["teaching_since", "education", "email", "code"]


def subjects_field():
    return forms.ModelMultipleChoiceField(Term.objects.of("subject"), label="Предметы", required=False)


class PersonForm(CheckForm):
    born_on = DayField(label="Дата рождения", required=False)
    teaching_since = DayField(label="Педагогический стаж с", required=False)

    class Meta:
        model = Person
        fields = [*NAMES, *MORE]


class PersonCreateForm(PersonForm):
    """A card with its first job. Says when such a person seems to be there already."""

    organization: Any = forms.ModelChoiceField(None, label="Организация")
    position = forms.CharField(label="Должность", max_length=200)
    category = TermField("staff_category", label="Категория работника")
    basis = forms.ChoiceField(label="Основание", choices=Basis.choices, initial=Basis.MAIN)
    subjects = subjects_field()
    starts_on = DayField(label="Принят")
    is_another = forms.BooleanField(
        label="Это другой человек, внести ещё одну карточку", required=False, widget=forms.HiddenInput
    )

    field_order = [*NAMES, "organization", "position", "category", "basis", "subjects", "starts_on", *MORE]
    similar: list[Person] = []
    JOB = ("organization", "position", "category", "basis", "subjects", "starts_on")

    def clean(self):
        """Hold the card when the registry knows the same name with the same birth date; the reader decides."""
        super().clean()
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        self.similar = similar_people(
            self.instance.municipality_id,
            **{name: cleaned[name] for name in ("last_name", "first_name", "patronymic", "born_on")},
        )
        if self.similar and not cleaned["is_another"]:
            self.fields["is_another"].widget = forms.CheckboxInput()
            raise forms.ValidationError(
                "Похоже, этот человек уже есть в реестре. Откройте его карточку или подтвердите, что это другой."
            )
        job = {name: cleaned.pop(name) for name in self.JOB}
        cleaned.pop("is_another")
        return cleaned | {"job": job}


class PersonCorrectionForm(PersonForm):
    reason = correction_reason()


class EmploymentForm(CheckForm):
    category = TermField("staff_category", label="Категория работника")
    subjects = subjects_field()
    starts_on = DayField(label="Принят")
    ends_on = LastDayField(label="Последний рабочий день", required=False)

    class Meta:
        model = Employment
        fields = [
            "organization",
            "position",
            "category",
            "basis",
            "subjects",
            "starts_on",
            "ends_on",
            "weekly_hours",
            "rate",
        ]


class EmploymentCorrectionForm(EmploymentForm):
    reason = correction_reason()


class DismissalForm(CheckForm):
    ends_on = LastDayField(label="Последний рабочий день")
    reason = forms.CharField(label="Основание", max_length=500, required=False)

    class Meta:
        model = Employment
        fields = ["ends_on"]


class AttestationForm(CheckForm):
    category = TermField("qualification", label="Категория")
    starts_on = DayField(label="Присвоена")
    ends_on = LastDayField(label="Действует по", required=False)

    class Meta:
        model = Attestation
        fields = ["category", "starts_on", "ends_on", "basis"]


class AttestationCorrectionForm(AttestationForm):
    reason = correction_reason()


class VacancyForm(CheckForm):
    opened_on = DayField(label="Открыта")
    closed_on = LastDayField(label="Закрыта: последний день", required=False)

    class Meta:
        model = Vacancy
        fields = ["organization", "position", "subject", "weekly_hours", "opened_on", "closed_on"]


class VacancyCorrectionForm(VacancyForm):
    reason = correction_reason()


class WordForm(forms.Form):
    """A new word of a vocabulary: what the program counts with, its name, and the days on which it holds."""

    def __init__(self, *args, vocabulary, **kwargs):
        super().__init__(*args, **kwargs)
        if vocabulary.key:
            self.fields["key"] = vocabulary.key()
        self.fields["title"] = forms.CharField(
            label="Что это и чем введено" if vocabulary.is_rule else "Название", max_length=200
        )
        if not vocabulary.key:
            self.fields["synonyms"] = forms.CharField(
                label="Другие написания",
                max_length=500,
                required=False,
                help_text="Через запятую: так их узнают в файлах",
            )
        if vocabulary.days is None:
            self.fields["valid_from"] = DayField(
                label="Действует с",
                required=False,
                help_text="Пусто: с сегодняшнего дня" if vocabulary.is_rule else "Пусто: всегда",
            )
            self.fields["valid_to"] = LastDayField(label="Последний день", required=False)

    def clean_synonyms(self):
        return [word.strip() for word in self.cleaned_data["synonyms"].split(",") if word.strip()]


class LastDayForm(forms.Form):
    last_day = DayField()
