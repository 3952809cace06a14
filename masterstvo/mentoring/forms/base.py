"""Forms of the base of mentors and of needs."""

from typing import Any

from django import forms

from masterstvo.core import terms
from masterstvo.core.forms import CheckForm, DayField
from masterstvo.core.models import Term
from masterstvo.mentoring.choices import NeedSource, Reach, Venue
from masterstvo.mentoring.models import MenteeNeed, MentorProfile
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field


class KeysField(forms.MultipleChoiceField):
    """Several keys of a list; those that the list no longer has stay where they are until somebody takes them off."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, choices: list[tuple[str, str]], kept: list[str]) -> None:
        known = {key for key, _ in choices}
        self.choices = [*choices, *((key, key) for key in kept if key not in known)]


class BaseForm(CheckForm):
    person = person_field("Кто")
    formats = KeysField(label="Форматы", required=False, help_text="Ничего не отмечено: любой")

    keys: str = ""  # the names of the two fields that are left out where the dictionary has nothing to choose
    subject_field: str = ""

    def __init__(self, *args: Any, strengths: dict[str, str], **kwargs: Any) -> None:
        """``strengths``: {key: title} of what the municipality's mentors may be strong in."""
        super().__init__(*args, **kwargs)
        formats: Any = self.fields["formats"]
        formats.offer(terms.choices("mentoring_format"), self.instance.formats)
        keys: Any = self.fields[self.keys]
        keys.offer(list(strengths.items()), getattr(self.instance, self.keys))
        if not keys.choices:
            del self.fields[self.keys]
        if not terms.choices("subject"):
            del self.fields[self.subject_field]
        if self.row is not None:
            self.remember(self.row, [name for name in self.shown if name in self.fields])


class MentorForm(BaseForm):
    keys, subject_field = "strengths", "subjects"
    subjects = forms.ModelMultipleChoiceField(Term.objects.of("subject"), label="Предметы", required=False)
    strengths = KeysField(label="Сильные стороны", required=False)
    venue = forms.ChoiceField(label="Как встречается", choices=Venue)
    reach = forms.ChoiceField(label="Кого берёт", choices=Reach, initial=Reach.MUNICIPALITY)
    consent_on = DayField(
        label="Согласие от", required=False, help_text="Без даты согласия наставника никому не предлагают"
    )

    class Meta:
        model = MentorProfile
        fields = [
            "person",
            "is_willing",
            "consent_on",
            "subjects",
            "strengths",
            "formats",
            "venue",
            "reach",
            "capacity_hours",
            "min_mentees",
            "max_mentees",
            "note",
        ]


class NeedForm(BaseForm):
    keys, subject_field = "wanted", "subject"
    source = forms.ChoiceField(label="Почему нужен наставник", choices=NeedSource)
    subject: Any = forms.ModelChoiceField(
        Term.objects.of("subject"), label="Предмет", required=False, empty_label="любой"
    )
    wanted = KeysField(
        label="В чём помочь",
        required=False,
        help_text="Отмечено то, что вы можете знать из диагностики. Отмеченное увидят те, кто подбирает наставника",
    )
    venue = forms.ChoiceField(label="Как встречаться", choices=Venue)
    opened_on = DayField(label="С какого дня")
    weight = forms.TypedChoiceField(
        label="Срочность",
        coerce=int,
        initial=3,
        choices=[(5, "5 – очень срочно"), (4, "4"), (3, "3 – обычно"), (2, "2"), (1, "1 – может подождать")],
    )

    class Meta:
        model = MenteeNeed
        fields = [
            "person",
            "source",
            "subject",
            "wanted",
            "formats",
            "venue",
            "hours_month",
            "weight",
            "opened_on",
            "note",
        ]


class ProposedForm(forms.Form):
    """What becomes of the ticked people: needs, or by the second button the word that no mentor is needed."""

    people = forms.ModelMultipleChoiceField(Person.objects.none(), required=False)
    tells_deficits = forms.BooleanField(
        label="Записать и дефициты: в чём помочь",
        required=False,
        help_text="Их увидят школа и те, кто подбирает наставника. Без отметки в запросе будут только стаж и должность",
    )
    reason = forms.CharField(label="Почему наставник не нужен", max_length=500, required=False)

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = among

    @property
    def is_decline(self) -> bool:
        return "decline" in self.data

    @property
    def ticked(self) -> set[int]:
        """Return the keys of those who stay ticked when the form comes back."""
        sent: Any = self.data  # of a bound form a QueryDict
        return {int(key) for key in sent.getlist("people") if key.isdecimal()} if self.is_bound else set()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.is_decline:
            told.pop("reason", None)
        elif not told.get("reason") and "reason" not in self.errors:
            self.add_error(
                "reason",
                "Напишите, почему наставник не нужен: по этим данным человека не предложат до сентября.",
            )
        return told
