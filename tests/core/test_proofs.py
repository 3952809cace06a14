import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from masterstvo.core.proofs import refuse_unknown
from tests.experts.redacting import works


def archive(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return buffer.getvalue()


def sheet():
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<a/>"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("план.docx", works.docx("План", author="А")), ("план.xlsx", sheet()), ("план.pdf", works.pdf("План", author="А")),
        ("план.odt", ODT), ("ПЛАН.PNG", works.png("План")),
    ],
)  # fmt: skip
def test_a_file_that_is_what_its_name_says_is_taken_and_read_from_its_beginning(name, content):
    file = SimpleUploadedFile(name, content)

    refuse_unknown(file)

    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("план.docx", archive(**{"фото.jpg": "…"})), ("план.docx", sheet()), ("план.docx", works.docx("План", author="А")[:-500]),
        ("план.ods", ODT), ("план.pdf", b"%PDF-1.7 and the rest was lost"), ("план.pdf", b"MZ"), ("план.exe", b"MZ"),
    ],
)  # fmt: skip
def test_a_file_that_only_begins_like_its_name_is_refused(name, content):
    with pytest.raises(ValidationError):
        refuse_unknown(SimpleUploadedFile(name, content))
