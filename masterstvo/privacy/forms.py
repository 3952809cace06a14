"""Input about consents, erasure and terms of keeping."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.forms import DayField, LastDayField, TermField
from masterstvo.core.words import fold
from masterstvo.people.models import Person
from masterstvo.privacy.choices import Way
from masterstvo.privacy.queries.retention import erase_by


class CollectForm(forms.Form):
    """Consents of several people of one organization, given on one day. ``among``: those who may be ticked."""

    purpose = TermField("consent_purpose", label="Цель")
    categories = forms.MultipleChoiceField(label="Какие данные", widget=forms.CheckboxSelectMultiple)
    starts_on = DayField(label="Когда подписали", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    ends_on = LastDayField(
        label="По какой день действует",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    way = forms.ChoiceField(label="Как дано", choices=Way)
    people: Any = forms.ModelMultipleChoiceField(
        queryset=None, label="Кто подписал", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, among, **kwargs):
        super().__init__(*args, **kwargs)
        titles = terms.choices("personal_data_category")
        fields: dict[str, Any] = self.fields
        fields["categories"].choices = titles
        fields["categories"].initial = [key for key, _ in titles]
        fields["starts_on"].initial = timezone.localdate()
        fields["people"].queryset = among


class WithdrawForm(forms.Form):
    withdrawn_on = DayField(
        label="Когда отозвали", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def _day(label: str, **kwargs: Any) -> DayField:
    return DayField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class BasisForm(forms.Form):
    """The paper on whose ground something is erased."""

    basis = forms.CharField(
        label="Основание",
        max_length=200,
        help_text="Вид документа без фамилии: «заявление», «отзыв согласия», «решение комиссии»",
    )
    basis_number = forms.CharField(
        label="Номер документа", max_length=60, help_text="Если номера нет, напишите «б/н»"
    )
    basis_on = _day("Дата документа")


class EraseForm(BasisForm):
    surname = forms.CharField(
        label="Фамилия этого человека",
        max_length=100,
        help_text="Наберите её, чтобы подтвердить: отменить обезличивание нельзя",
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.last_name = person.last_name

    def clean(self):
        cleaned = super().clean() or {}
        typed = cleaned.pop("surname", None)
        if typed is not None and fold(typed) != fold(self.last_name):
            self.add_error("surname", "Это не фамилия с карточки. Проверьте, того ли человека вы открыли.")
        return cleaned


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Any) -> str:
        told = [str(person)]
        if person.left_on:
            told.append(f"работа закончилась {person.left_on - dt.timedelta(days=1):%d.%m.%Y}")
        if withdrawn_on := getattr(person, "withdrawn_on", None):
            told.append(
                f"согласие отозвано {withdrawn_on:%d.%m.%Y}, последний день – {erase_by(person):%d.%m.%Y}"
            )
        return ", ".join(told)


class DuePeopleForm(BasisForm):
    """Several people whose term is over. ``among``: those who may be ticked."""

    people: Any = PeopleField(
        queryset=Person.objects.none(), label="Кого обезличить", widget=forms.CheckboxSelectMultiple
    )
    counted = forms.IntegerField(
        label="Сколько человек отмечено",
        min_value=1,
        help_text="Наберите число, чтобы подтвердить: отменить обезличивание нельзя",
    )

    def __init__(self, *args, among, **kwargs):
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = among
        self.order_fields(["people", "basis", "basis_number", "basis_on", "counted"])

    def clean(self):
        cleaned = super().clean() or {}
        typed, chosen = cleaned.pop("counted", None), cleaned.get("people")
        if typed is not None and chosen is not None and typed != len(chosen):
            self.add_error("counted", f"Отмечено: {len(chosen)}. Сверьте список и число.")
        return cleaned


class DueRowsForm(forms.Form):
    """Sorts of rows whose term is over. ``due``: privacy.queries.retention.Due."""

    due = forms.MultipleChoiceField(label="Что удалить", widget=forms.CheckboxSelectMultiple)
    basis = forms.CharField(
        label="Основание",
        max_length=300,
        help_text="Документ: «решение комиссии от 20.11.2026 № 3». Останется в журнале",
    )

    def __init__(self, *args, due, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(place): each for place, each in enumerate(due) if each.n_rows}
        choices: Any = self.fields["due"]
        choices.choices = [(place, f"{each.title}: {each.n_rows}") for place, each in self.known.items()]

    def clean_due(self):
        return [self.known[place] for place in self.cleaned_data["due"]]


class KeepingTermForm(forms.Form):
    months = forms.IntegerField(label="Сколько месяцев хранить", min_value=1, max_value=1200)
    source = forms.CharField(
        label="Откуда срок",
        max_length=300,
        help_text="Закон, приказ или локальный акт: «приказ от 10.01.2026 № 4»",
    )
    starts_on = _day("С какого дня")
