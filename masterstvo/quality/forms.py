"""What people write about results of pupils."""

from django import forms

from masterstvo.core.forms import CheckForm, TermField, correction_reason
from masterstvo.quality.models import DismissedHint, PupilResult


class PupilResultForm(CheckForm):
    year = forms.IntegerField(label="Год", min_value=1990, max_value=2100)
    procedure = TermField("pupil_procedure", label="Процедура")
    looks_biased = forms.NullBooleanField(label="Признаки необъективности", required=False)

    class Meta:
        model = PupilResult
        fields = [
            "organization", "year", "procedure", "subject", "grade", "n_pupils", "mean_score", "passed_share", "quality_share",
            "looks_biased",
        ]  # fmt: skip


class PupilResultCorrectionForm(PupilResultForm):
    reason = correction_reason()


class DismissForm(CheckForm):
    class Meta:
        model = DismissedHint
        fields = ["organization", "subject", "skill", "year", "reason"]
