from django import forms

from masterstvo.core.forms import CheckForm
from masterstvo.inbox.choices import NoticeKind
from masterstvo.inbox.models import Preference


class PreferenceForm(CheckForm):
    """How a user wants to be written to. Of what is not ticked no letter is written; the list shows all."""

    told = forms.MultipleChoiceField(
        label="О чём писать",
        choices=NoticeKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="В программе остаётся всё, это только про письма",
    )

    class Meta:
        model = Preference
        fields = ["letters", "quiet_from", "quiet_until"]
        widgets = {
            "quiet_from": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    field_order = ["letters", "told", "quiet_from", "quiet_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["told"].initial = [key for key in NoticeKind.values if key not in self.instance.muted]

    def clean(self):
        cleaned = super().clean() or {}
        told = cleaned.pop("told", [])
        return cleaned | {"muted": [key for key in NoticeKind.values if key not in told]}
