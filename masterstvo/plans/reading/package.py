"""The outer shell of a file: what it really is, and whether it may be opened at all."""

import io
import zipfile

from lxml import etree

from masterstvo.plans.reading.errors import UnreadableFile

MAX_FILE = 60 * 2**20
MAX_PART = 48 * 2**20
MAX_TOTAL = 400 * 2**20
MAX_RATIO = 200  # Word's own XML shrinks about twenty times
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

DAMAGED = "Файл повреждён, прочитать его нельзя: откройте его в Word или Excel, сохраните заново и загрузите ещё раз."
OTHER = (
    "Это не документ Word, Excel или PDF: сохраните план в формате .docx, .xlsx или .pdf и загрузите ещё раз."
)
TOO_LARGE = (
    "Файл слишком велик для плана: уберите из него рисунки и вложения, сохраните заново и загрузите ещё раз."
)
PROTECTED = "Файл защищён паролем: снимите пароль в Word или Excel, сохраните и загрузите ещё раз."
OLD_WORD = "Это документ старого формата .doc: откройте его в Word, сохраните как .docx и загрузите ещё раз."
OLD_EXCEL = "Это таблица старого формата .xls: откройте её в Excel, сохраните как .xlsx и загрузите ещё раз."
OPEN_DOCUMENT = "Это документ OpenDocument: сохраните его как .docx или .xlsx и загрузите ещё раз."
ENTITIES = "Файл содержит недопустимые вставки XML: откройте его в Word или Excel, сохраните заново и загрузите ещё раз."


def kind_of(content: bytes) -> str:
    """Tell ``docx``, ``xlsx`` or ``pdf`` by content; the file's name may lie.

    Raises: UnreadableFile.
    """
    if not content:
        raise UnreadableFile("Файл пуст: проверьте его на компьютере и загрузите ещё раз.")
    if len(content) > MAX_FILE:
        raise UnreadableFile(TOO_LARGE)
    if content.startswith(_OLE):
        raise UnreadableFile(_ole_refusal(content))
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK"):
        return _office_kind(Package(content))
    if content.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile(
            "Это документ формата .rtf: откройте его в Word, сохраните как .docx и загрузите ещё раз."
        )
    raise UnreadableFile(OTHER)


def _ole_refusal(content: bytes) -> str:
    def named(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if named("EncryptedPackage") or named("EncryptionInfo"):
        return PROTECTED
    if named("WordDocument"):
        return OLD_WORD
    if named("Workbook") or named("Book"):
        return OLD_EXCEL
    return OTHER


def _office_kind(package: "Package") -> str:
    names = package.names
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    main = package.main_part()
    if main.startswith("word/") and main in names:
        return "docx"
    if main.startswith("xl/") and main in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableFile(OPEN_DOCUMENT)
    raise UnreadableFile(
        "Это архив, а не документ: распакуйте его и загрузите сам план в формате .docx, .xlsx или .pdf."
    )


class Package:
    """A zip of XML parts. Sizes are looked at before anything is inflated; entities are never expanded."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
            UnicodeDecodeError,
        ) as error:
            raise UnreadableFile(DAMAGED) from error
        self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos}
        for info in infos:
            bloated = info.file_size > 2**20 and info.file_size > MAX_RATIO * max(info.compress_size, 1)
            if bloated or (info.filename.endswith((".xml", ".rels")) and info.file_size > MAX_PART):
                raise UnreadableFile(TOO_LARGE)
        if sum(info.file_size for info in infos) > MAX_TOTAL or len(infos) > 20_000:
            raise UnreadableFile(TOO_LARGE)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._infos)

    def main_part(self) -> str:
        relations = self.relations("_rels/.rels")
        return next(
            (target for kind, target in relations.values() if kind.endswith("/officeDocument")), ""
        ).lstrip("/")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return relationship id → (type, target) of a ``.rels`` part; empty when there is none."""
        root = self.xml(part)
        if root is None:
            return {}
        return {
            node.get("Id", ""): (node.get("Type", ""), node.get("Target", ""))
            for node in root
            if isinstance(node.tag, str)
        }

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of an XML part, ``None`` when it is absent.

        Raises: UnreadableFile.
        """
        info = self._infos.get(part)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise UnreadableFile(PROTECTED)
        try:
            with self._zip.open(info) as stream:
                content = stream.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
        ) as error:
            raise UnreadableFile(DAMAGED) from error
        except Exception as error:  # zlib, lzma and bz2 have errors of their own, with no common parent
            raise UnreadableFile(DAMAGED) from error
        return parse_xml(content)


def parse_xml(content: bytes) -> etree._Element:
    """Parse without a document type: entity bombs and outside files need one.

    Raises: UnreadableFile.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableFile(ENTITIES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:  # written in UTF-16, unseen by the search above
        raise UnreadableFile(ENTITIES)
    return root
