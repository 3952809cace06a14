"""The act of an erasure as a .docx file: what the order of Roskomnadzor of 28.10.2022 № 179 asks for, and an extract of the log."""

import datetime as dt
from collections.abc import Iterable, Sequence
from io import BytesIO

import docx
from django.utils import timezone
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from masterstvo.core.dates import russian_date
from masterstvo.core.typography import typography
from masterstvo.privacy.models import Erasure

TYPEFACE = "Times New Roman"
WIDTH = 16.5  # centimetres between the margins of ГОСТ Р 7.0.97-2016
WAY = (
    "Обезличивание (152-ФЗ, статья 3, пункт 9) средствами программы: значения стёрты в базе данных, файлы удалены, "
    "карточка получила номер вместо имени. Восстановить сведения по базе данных нельзя."
)
BY_HAND = "Кто это, программа больше не знает: если нужно, впишите фамилию от руки."
EDITIONS = (
    "Утверждённые отчёты и уже скачанные файлы не меняются: в их изданиях Word имя, например победителя конкурса, остаётся. "
    "В резервных копиях, сделанных раньше, сведения остаются, пока копии хранятся."
)


def act(erasure: Erasure) -> bytes:
    """Return the act; it is made from what was frozen, so that it says the same whenever it is asked for."""
    document = docx.Document()
    _look(document)
    made_on = timezone.localtime(erasure.erased_at)
    _line(document, f"АКТ № {erasure.number}", bold=True, center=True)
    _line(document, "об обезличивании персональных данных", bold=True, center=True, after=6)
    _line(document, russian_date(made_on.date(), with_year=True), center=True, after=12)
    _pairs(document, erasure, made_on)
    document.add_heading("1. Что сделано со сведениями", level=2)
    _kinds(document, erasure)
    document.add_heading("2. Где имя осталось", level=2)
    _mentions(document, erasure)
    document.add_heading("3. Выписка из журнала", level=2)
    _extract(document, erasure)
    for signature in (f"Обезличил: {erasure.by}", "Ознакомлен:"):
        _line(document, f"{signature}\t____________________", before=24)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _pairs(document: Document, erasure: Erasure, made_on: dt.datetime) -> None:
    municipality = erasure.municipality
    _table(
        document,
        (),
        (5.5, 11),
        [
            ("Оператор", municipality.authority_title or municipality.title),
            ("Информационная система", f"«Мастерство», {municipality.title}"),
            ("Чьи сведения", f"{erasure.person.code_name}, номер карточки {erasure.person_id}. {BY_HAND}"),
            ("Основание", erasure.document),
            ("Кто обезличил", ", ".join(filter(None, (str(erasure.by), erasure.as_role)))),
            ("Когда", f"{made_on:%d.%m.%Y %H:%M}"),
            ("Способ", WAY),
        ],
    )


def _kinds(document: Document, erasure: Erasure) -> None:
    rows = []
    for each in erasure.kinds:
        done = each["fate"] if each["n_rows"] else "остаётся: сделано человеком, имя заменено номером"
        erased = f"Стёрто: {each['columns']}." if each["columns"] else ""
        rows.append(
            (each["title"], each["n_rows"], each["n_made"] or "", f"{done}. {erased}".strip(), each["why"])
        )
    header = ("Сведения", "Записей о нём", "Сделано им", "Что сделано", "Почему остаётся")
    _table(document, header, (3.3, 1.8, 1.8, 5.2, 4.4), rows)


def _mentions(document: Document, erasure: Erasure) -> None:
    if erasure.mentions:
        _line(
            document,
            "В текстах, которые пишут свободно, эта фамилия встречается ещё здесь (возможно, у однофамильца):",
            after=6,
        )
        rows = [(each["title"], each["column"], each["n_rows"]) for each in erasure.mentions]
        _table(document, ("Раздел", "Столбец", "Записей"), (7, 7, 2.5), rows)
    else:
        _line(document, "Других упоминаний этого человека в текстах программы не найдено.")
    _line(document, EDITIONS, before=6)


def _extract(document: Document, erasure: Erasure) -> None:
    told = erasure.extract
    some = f", последние {len(told)}" if len(told) < erasure.n_records else ""
    _line(document, f"Без значений; всего записей: {erasure.n_records}{some}.", after=6)
    rows = [(_moment(each["at"]), each["what"], each["kind"]) for each in told]
    _table(document, ("Когда", "Действие", "С чем"), (4, 6, 6.5), rows)


def _moment(at: str) -> str:
    return f"{timezone.localtime(dt.datetime.fromisoformat(at)):%d.%m.%Y %H:%M}"


# --- How it looks -----------------------------------------------------------------------------------------------------
def _look(document: Document) -> None:
    for name, size in (("Normal", 12), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = TYPEFACE, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TYPEFACE)
        style.paragraph_format.space_after = Pt(0)
    heading = document.styles["Heading 2"]
    fonts = heading.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    heading.font.color.rgb, heading.font.bold = None, True
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    document.core_properties.title = "Акт об обезличивании персональных данных"
    document.core_properties.author = ""


def _line(
    document: Document,
    text: str,
    *,
    bold: bool = False,
    center: bool = False,
    before: int = 0,
    after: int = 0,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(typography(text)).bold = bold or None
    shape = paragraph.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else None
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.tab_stops.add_tab_stop(Cm(10))


def _table(
    document: Document, header: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[object]]
) -> None:
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    if header:
        _row(table, header, widths, bold=True)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        _row(table, row, widths)


def _row(table: Table, texts: Sequence[object], widths: Sequence[float], *, bold: bool = False) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(typography(str(text)))
        run.font.size, run.bold = Pt(10), bold or None
