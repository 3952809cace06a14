"""Templates: an authority's own .docx with tags, checked before use and filled in a closed room."""

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from masterstvo.core.errors import DomainError
from masterstvo.core.word.markup import safe
from masterstvo.core.word.package import describe, packed

MARK = "\ue000"
LARGEST, LARGEST_UNPACKED = 10 * 2**20, 80 * 2**20
# A template speaks only in names of tags and in conditions; anything that could compute is refused before it runs.
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
)
_TAG = re.compile(r"\{\{-?\s*(\w+)\s*-?\}\}")
_NOT_WORD = "Это не документ Word (.docx). Откройте шаблон в Word и сохраните как «Документ Word (*.docx)»."


@dataclass(frozen=True)
class Tags:
    """What a template may name. ``words`` become words where they stand; each of ``blocks`` stands in a line of its own.

    Shape: {tag: what it is, for people}. ``required``: blocks without which the document says too little.
    """

    words: Mapping[str, str]
    blocks: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()


class InvalidTemplate(DomainError):
    pass


def fill(template: bytes, tags: Tags, words: Mapping[str, str]) -> Document:
    """Return the template's document with its words filled in; each block is a marked paragraph, see ``block_marks``.

    Raises: InvalidTemplate.
    """
    check_template(template, tags)
    opened = DocxTemplate(BytesIO(template))
    context = {name: safe(words[name]) for name in tags.words}
    context.update({name: f"{MARK}{name}{MARK}" for name in tags.blocks})
    opened.render(context, _environment(), autoescape=True)
    return opened.docx  # get_docx() would read the template anew


def filled(
    template: bytes, tags: Tags, words: Mapping[str, str], *, title: str, author: str, day: dt.date
) -> bytes:
    """Return a template without blocks as a finished .docx file. Raises: InvalidTemplate."""
    document = fill(template, tags, words)
    describe(document, title=title, author=author, day=day)
    return packed(document)


def block_marks(document: Document) -> dict[str, Paragraph]:
    """Return the paragraphs that stand for blocks, by tag."""
    marked = {}
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        if text.startswith(MARK) and text.endswith(MARK):
            marked[text.strip(MARK)] = paragraph
    return marked


def check_template(template: bytes, tags: Tags) -> None:
    """Refuse a file that is no template, in a sentence that says what to change. Raises: InvalidTemplate."""
    _check_package(template)
    try:
        document = docx.Document(BytesIO(template))
        source = DocxTemplate(BytesIO(template))
        source.init_docx()
        text = source.patch_xml(source.get_xml())
    except Exception as damaged:  # python-docx and lxml raise what they meet inside a broken file
        raise InvalidTemplate(f"Файл не читается как документ Word. {_NOT_WORD}") from damaged
    relations = document.part.rels.values()
    headers = [
        rel.target_part for rel in relations if rel.reltype.endswith(("/header", "/footer", "/footnotes"))
    ]
    for markup in (text, *(source.patch_xml(part.blob.decode("utf-8")) for part in headers)):
        _check_tags(markup, tags)
    _check_blocks(document, tags)


def _check_package(template: bytes) -> None:
    if len(template) > LARGEST:
        raise InvalidTemplate("Шаблон больше 10 МБ. Уберите из него тяжёлые картинки.")
    try:
        package = zipfile.ZipFile(BytesIO(template))
        size = sum(item.file_size for item in package.infolist())
        if size > LARGEST_UNPACKED:
            raise InvalidTemplate(
                "Шаблон слишком велик в распакованном виде. Уберите из него вложения и картинки."
            )
        names = set(package.namelist())
        if "word/document.xml" not in names:
            raise InvalidTemplate(_NOT_WORD)
        if any("vbaProject" in name for name in names):
            raise InvalidTemplate(
                "В шаблоне есть макросы. Сохраните его как обычный «Документ Word (*.docx)»."
            )
        for name in names:
            _check_part(name, package.read(name) if name.endswith((".xml", ".rels")) else b"")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as damaged:
        raise InvalidTemplate(_NOT_WORD) from damaged


def _check_part(name: str, xml: bytes) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise InvalidTemplate(_NOT_WORD)
    if name.endswith(".rels"):
        for relation in re.findall(rb"<Relationship\b[^>]*>", xml):
            if b'TargetMode="External"' in relation and b"/hyperlink" not in relation:
                raise InvalidTemplate(
                    "Шаблон подгружает что-то извне (картинку по ссылке или другой шаблон). Вставьте это в сам файл."
                )


def _check_tags(markup: str, tags: Tags) -> None:
    try:
        tree = _environment().parse(markup)
    except TemplateError as unclear:
        raise InvalidTemplate(
            f"Метка записана с ошибкой: {unclear.message}. Метка пишется так: {{{{ год }}}}, "
            "в двойных фигурных скобках, без пробела между скобками."
        ) from unclear
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise InvalidTemplate(
                "В шаблоне разрешены только названия меток, {{ год }}, и условие {% if номер_приказа %}…{% endif %}. "
                f"Уберите вычисление в метке ({type(node).__name__})."
            )
        if isinstance(node, nodes.Name) and node.name not in tags.words and node.name not in tags.blocks:
            known = ", ".join((*tags.words, *tags.blocks))
            raise InvalidTemplate(f"Метки «{node.name}» нет. Есть такие: {known}.")


def _check_blocks(document: Document, tags: Tags) -> None:
    alone: set[str] = set()
    elsewhere: set[str] = set()
    in_body = {paragraph._p for paragraph in document.paragraphs}
    for element in document.element.body.iter(qn("w:p")):
        text = Paragraph(element, document).text.strip()
        named = [tag for tag in _TAG.findall(text) if tag in tags.blocks]
        whole = element in in_body and _TAG.fullmatch(text)
        for tag in named:
            if whole and tag in alone:
                raise InvalidTemplate(f"Метка «{tag}» стоит в шаблоне дважды. Оставьте одну.")
            (alone if whole else elsewhere).add(tag)
    if elsewhere:
        raise InvalidTemplate(
            f"Метка «{min(elsewhere)}» должна стоять отдельным абзацем, не в таблице и без других слов в строке."
        )
    missing = [tag for tag in tags.required if tag not in alone]
    if missing:
        raise InvalidTemplate(
            f"В шаблоне нет метки «{missing[0]}»: без неё документ неполон. Добавьте её отдельным абзацем."
        )


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    environment.globals.clear()
    environment.filters.clear()
    return environment
