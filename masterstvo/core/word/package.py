"""The file itself: what it says of itself, and the same bytes for the same content."""

import datetime as dt
import re
import zipfile
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from docx.document import Document

from masterstvo.core.proofs import content_type_of
from masterstvo.core.word.markup import safe

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can name
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # in names of files on any system


def describe(document: Document, *, title: str, day: dt.date, author: str = "", subject: str = "") -> None:
    """Fill the properties of the file: nothing of whoever makes it, and no moment but ``day``."""
    properties = document.core_properties
    properties.title, properties.subject = safe(title)[:255], safe(subject)[:255]
    properties.author = properties.last_modified_by = safe(author)[:255]
    properties.comments = properties.keywords = ""
    properties.language = "ru-RU"
    moment = dt.datetime.combine(day, dt.time(), dt.UTC).replace(tzinfo=None)
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1


def packed(document: Document) -> bytes:
    """Return the file without the moment at which it was packed."""
    buffer, file = BytesIO(), BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            item = zipfile.ZipInfo(name, _EPOCH)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.external_attr = 0o600 << 16
            target.writestr(item, source.read(name))
    return file.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """Return {name: content} as a .zip, the same bytes for the same files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:  # a .docx is packed already
        for name, content in files.items():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return buffer.getvalue()


def paper_name(number: str, name: str) -> str:
    """Return how the file of a paper given out is called: «12-2026 Иванова Анна.docx»."""
    return f"{number.replace('/', '-')} {_FORBIDDEN.sub(' ', name)}.docx"


def zip_response(name: str, content: bytes) -> HttpResponse:
    """Answer with a .zip to save under ``name``."""
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def docx_response(name: str, content: bytes) -> HttpResponse:
    """Answer with a .docx file to save under ``name``."""
    response = HttpResponse(content, content_type=content_type_of("file.docx"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
