"""The report as a Word document."""

from docx.document import Document

from masterstvo.core.dates import russian_date
from masterstvo.core.word import look
from masterstvo.core.word.contents import fill_contents
from masterstvo.core.word.markup import Markup, elements
from masterstvo.core.word.package import describe, packed
from masterstvo.core.word.template import InvalidTemplate as InvalidTemplate
from masterstvo.core.word.template import block_marks, fill
from masterstvo.reports.composition.content import ReportContent
from masterstvo.reports.word import blocks
from masterstvo.reports.word.builtin import builtin_template as builtin_template
from masterstvo.reports.word.template import TAGS
from masterstvo.reports.word.template import check_template as check_template

_BUILDERS = {
    "лист_согласования": blocks.agreement,
    "пояснительная_записка": blocks.foreword,
    "таблица_1": blocks.indicators,
    "анализ": blocks.analysis,
    "таблица_2": blocks.activities,
    "выводы": blocks.conclusions,
    "таблица_3": blocks.next_period,
    "приложения": blocks.appendices,
}
_BLANK_NUMBER, _BLANK_DATE = "_____", "«___» __________"


def build_docx(content: ReportContent, *, template: bytes | None = None) -> bytes:
    """Return the report as a .docx file; the same content and template give the same bytes.

    Raises: InvalidTemplate, when an authority's own ``template`` cannot be used.
    """
    document = fill(template or builtin_template(), TAGS, _words(content))
    look.speak_russian(document)
    ink = Markup(document, look.style_ids(document), look.list_number(document))
    marks = block_marks(document)
    for tag, build in _BUILDERS.items():
        if tag in marks:
            _replace(marks[tag], build(content, ink))
    if "содержание" in marks:
        fill_contents(document, marks["содержание"], ink)
    _properties(document, content)
    return packed(document)


def _words(content: ReportContent) -> dict[str, str]:
    ordered = content.order_on
    return {
        "орган": content.authority,
        "муниципалитет": content.municipality,
        "регион": content.region,
        "план": content.plan_title.strip(" «»"),
        "приказ_о_плане": content.plan_order,
        "год": str(content.year),
        "по_состоянию_на": russian_date(content.as_of, with_year=True),
        "номер_приказа": content.order_number or _BLANK_NUMBER,
        "дата_приказа": russian_date(ordered, with_year=True)
        if ordered
        else f"{_BLANK_DATE} {content.year} года",
        "подписывает": content.signer or "_______________",
        "должность": content.signer_position or "Руководитель",
        "пометка": "Черновик" if content.is_draft else "",
    }


def _replace(mark, markup: str) -> None:
    for element in elements(markup):
        mark._p.addprevious(element)
    mark._p.getparent().remove(mark._p)


def _properties(document: Document, content: ReportContent) -> None:
    describe(
        document,
        title=f"Отчёт о реализации плана за {content.year} год. {content.municipality}",
        subject=content.plan_title,
        author=content.authority,
        day=content.as_of,
    )
