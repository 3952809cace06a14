"""What people write about providers, programmes, sessions, requests and completed courses."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import F, Max

from masterstvo.core import terms
from masterstvo.core.forms import (
    FIND,
    CheckForm,
    DayField,
    LastDayField,
    PickField,
    Searching,
    TermField,
    TermsField,
    correction_reason,
)
from masterstvo.core.search import matching
from masterstvo.people.models import Person
from masterstvo.people.panels import NAME, person_field
from masterstvo.people.queries import with_work
from masterstvo.training.models import Programme, Provider, Session, Training
from masterstvo.training.queries import LISTED

FOUND_AT_MOST = 30


def _described(programme):
    return f"{programme.title}, {programme.hours} ч, {programme.provider}"


def _programme_field():
    return PickField(
        label="Программа",
        by=("title", "provider__title"),
        label_of=_described,
        help_text="Слово из названия. Новую программу внесите в разделе «Программы»",
        missing="Такой программы ещё нет: внесите её в разделе «Программы».",
    )


def provider_field():
    """Return the field of a word of «eligible_provider»: whose organizations may teach, or those of the list."""
    return forms.ChoiceField(
        label="Чья организация",
        choices=lambda: [*terms.choices("provider_ownership"), (LISTED, "из перечня в день начала курса")],
    )


class TrainingForm(CheckForm):
    person = person_field()
    programme = _programme_field()
    starts_on = DayField(label="Начало", required=False)
    finished_on = DayField(label="Окончание")

    class Meta:
        model = Training
        fields = ["person", "programme", "starts_on", "finished_on", "document"]


class TrainingCorrectionForm(TrainingForm):
    reason = correction_reason()


class ProgrammeForm(CheckForm):
    provider_title = forms.CharField(label="Новый организатор", max_length=300, required=False)
    provider_kind = TermField("provider_kind", label="Вид нового организатора", required=False)
    kind = TermField("training_kind", label="Вид обучения", required=False)
    form = TermField("training_form", label="Форма", required=False)
    in_federal_register = forms.NullBooleanField(label="В Федеральном реестре", required=False)
    topics = TermsField("topic", label="Темы", required=False)

    class Meta:
        model = Programme
        fields = [
            "title", "provider", "provider_title", "provider_kind", "hours", "kind", "form", "in_federal_register",
            "register_number", "topics",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].required = False
        self.fields["provider"].help_text = "Если его нет в списке, впишите ниже"

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("provider") and not cleaned.get("provider_title"):
            self.add_error("provider", "Выберите организатора или впишите нового.")
        return cleaned


class ProgrammeCorrectionForm(ProgrammeForm):
    reason = correction_reason()


class ProviderForm(CheckForm):
    kind = TermField("provider_kind", label="Вид", required=False)
    ownership = TermField("provider_ownership", label="Чья организация", required=False)
    listed_from = DayField(label="В перечне допущенных с", required=False)
    listed_until = LastDayField(label="В перечне по", required=False)

    class Meta:
        model = Provider
        fields = ["title", "kind", "parent", "ownership", "listed_from", "listed_until"]


class ProviderCorrectionForm(ProviderForm):
    reason = correction_reason()


class SessionForm(CheckForm):
    programme = _programme_field()
    starts_on = DayField(label="Начало")
    ends_on = LastDayField(label="Последний день")

    class Meta:
        model = Session
        fields = ["programme", "starts_on", "ends_on", "seats", "place"]
        help_texts = {"seats": "Пусто: сколько придёт"}


class SessionCorrectionForm(SessionForm):
    reason = correction_reason()


class WishForm(Searching, forms.Form):
    """What the ticked people are to learn, and in which quarter, while its days are not known."""

    programme = _programme_field()
    due_on = forms.TypedChoiceField(label="Квартал", coerce=dt.date.fromisoformat)
    reason = forms.CharField(label="Зачем", max_length=500, required=False)
    people = forms.ModelMultipleChoiceField(Person.objects.none(), required=False)

    def __init__(self, *args, among, quarters, **kwargs):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["programme"].queryset = Programme.objects.select_related("provider")
        fields["people"].queryset = among
        fields["due_on"].choices = [(day.isoformat(), title) for title, day in quarters]

    @property
    def ticked(self):
        """Return the keys of those who stay ticked when the form comes back."""
        sent: Any = self.data  # of a bound form a QueryDict
        return {int(key) for key in sent.getlist("people") if key.isdecimal()} if self.is_bound else set()


class SeatsForm(forms.Form):
    """Whom to put on a session: searched by name, chosen by ticks that stay while one searches on."""

    q = forms.CharField(label="Фамилия или имя", max_length=200, required=False, widget=forms.SearchInput)
    people = forms.ModelMultipleChoiceField(Person.objects.none(), required=False)
    reason = forms.CharField(
        label="Зачем", max_length=500, required=False, help_text="Нужно, когда неделя выйдет полнее порога"
    )

    def __init__(self, *args, among, waiting=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.among, self.waiting = among, set(waiting)
        people: forms.ModelMultipleChoiceField = self.fields["people"]  # type: ignore[assignment]
        people.queryset = among

    @property
    def is_search(self):
        return FIND in self.data

    def is_valid(self):
        return not self.is_search and super().is_valid()

    def offered(self):
        """Return the people to tick: the ticked ones first, then those whose last course is the oldest.

        Ticked from the start are the ``waiting``: those who asked for the programme before it had days.
        Queries: two and those of ``with_work``.
        """
        data: Any = self.data  # of a bound form a QueryDict
        sent = data.getlist("people") if self.is_bound else []
        ticked = {int(key) for key in sent if key.isdecimal()} if self.is_bound else self.waiting
        chosen = list(with_work(self.among.filter(pk__in=ticked)))
        last = Max("trainings__finished_on")
        found = matching(self.among.exclude(pk__in=ticked), self.data.get("q", ""), *NAME).annotate(last=last)
        found = found.order_by(F("last").asc(nulls_first=True), *NAME, "pk")
        return [(each, True) for each in chosen] + [
            (each, False) for each in with_work(found)[:FOUND_AT_MOST]
        ]

    def clean(self):
        super().clean()
        return {name: each for name, each in self.cleaned_data.items() if name != "q"}


class CompletionForm(forms.Form):
    """The end of a course for its whole group: one day, and a document for each who has finished."""

    starts_on = DayField(label="Начало")
    finished_on = DayField(label="Окончание")

    def __init__(self, *args, requests, **kwargs):
        super().__init__(*args, **kwargs)
        self.requests = list(requests)
        for each in self.requests:
            self.fields[f"done_{each.pk}"] = forms.BooleanField(
                label=f"Курс пройден: {each.person}", required=False, initial=True
            )
            self.fields[f"document_{each.pk}"] = forms.CharField(
                label=f"Документ: {each.person}", max_length=200, required=False
            )

    def rows(self):
        """Return [(request, tick, document)] for the table of the page."""
        return [(each, self[f"done_{each.pk}"], self[f"document_{each.pk}"]) for each in self.requests]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        starts_on, finished_on = cleaned.get("starts_on"), cleaned.get("finished_on")
        if starts_on and finished_on and finished_on < starts_on:
            self.add_error("finished_on", "Окончание обучения раньше начала.")
        documents = {}
        for each in self.requests:
            document = cleaned.pop(f"document_{each.pk}", "")
            if cleaned.pop(f"done_{each.pk}", False):
                documents[each] = document
        return cleaned | {"documents": documents}
