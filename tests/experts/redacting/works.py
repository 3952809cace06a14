"""Works with planted names, written by the libraries that others write them with, and what is left of them to be read."""

import io
import re
import zipfile
import zlib

from docx import Document
from fpdf import FPDF
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def docx(words, *, author, cuts=()):
    """``words``: the text, cut into runs at ``cuts``; the same in a table, a heading line, the properties and a change."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.title = properties.comments = properties.keywords = words
    paragraph, at = document.add_paragraph(), 0
    for cut in [*sorted(cuts), len(words)]:
        paragraph.add_run(words[at:cut]).bold = bool(cut % 2)
        at = cut
    document.add_table(1, 1).cell(0, 0).text = words
    document.sections[0].header.paragraphs[0].text = words
    picture = document.add_picture(io.BytesIO(jpeg(words)))
    picture._inline.docPr.set("descr", words)
    return _saved(document)


def xlsx(words, *, author):
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = author
    sheet = book.active
    sheet.title = "Лист"
    sheet["A1"], sheet["B2"] = words, f"План: {words}"
    sheet["A1"].comment = Comment(words, author)
    sheet["C1"].hyperlink = "https://example.org/page"
    return _saved(book)


SLIDE = (
    '<?xml version="1.0" encoding="UTF-8"?><p:sld xmlns:p="urn:p" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    "<a:p>{runs}</a:p></p:sld>"
)


def pptx(words, *, author, cuts=()):
    """Return the parts of a presentation that bear words: slides, their authors, the properties."""
    places = [0, *sorted(cuts), len(words)]
    runs = "".join(f"<a:r><a:t>{words[a:b]}</a:t></a:r>" for a, b in zip(places, places[1:], strict=False))
    parts = {
        "ppt/slides/slide1.xml": SLIDE.format(runs=runs),
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="urn:p"><p:cmAuthor name="{author}" initials="{author[:2]}"/></p:cmAuthorLst>',
        "docProps/app.xml": f'<Properties xmlns="urn:e"><Company>{words}</Company><Manager>{author}</Manager></Properties>',
        "docProps/core.xml": f'<c:cp xmlns:c="urn:c" xmlns:d="urn:d"><d:creator>{author}</d:creator></c:cp>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return buffer.getvalue()


def pdf(words, *, author):
    file = FPDF()
    file.add_font("text", "", FONT)
    file.set_font("text", size=14)
    file.set_author(author)
    file.set_title(words)
    file.add_page()
    file.multi_cell(170, 8, f"Конспект урока. {words}. Цель: повторить тему.")
    return bytes(file.output())


def jpeg(words):
    picture = Image.new("RGB", (24, 16), (120, 30, 60))
    exif = picture.getexif()
    exif[0x013B], exif[0x010E] = words, words  # artist, description
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=words.encode(), progressive=True)
    return buffer.getvalue() + words.encode()


def png(words):
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_itxt("Author", words)
    told.add_text("Comment", words, zip=True)
    buffer = io.BytesIO()
    Image.new("RGB", (24, 16)).save(buffer, "PNG", pnginfo=told)
    return buffer.getvalue() + words.encode()


def _saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def told_by(content):
    """Return everything that can be read in a file, in one folded text, by means other than those of the product."""
    texts = [_decoded(content)]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            for name in file.namelist():
                part = file.read(name)
                texts += [name, _decoded(part), re.sub(r"<[^>]*>", "", part.decode("utf-8", "ignore"))]
    if (
        content[:4] == b"%PDF" and b"/Root" in content
    ):  # a factory's stub has no pages, its bytes were read already
        from pdfminer.high_level import extract_text

        texts.append(extract_text(io.BytesIO(content)))
        for found in re.finditer(rb"stream\r?\n", content):
            try:
                texts.append(_decoded(zlib.decompressobj().decompress(content[found.end() :])))
            except zlib.error:
                continue
    return re.sub(r"\s+", " ", "\n".join(texts)).lower().replace("ё", "е")


def _decoded(content):
    return "\n".join(
        content.decode(way, "ignore") for way in ("utf-8", "cp1251", "utf-16-le", "utf-16-be", "latin-1")
    )
