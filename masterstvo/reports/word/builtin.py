"""The template that the product ships with, made by code so that no binary file has to be kept in step with it."""

from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Cm, Pt

from masterstvo.core.word import look
from masterstvo.core.word.markup import simple_field

CENTER, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


@cache
def builtin_template() -> bytes:
    """Return the shipped template as a .docx file, the same one an authority may download and change in Word."""
    document = docx.Document()
    look.dress_all(document)
    look.portrait(document.sections[0])
    _page_marks(document.sections[0])
    _order(document)
    _block(document, "лист_согласования")
    _title_page(document)
    _beginning(document)
    look.landscape(document.add_section(WD_SECTION.NEW_PAGE))
    document.add_heading("2. Статистический анализ реализации мероприятий плана", level=1)
    _block(document, "таблица_2")
    look.portrait(document.add_section(WD_SECTION.NEW_PAGE))
    document.add_heading("3. Выводы и предложения", level=1)
    for tag in ("выводы", "таблица_3", "приложения"):
        _block(document, tag)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _order(document: Document) -> None:
    _line(document, "{{ орган }}", align=CENTER, bold=True)
    _line(document, "ПРИКАЗ", align=CENTER, bold=True, before=18)
    dated = _line(document, "от {{ дата_приказа }}\t№ {{ номер_приказа }}", before=12)
    dated.paragraph_format.tab_stops.add_tab_stop(Cm(16.5), WD_TAB_ALIGNMENT.RIGHT)
    about = _line(document, "Об утверждении отчёта о реализации плана за {{ год }} год", before=18, after=18)
    about.paragraph_format.right_indent = Cm(8)
    _body(document, "По итогам реализации плана «{{ план }}»")
    _line(document, "ПРИКАЗЫВАЮ:", before=6, after=6)
    for point in (
        "1. Утвердить прилагаемый отчёт о реализации плана за {{ год }} год.",
        "2. Руководителям образовательных организаций ознакомить с отчётом педагогических работников и учесть "
        "его выводы при планировании работы на следующий год.",
        "3. Контроль исполнения приказа оставляю за собой.",
    ):
        _body(document, point)
    signed = _line(document, "{{ должность }}\t{{ подписывает }}", before=36)
    signed.paragraph_format.tab_stops.add_tab_stop(Cm(16.5), WD_TAB_ALIGNMENT.RIGHT)


def _title_page(document: Document) -> None:
    top = _line(document, "{{ орган }}", align=CENTER)
    top.paragraph_format.page_break_before = True
    _line(document, "УТВЕРЖДЁН", align=RIGHT, before=36)
    _line(document, "приказом от {{ дата_приказа }} № {{ номер_приказа }}", align=RIGHT)
    _line(document, "ОТЧЁТ", align=CENTER, bold=True, size=18, before=120)
    _line(document, "о реализации плана", align=CENTER, bold=True)
    _line(document, "«{{ план }}»", align=CENTER, bold=True)
    _line(document, "за {{ год }} год", align=CENTER, bold=True)
    _line(document, "по состоянию на {{ по_состоянию_на }}", align=CENTER, before=12)
    _line(document, "{{ муниципалитет }}, {{ регион }}", align=CENTER, before=150)
    _line(document, "{{ год }}", align=CENTER)


def _beginning(document: Document) -> None:
    contents = _line(document, "Содержание", align=CENTER, bold=True, after=12)
    contents.paragraph_format.page_break_before = True
    _block(document, "содержание")
    document.add_heading("Пояснительная записка", level=1).paragraph_format.page_break_before = True
    for tag in ("пояснительная_записка", "таблица_1"):
        _block(document, tag)
    document.add_heading("1. Анализ реализации плана", level=1).paragraph_format.page_break_before = True
    _block(document, "анализ")


def _block(document: Document, tag: str) -> None:
    document.add_paragraph(f"{{{{ {tag} }}}}")


def _body(document: Document, text: str) -> None:
    document.add_paragraph(text, style="Report Body")


def _line(document: Document, text: str, *, align=None, bold=False, size=0, before=0, after=0):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    shape = paragraph.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(before), Pt(after)
    return paragraph


def _page_marks(section: Section) -> None:
    """Number every page but the first; say on each that a draft is a draft."""
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        paragraph = header.paragraphs[0]
        paragraph.text = "{{ пометка }}"
        paragraph.alignment = RIGHT
        paragraph.runs[0].font.size = Pt(10)
    footer = section.footer.paragraphs[0]
    footer.alignment = CENTER
    for run in parse_xml(f"<w:p {nsdecls('w')}>{simple_field('PAGE', '2')}</w:p>"):
        footer._p.append(run)
