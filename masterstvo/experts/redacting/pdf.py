"""PDF: pages go into a new file without properties and notes, and pieces of text with names are taken off them."""

import io
import re
import zlib
from ctypes import c_ushort
from typing import Any

from masterstvo.experts.redacting.secrets import Secrets

_MAX_PAGES = 400
_DEPTH = 8  # of forms within forms
_STREAM = re.compile(rb"stream\r?\n")


def clean_pdf(content: bytes, secrets: Secrets) -> tuple[bytes, set[str]]:
    """Return the copy, and «named» when a name is still found after all, «scan» for pages without text, «pictures» for others with them."""
    import pypdfium2 as pdfium  # noqa: PLC0415 -- heavy, and few works are PDF

    doubts: set[str] = set()
    source = pdfium.PdfDocument(content)
    try:
        if len(source) > _MAX_PAGES:
            raise ValueError("too many pages")
        for number in range(len(source)):
            _clean_page(source[number], secrets, doubts)
        halfway = _saved(source)
    finally:
        source.close()
    old, new = pdfium.PdfDocument(halfway), pdfium.PdfDocument.new()
    try:
        new.import_pages(old)
        cleaned = _saved(new)
    finally:
        old.close()
        new.close()
    told = _told(cleaned)
    if _is_named(told, cleaned, secrets):
        doubts.add("named")
    if any(secrets.doubtful(each) for each in told):
        doubts.add("near")
    return cleaned, doubts


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _clean_page(page: Any, secrets: Secrets, doubts: set[str]) -> None:
    import pypdfium2.raw as raw  # noqa: PLC0415 -- heavy, and few works are PDF

    while raw.FPDFPage_GetAnnotCount(page):  # notes bear their authors, links lead to their pages
        raw.FPDFPage_RemoveAnnot(page, 0)
    objects = list(page.get_objects(max_depth=_DEPTH))
    if any(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in objects):
        doubts.add("pictures")
    text = page.get_textpage()
    pieces = [(each, _words(each, text)) for each in objects if each.type == raw.FPDF_PAGEOBJ_TEXT]
    if not any(words.strip() for _, words in pieces):
        doubts.add("scan")
    doomed = _doomed([words for _, words in pieces], secrets)
    text.close()
    for number in sorted(doomed):
        piece = pieces[number][0]
        if piece.level:  # inside a form: shared by pages, so it is only made empty
            raw.FPDFText_SetText(piece, (raw.FPDF_WCHAR * 1)(0))
        else:
            page.remove_obj(piece)
    page.gen_content()
    page.close()


def _words(piece: Any, text: Any) -> str:
    import pypdfium2.raw as raw  # noqa: PLC0415 -- heavy, and few works are PDF

    size = raw.FPDFTextObj_GetText(piece, text, None, 0)  # bytes, with the closing zero
    buffer = (c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(piece, text, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").split("\0")[0]


def _doomed(pieces: list[str], secrets: Secrets) -> set[int]:
    """Return the numbers of the pieces that a secret touches, whether words are cut into pieces or stand one in each."""
    found = set()
    for glue in ("", " "):
        starts, at = [], 0
        for each in pieces:
            starts.append(at)
            at += len(each) + len(glue)
        for begin, end, _ in secrets.spans(glue.join(pieces)):
            found |= {
                number
                for number, (start, words) in enumerate(zip(starts, pieces, strict=True))
                if words and start < end and start + len(words) > begin
            }
    return found


def _told(content: bytes) -> list[str]:
    """Return the text of each page as a reader gets it."""
    import pypdfium2 as pdfium  # noqa: PLC0415 -- heavy, and few works are PDF

    document = pdfium.PdfDocument(content)
    try:
        return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    finally:
        document.close()


def _is_named(told: list[str], content: bytes, secrets: Secrets) -> bool:
    """Look once more, at the text as a reader gets it and at every stream as it is stored."""
    if any(secrets.are_in(each) or secrets.are_in(re.sub(r"\s+", "", each)) for each in told):
        return True
    return secrets.are_in_bytes(content) or any(secrets.are_in_bytes(each) for each in _streams(content))


def _streams(content: bytes) -> list[bytes]:
    unpacked = []
    for found in _STREAM.finditer(content):
        try:
            unpacked.append(zlib.decompressobj().decompress(content[found.end() :], 32 * 2**20))
        except zlib.error:
            continue
    return unpacked
