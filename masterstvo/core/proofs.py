"""Files that people attach as proofs: which are taken, and how they are given back so that none acts as a page of ours."""

import io
import zipfile
from pathlib import Path, PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404

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


_MAIN_PARTS = {
    "docx": "word/document",
    "xlsx": "xl/workbook",
    "pptx": "ppt/presentation",
}  # .xml, with a number or without
_BEGINNING, _ENDING = 200, 66_000
_PARTS_AT_MOST = 10_000
ACCEPTED = ",".join(f".{each}" for each in TYPES)


def extension(name):
    return Path(name).suffix.lower().removeprefix(".")


def content_type_of(name):
    """Return the type to send a stored file with: the one of its extension, never what the browser once claimed."""
    return TYPES.get(extension(name), (b"", "application/octet-stream"))[1]


def refuse_unknown(file: Any) -> None:
    """Raises: ValidationError for a file that is too large, of a kind that is not taken, or other than its name says."""
    if file.size > SIZE_AT_MOST:
        raise ValidationError(f"Файл больше {SIZE_AT_MOST // MEGABYTE} МБ. Сожмите снимки или дайте ссылку.")
    kind = extension(file.name)
    if kind not in TYPES:
        raise ValidationError("Такой файл не примем: подойдут PDF, Word, Excel, презентация, JPEG, PNG.")
    if not is_what_it_says(file.read(), kind):
        raise ValidationError(
            "Содержимое файла не то, что в названии. Откройте его, сохраните заново и приложите ещё раз."
        )
    file.seek(0)


def is_what_it_says(content: bytes, kind: str) -> bool:
    """Tell whether a file is of its kind to its end: an office document has its main part, a PDF was not cut off."""
    if not content.startswith(TYPES[kind][0]):
        return False
    if kind in _MAIN_PARTS:
        return any(part.startswith(_MAIN_PARTS[kind]) for part in _parts_of(content))
    if kind in ("odt", "ods"):  # its type stands first in the archive, as it is
        return TYPES[kind][1].encode() in content[:_BEGINNING]
    return kind != "pdf" or b"%%EOF" in content[-_ENDING:]


def _parts_of(content: bytes) -> list[str]:
    """Return the names of a zip archive's parts; none when it is broken or has more of them than any document."""
    end = content.rfind(b"PK\x05\x06", -_ENDING)
    if end < 0 or int.from_bytes(content[end + 10 : end + 12], "little") > _PARTS_AT_MOST:
        return []
    if b"PK\x06\x07" in content[max(0, end - 20) : end]:  # another list for archives of gigabytes
        return []
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def shown(stored: Any) -> FileResponse:
    """Answer with a picture that ``core.pictures`` has written, to be seen on a page. Raises: Http404 when there is none."""
    response = sent(stored)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, max-age=86400"  # a file is never changed, only taken away
    return response


def sent(stored: Any) -> FileResponse:
    """Answer with a stored file to be saved, never shown. Raises: Http404 when there is none."""
    if not stored or not stored.storage.exists(stored.name):
        raise Http404
    name = PurePath(stored.name).name
    response = FileResponse(
        stored.open("rb"), as_attachment=True, filename=name, content_type=content_type_of(name)
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
