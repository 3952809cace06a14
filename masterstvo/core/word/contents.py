"""The table of contents: a real field whose entries and links are there before Word renews it."""

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from masterstvo.core.word.markup import Markup, elements, safe, simple_field
from masterstvo.core.word.pages import guess_pages

_LEVELS = {"Heading 1": 1, "Heading 2": 2}


def fill_contents(document: Document, mark: Paragraph, ink: Markup) -> None:
    """Replace ``mark`` with the contents of the document.

    The page numbers are fields of their own, filled with a guess: Word renews those whenever it prints, while asking it
    to renew the whole table would greet each reader with a question.
    """
    headings = [
        (paragraph, _LEVELS[paragraph.style.name])
        for paragraph in document.paragraphs
        if paragraph.style is not None and paragraph.style.name in _LEVELS and paragraph.text.strip()
    ]
    pages = _pages_with_contents(document, mark, len(headings))
    entries = []
    for place, (paragraph, level) in enumerate(headings):
        bookmark = f"_Toc{place + 1:09d}"
        _bookmark(paragraph, bookmark, place + 1)
        entries.append((bookmark, paragraph.text, level, pages[paragraph._p]))
    markup = []
    for place, (bookmark, title, level, page) in enumerate(entries):
        opening = _FIELD_OPENS if place == 0 else ""
        closing = _FIELD_ENDS if place == len(entries) - 1 else ""
        markup.append(_entry(ink, bookmark, title, level, page, opening, closing))
    for element in elements("".join(markup)):
        mark._p.addprevious(element)
    mark._p.getparent().remove(mark._p)


_FIELD_OPENS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _entry(
    ink: Markup, bookmark: str, title: str, level: int, number: int, opening: str, closing: str
) -> str:
    page = simple_field(f"PAGEREF {bookmark} \\h", str(number))
    inner = f"{ink.run(safe(title))}<w:r><w:tab/></w:r>{page}"
    linked = f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{inner}</w:hyperlink>'
    return ink.paragraph(opening + linked + closing, f"toc {level}")


def _pages_with_contents(document: Document, mark: Paragraph, entries: int) -> dict:
    """Return the pages as they will be once the contents themselves take their lines."""
    fillers = [mark.insert_paragraph_before("…") for _ in range(max(0, entries - 1))]
    pages = guess_pages(document)
    for filler in fillers:
        filler._p.getparent().remove(filler._p)
    return pages


def _bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    properties = paragraph._p.pPr
    if properties is not None:
        properties.addnext(start)
    else:
        paragraph._p.insert(0, start)
    paragraph._p.append(end)
