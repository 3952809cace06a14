"""Input about consents."""

from typing import Any

from django import forms
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.forms import DayField, LastDayField, TermField
from masterstvo.privacy.choices import Way


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
