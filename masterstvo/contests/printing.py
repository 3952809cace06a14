"""What a diploma says, and the PDF that says it. The page of verification shows the same words."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from masterstvo.contests.models import Diploma
from masterstvo.core.dates import russian_date
from masterstvo.core.pdf import draw_qr, new_pdf
from masterstvo.core.typography import typography
from masterstvo.core.words import quoted

INK, MUTED, ACCENT = (27, 31, 36), (92, 99, 108), (11, 74, 88)
WIDTH, SIDE, MARGIN = 210, 30, 24  # mm


@dataclass(frozen=True)
class Words:
    """All that is printed."""

    issuer: str
    number: str
    name: str
    achievement: str
    contest: str
    nomination: str
    heading: str = "Диплом"
    check: str = "Проверить:"


def words_of(diploma: Diploma) -> Words:
    return Words(
        issuer=diploma.issuer,
        number=f"№ {diploma.number} от {russian_date(diploma.issued_on, with_year=True)}",
        name=diploma.name,
        achievement=diploma.achievement,
        contest=typography(f"Конкурс {quoted(diploma.contest_title)}"),
        nomination=f"Номинация {quoted(diploma.nomination)}" if diploma.nomination else "",
    )


def as_pdf(diplomas: Collection[Diploma], *, address: Callable[[Diploma], str]) -> bytes:
    """Return one page for each of ``diplomas``. ``address``: where it is verified. Raises: NoTypeface."""
    pdf = new_pdf()
    pdf.set_title("Дипломы" if len(diplomas) > 1 else "Диплом")
    if issued := max(
        (each.issued_on for each in diplomas), default=None
    ):  # the same words give the same bytes
        pdf.set_creation_date(dt.datetime.combine(issued, dt.time(), dt.UTC))
    for each in diplomas:
        pdf.add_page()
        _draw(pdf, words_of(each), address(each))
    return bytes(pdf.output())


def _draw(pdf: Any, words: Words, address: str) -> None:
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(1.2)
    pdf.rect(12, 12, 186, 273)
    _line(pdf, words.issuer, y=34, size=14, color=MUTED)
    _line(pdf, words.heading.upper(), y=70, size=44, bold=True, color=ACCENT)
    _line(pdf, words.achievement, y=96, size=18)
    _line(pdf, words.name, y=124, size=26, bold=True)
    _line(pdf, words.contest, y=158, size=17)
    _line(pdf, words.nomination, y=pdf.get_y() + 3, size=14, color=MUTED)
    _line(pdf, words.number, y=214, size=12, color=MUTED)
    pdf.set_line_width(0.2)
    pdf.line(MARGIN, 262, MARGIN + 70, 262)
    pdf.set_xy(MARGIN, 263)
    pdf.set_font("text", "", 10)
    pdf.cell(70, 5, "Подпись")
    draw_qr(pdf, address, x=WIDTH - MARGIN - SIDE, y=238, side=SIDE)
    pdf.set_xy(MARGIN, 270)
    pdf.set_font("text", "", 8)
    pdf.multi_cell(WIDTH - 2 * MARGIN, 4, f"{words.check} {address}", align="R", link=address)


def _line(
    pdf: Any, text: str, *, y: float, size: float, bold: bool = False, color: tuple[int, int, int] = INK
) -> None:
    """Write ``text`` in the middle, smaller until it takes no more than three lines."""
    wide = WIDTH - 2 * MARGIN
    pdf.set_xy(MARGIN, y)
    pdf.set_text_color(*color)
    pdf.set_font("text", "B" if bold else "", size)
    while size > 8 and len(pdf.multi_cell(wide, 1, text, dry_run=True, output="LINES")) > 3:
        size -= 1
        pdf.set_font_size(size)
    pdf.multi_cell(wide, size * 0.45, text, align="C", new_x="LMARGIN", new_y="NEXT")
