"""What people write about documents, and which files are taken."""

from pathlib import Path
from typing import Any

from django import forms

from masterstvo.core.forms import CheckForm, DayField, TermField, correction_reason
from masterstvo.documents.models import Document

MEGABYTE = 1024 * 1024
SIZE_AT_MOST = 20 * MEGABYTE
_ZIP = b"PK\x03\x04"  # OOXML and OpenDocument are zip archives
TYPES = {
    "pdf": (b"%PDF-", "application/pdf"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (_ZIP, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    "ods": (_ZIP, "application/vnd.oasis.opendocument.spreadsheet"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
}


def extension(name):
    return Path(name).suffix.lower().removeprefix(".")


def content_type_of(name):
    """Return the type to send a stored file with: the one of its extension, never what the browser once claimed."""
    return TYPES.get(extension(name), (b"", "application/octet-stream"))[1]


class DocumentForm(CheckForm):
    kind = TermField("document_kind", label="Вид")
    dated_on = DayField(label="Дата")
    url = forms.URLField(label="Ссылка", max_length=1000, required=False, assume_scheme="https")
    file = forms.FileField(
        label="Файл",
        max_length=100,
        required=False,
        widget=forms.FileInput({"accept": ",".join(f".{each}" for each in TYPES)}),
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
        if file.size > SIZE_AT_MOST:
            raise forms.ValidationError(
                f"Файл больше {SIZE_AT_MOST // MEGABYTE} МБ. Сожмите снимки или дайте ссылку."
            )
        signature = TYPES.get(extension(file.name), (None, ""))[0]
        if signature is None:
            raise forms.ValidationError(
                "Такой файл не примем: подойдут PDF, Word, Excel, презентация, JPEG, PNG."
            )
        beginning = file.read(len(signature))
        file.seek(0)
        if beginning != signature:
            raise forms.ValidationError(
                "Содержимое файла не то, что в названии. Сохраните его заново и приложите ещё раз."
            )
        return file


class DocumentCorrectionForm(DocumentForm):
    reason = correction_reason()
