"""What people write about measurements."""

from django import forms

from masterstvo.core.forms import CheckForm, DayField, TermField, correction_reason
from masterstvo.diagnostics.models import Diagnostic
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
