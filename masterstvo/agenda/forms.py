"""What people say about their secret links."""

from typing import Any

from django import forms

from masterstvo.people.agenda import sources


class FeedForm(forms.Form):
    """Where a secret link will be opened, and what it shows."""

    title = forms.CharField(
        label="Где откроете",
        max_length=60,
        help_text="«Телефон», «Рабочий компьютер»: по этому имени вы отзовёте ссылку, если потеряете устройство",
    )
    kinds = forms.MultipleChoiceField(
        label="Что показывать",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одно."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(each.kind, each.title) for each in sources()]
        kinds.initial = [each.kind for each in sources() if each.in_feed]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.pop("kinds", [])
        return cleaned | {"left_out": [each.kind for each in sources() if each.kind not in chosen]}
