"""What people write about measurements, and to whom they open them."""

from typing import Any

from django import forms

from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.organizations.models import Organization
from masterstvo.people.panels import person_field


class DiagnosticForm(CheckForm):
    person = person_field()
    measured_on = DayField(label="Дата")
    kind = TermField("diagnostic_kind", label="Вид", required=False)
    has_deficit = forms.NullBooleanField(label="Дефицит", required=False)

    class Meta:
        model = Diagnostic
        fields = [
            "person",
            "measured_on",
            "procedure",
            "kind",
            "competency",
            "score",
            "maximum",
            "threshold",
            "has_deficit",
        ]


class DiagnosticCorrectionForm(DiagnosticForm):
    reason = correction_reason()


class ShareForm(forms.Form):
    """What, to whom and until when. ``own``: one's results; ``organizations``: where one works; ``colleagues``: users of the municipality.

    A colleague is named by address: a list of users would tell everybody who signs in here.
    """

    diagnostic = forms.ModelChoiceField(
        Diagnostic.objects.none(),
        label="Что открыть",
        required=False,
        empty_label="все результаты, и будущие",
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label="Руководителю организации",
        required=False,
        empty_label="не открывать",
    )
    email = forms.EmailField(
        label="Или коллеге: электронная почта",
        required=False,
        help_text="Адрес, с которым коллега входит в программу",
    )
    ends_on = LastDayField(label="До какого дня включительно")

    def __init__(self, *args, own, organizations, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["diagnostic"]
        chosen.queryset = own
        chosen.label_from_instance = lambda row: (
            f"{row.measured_on:%d.%m.%Y}, {row.procedure}: {row.competency}"
        )
        places: Any = self.fields["organization"]
        places.queryset = organizations
        self.colleagues = colleagues

    def clean(self):
        """Put the user in place of the address."""
        email = self.cleaned_data.pop("email", "")
        self.cleaned_data["user"] = None
        if self.errors:
            return self.cleaned_data
        if bool(email) == bool(self.cleaned_data.get("organization")):
            raise forms.ValidationError("Выберите что-то одно: руководителя организации или коллегу.")
        if email:
            self.cleaned_data["user"] = self.colleagues.filter(email__iexact=email).first()
            if self.cleaned_data["user"] is None:
                self.add_error("email", "В вашем районе никто не входит с этим адресом. Проверьте его.")
        return self.cleaned_data
