"""Word, Excel, PowerPoint and OpenDocument files: zip archives of XML. Their text, properties, authors of changes, links and pictures."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from masterstvo.experts.redacting.images import clean_jpeg, clean_png
from masterstvo.experts.redacting.secrets import Secrets

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LARGEST = 200 * 2**20  # of all that is packed
_PROPERTIES = re.compile(r"^(docProps/|meta\.xml$|customXml/)", re.I)
_DROPPED = re.compile(
    r"^(docProps/(thumbnail|custom)|Thumbnails/|word/people\.xml|customXml/|.*printerSettings|.*vbaProject)",
    re.I,
)
_PICTURE = {"jpg": clean_jpeg, "jpeg": clean_jpeg, "png": clean_png}
_PARAGRAPHS = {"p", "h", "si", "is", "t", "title", "comment"}
_BREAKS = {"br", "tab", "cr", "line-break", "s"}
_WHO = {
    "author",
    "initials",
    "lastModifiedBy",
    "creator",
    "userId",
    "providerId",
    "displayName",
    "name-author",
    "lastAuthor",
}


def clean_package(content: bytes, secrets: Secrets, *, depth: int = 0) -> tuple[bytes, set[str]]:
    """Return the archive written anew, and what was seen in it that a program cannot clean."""
    doubts: set[str] = set()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        if sum(each.file_size for each in source.infolist()) > _LARGEST:
            raise ValueError("too much is packed in it")
        names = [each.filename for each in source.infolist() if not each.is_dir()]
        gone = {name for name in names if _DROPPED.match(name)}
        for name in names:
            if name in gone:
                continue
            part = _part(name, source.read(name), secrets, gone, doubts, depth)
            if part is None:
                gone.add(name)
                continue
            if secrets.are_in(name):
                doubts.add("named")
            item = zipfile.ZipInfo(name, _EPOCH)
            item.external_attr = 0o600 << 16
            item.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(item, part)
    return buffer.getvalue(), doubts


def _part(
    name: str, content: bytes, secrets: Secrets, gone: set[str], doubts: set[str], depth: int
) -> bytes | None:
    """Return the cleaned part, None for one that is better left out."""
    kind = name.rpartition(".")[2].lower()
    if kind in {"xml", "rels", "vml", "rdf"}:
        return _xml(name, content, secrets, gone, doubts)
    if kind in _PICTURE:
        cleaned, told = _PICTURE[kind](content, secrets)
        doubts |= told
        return cleaned
    if kind in {"docx", "xlsx", "pptx"} and depth < 2:
        cleaned, told = clean_package(content, secrets, depth=depth + 1)
        doubts |= told
        return cleaned
    if name == "mimetype":
        return content
    doubts.add("embedded")
    if secrets.are_in_bytes(content):
        doubts.add("named")
    return content


def _xml(name: str, content: bytes, secrets: Secrets, gone: set[str], doubts: set[str]) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type in an office file")
    if _PROPERTIES.match(name):
        _empty(root)
    elif name.endswith(".rels") or name == "[Content_Types].xml" or name.startswith("META-INF/"):
        _forget(root, gone)
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            if node.getparent() is not None:
                node.text = ""  # a comment or an instruction: nobody reads it, so nobody misses it
            continue
        _clean_attributes(node, secrets)
        if _local(node) in _WHO or (_local(node) == "date" and "office" in node.tag):
            node.text = ""
    for paragraph in root.iter():
        if isinstance(paragraph.tag, str) and _local(paragraph) in _PARAGRAPHS:
            _clean_text(paragraph, secrets)
            if secrets.doubtful("".join(paragraph.itertext())):
                doubts.add("near")
    for holder, slot in _slots(root):
        value = getattr(holder, slot) if holder is not None else None
        if isinstance(value, str) and secrets.are_in(value):
            setattr(holder, slot, secrets.clean(value))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _local(node: Any) -> str:
    return etree.QName(node).localname


def _empty(root: Any) -> None:
    """Take every word out of the properties: whatever they say, the jury needs none of it."""
    for node in root.iter():
        if isinstance(node.tag, str) and len(node) == 0:
            if _local(node) in {"created", "modified"}:
                node.text = "1980-01-01T00:00:00Z"
            elif node.text and not node.text.strip().isdigit():
                node.text = ""


def _forget(root: Any, gone: set[str]) -> None:
    """Take out what leads to parts that are gone, and addresses of people."""
    for node in list(root):
        target = node.get("Target") or node.get("PartName") or node.get(_FULL_PATH) or ""
        if target.startswith("mailto:"):
            node.set("Target", "about:blank")
        elif any(
            target.strip("/").endswith(name) or name.endswith("/" + target.replace("../", ""))
            for name in gone
        ):
            root.remove(node)


_FULL_PATH = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path"


def _clean_attributes(node: Any, secrets: Secrets) -> None:
    for key, value in list(node.attrib.items()):
        if etree.QName(key).localname in _WHO and value:
            node.set(key, "")
        elif secrets.are_in(value):
            node.set(key, secrets.clean(value))


def _slots(node: Any) -> Iterator[tuple[Any, str]]:
    """Yield where text stands below ``node``, in the order of reading; a break is a slot of its own, (None, "\\n")."""
    yield node, "text"
    for child in node:
        if isinstance(child.tag, str):
            if _local(child) in _BREAKS:
                yield None, "\n"
            yield from _slots(child)
        yield child, "tail"


def _clean_text(paragraph: Any, secrets: Secrets) -> None:
    """Clean a paragraph whose words may be cut into runs anywhere: what is found is written into the first of them."""
    for _ in range(20):
        slots = list(_slots(paragraph))
        texts = [slot if holder is None else getattr(holder, slot) or "" for holder, slot in slots]
        spans = secrets.spans("".join(texts))
        if not spans:
            return
        starts = [sum(map(len, texts[:number])) for number in range(len(texts))]
        for begin, end, word in reversed(spans):
            is_written = False
            for (holder, slot), text, start in zip(slots, texts, starts, strict=True):
                low, high = max(begin, start), min(end, start + len(text))
                if low >= high or holder is None:
                    continue
                now = getattr(holder, slot)
                left, right = now[: low - start], now[high - start :]
                setattr(holder, slot, left + ("" if is_written else word) + right)
                is_written = True
