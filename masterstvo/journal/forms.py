"""What the log is narrowed by."""

from typing import Any

from django import forms
from django.apps import apps

from masterstvo.core.forms import DayField


class RecordFilterForm(forms.Form):
    """Who, with what, when."""

    q = forms.CharField(
        label="Кто, причина или номер обращения", max_length=200, required=False, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(label="Что", required=False)
    first = DayField(label="с", required=False)
    last = DayField(label="по", required=False)

    def __init__(self, data):
        super().__init__(data, auto_id="filter_%s")
        kinds = [
            (model._meta.label_lower, str(model._meta.verbose_name).capitalize())
            for model in apps.get_models()
            if model.__module__.startswith("masterstvo.")
        ]
        kind: Any = self.fields["kind"]
        kind.choices = [("", "всё"), *sorted(kinds, key=lambda pair: pair[1])]
