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


def as_pdf(
    practices: Sequence[Practice], words: Mapping[str, Mapping[str, str]], *, title: str, place: str
) -> bytes:
    """Return the collection of ``practices``, of ``queries.bank.with_words``, not empty. Raises: NoTypeface."""
    pdf = new_pdf()
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
            _text(pdf, f"{heading}: {each.title}", size=11, link=links[each.pk])
    for _, rows in told:
        for each in rows:
            pdf.add_page()
            pdf.set_link(links[each.pk])
            pdf.start_section(each.title)
            _practice(pdf, each, words)
    return bytes(pdf.output())


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
