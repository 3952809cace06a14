"""The same collection as a PDF with contents, drawn in our typeface.

fpdf is imported by ``core.pdf`` alone, inside its functions: no other page needs it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from masterstvo.core.pdf import new_pdf
from masterstvo.practices.models import Practice
from masterstvo.practices.queries.bank import PARTS, foot, lines_of, names

MARGIN = 20  # millimetres
LINE = 5.6
NUMBER = 12  # the column of page numbers in the contents
NUMBER_FROM_BELOW = -14


def as_pdf(
    practices: Sequence[Practice], words: Mapping[str, Mapping[str, str]], *, title: str, place: str
) -> bytes:
    """Return the collection of ``practices``, of ``queries.bank.with_words``, not empty. Raises: NoTypeface."""
    # Twice: where each text begins is known only after the contents, whose length nobody knows before they are drawn.
    draft, pages = _drawn(practices, words, title=title, place=place, pages={})
    for font in draft.fonts.values():  # what is written closes its typefaces, a draft does not
        font.close()
    pdf, _ = _drawn(practices, words, title=title, place=place, pages=pages)
    return bytes(pdf.output())


def _drawn(
    practices: Sequence[Practice],
    words: Mapping[str, Mapping[str, str]],
    *,
    title: str,
    place: str,
    pages: Mapping[int, int],
) -> tuple[Any, dict[int, int]]:
    """Return the file, and {practice: the page where it begins}. ``pages``: the same of an earlier drawing, for the contents."""
    pdf = new_pdf()
    pdf.footer = lambda: _number(pdf)
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(True, margin=MARGIN)
    pdf.set_title(title)
    latest = max(each.banked_on for each in practices if each.banked_on)
    pdf.set_creation_date(
        dt.datetime.combine(latest, dt.time(), dt.UTC)
    )  # the same words give the same bytes
    pdf.add_page()
    _text(pdf, place, size=13)
    _text(pdf, title, size=24, bold=True)
    _text(pdf, "Содержание", size=14, bold=True, before=8)
    told = [(heading, [each for each in practices if each.kind == kind]) for kind, heading in PARTS]
    links = {each.pk: pdf.add_link() for each in practices}
    for heading, rows in told:
        for each in rows:
            _entry(pdf, f"{heading}: {each.title}", pages.get(each.pk), links[each.pk])
    begins = {}
    for _, rows in told:
        for each in rows:
            pdf.add_page()
            pdf.set_link(links[each.pk])
            pdf.start_section(each.title)
            begins[each.pk] = pdf.page_no()
            _practice(pdf, each, words)
    return pdf, begins


def _number(pdf: Any) -> None:
    pdf.set_y(NUMBER_FROM_BELOW)
    pdf.set_font("text", "", 10)
    pdf.cell(0, LINE, str(pdf.page_no()), align="C")


def _entry(pdf: Any, text: str, page: int | None, link: Any) -> None:
    """Write a line of the contents; the number stands beside its last line and never changes how the text is broken."""
    pdf.set_font("text", "", 11)
    pdf.multi_cell(pdf.epw - NUMBER, LINE, text, align="L", new_x="RIGHT", new_y="LAST", link=link)
    pdf.cell(NUMBER, LINE, str(page or ""), align="R", new_x="LMARGIN", new_y="NEXT", link=link)


def _practice(pdf: Any, practice: Practice, words: Mapping[str, Mapping[str, str]]) -> None:
    version = practice.shown
    assert version is not None  # the bank holds nothing else
    _text(pdf, version.title, size=17, bold=True)
    _text(pdf, names(practice), size=11)
    lines = lines_of(practice)
    steps = (
        "Как это сделать",
        "\n".join(f"{n}. {line}" for n, line in enumerate(version.step_lines, start=1)),
    )
    for heading, text in (*lines[:2], steps, *lines[2:]):
        _text(pdf, heading, size=12, bold=True, before=4)
        _text(pdf, text, size=11)
    _text(pdf, foot(practice, words), size=10, before=4)


def _text(pdf: Any, text: str, *, size: float, bold: bool = False, before: float = 0, link: Any = "") -> None:
    if text:
        pdf.ln(before)
        pdf.set_font("text", "B" if bold else "", size)
        pdf.multi_cell(0, LINE * size / 11, text, align="L", new_x="LMARGIN", new_y="NEXT", link=link)
