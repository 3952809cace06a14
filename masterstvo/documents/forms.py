"""What people write about documents."""

from typing import Any

from django import forms

from masterstvo.core.forms import CheckForm, DayField, TermField, correction_reason
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.documents.models import Document


class DocumentForm(CheckForm):
    kind = TermField("document_kind", label="Вид")
    dated_on = DayField(label="Дата")
    url = forms.URLField(label="Ссылка", max_length=1000, required=False, assume_scheme="https")
    file = forms.FileField(
        label="Файл",
        max_length=100,
        required=False,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="PDF, Word, Excel, презентация или снимок, до 20 МБ",
    )

    class Meta:
        model = Document
        fields = ["kind", "number", "dated_on", "title", "organization", "url", "file"]

    def __init__(self, *args, of_organization=False, **kwargs):
        """``of_organization``: the author writes for a school only, so the document must name it."""
        super().__init__(*args, **kwargs)
        organization: Any = self.fields["organization"]
        organization.required = of_organization
        if not of_organization:
            organization.empty_label = "орган управления"

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file or file == self.instance.file:
            return file
        refuse_unknown(file)
        return file


class DocumentCorrectionForm(DocumentForm):
    reason = correction_reason()
