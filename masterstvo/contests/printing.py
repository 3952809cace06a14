"""What a diploma says, and the PDF and Word that say it. The page of verification shows the same words."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from masterstvo.contests.models import Diploma
from masterstvo.core.dates import russian_date
from masterstvo.core.pdf import ACCENT, MUTED, Style, draw_qr, paper_pages, write_line
from masterstvo.core.typography import typography
from masterstvo.core.word import Paper
from masterstvo.core.word.template import Tags, filled
from masterstvo.core.words import quoted

WIDTH, SIDE, MARGIN = 210, 30, 24  # mm


@dataclass(frozen=True)
class Words:
    """All that is printed."""

    heading: str
    issuer: str
    number: str
    name: str
    achievement: str
    contest: str
    nomination: str
    signature: str = "Подпись"
    check: str = "Проверить:"


def words_of(diploma: Diploma) -> Words:
    return Words(
        heading=diploma.heading,
        issuer=diploma.issuer,
        number=f"№ {diploma.number} от {russian_date(diploma.issued_on, with_year=True)}",
        name=diploma.name,
        achievement=diploma.achievement,
        contest=typography(f"Конкурс {quoted(diploma.contest_title)}"),
        nomination=f"Номинация {quoted(diploma.nomination)}" if diploma.nomination else "",
    )


def as_pdf(diplomas: Collection[Diploma], *, address: Callable[[Diploma], str]) -> bytes:
    """Return one page for each of ``diplomas``. ``address``: where it is verified. Raises: NoTypeface."""
    return paper_pages(
        [partial(_draw, words=words_of(each), address=address(each)) for each in diplomas],
        title="Дипломы" if len(diplomas) > 1 else "Диплом",
        day=max((each.issued_on for each in diplomas), default=None),
    )


def _draw(pdf: Any, words: Words, address: str) -> None:
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(1.2)
    pdf.rect(12, 12, 186, 273)
    line = partial(write_line, pdf, style=Style(MARGIN, WIDTH - 2 * MARGIN, align="C", most=3))
    line(words.issuer, y=34, size=14, color=MUTED)
    single = Style(MARGIN, WIDTH - 2 * MARGIN, align="C", most=1)
    write_line(pdf, words.heading.upper(), single, y=70, size=44, bold=True, color=ACCENT)
    line(words.achievement, y=96, size=18)
    line(words.name, y=124, size=26, bold=True)
    line(words.contest, y=158, size=17)
    line(words.nomination, y=pdf.get_y() + 3, size=14, color=MUTED)
    line(words.number, y=214, size=12, color=MUTED)
    pdf.set_line_width(0.2)
    pdf.line(MARGIN, 262, MARGIN + 70, 262)
    pdf.set_xy(MARGIN, 263)
    pdf.set_font("text", "", 10)
    pdf.cell(70, 5, words.signature)
    draw_qr(pdf, address, x=WIDTH - MARGIN - SIDE, y=238, side=SIDE)
    pdf.set_xy(MARGIN, 270)
    pdf.set_font("text", "", 8)
    pdf.multi_cell(WIDTH - 2 * MARGIN, 4, f"{words.check} {address}", align="R", link=address)


# --- Word -----------------------------------------------------------------------------------------------------------
TAGS = Tags(
    words={
        "бумага": "что это: «Диплом победителя», «Сертификат участника»",
        "имя": "кому выдан",
        "результат": "за что: «победитель, 1 место»",
        "конкурс": "название конкурса с годом",
        "номинация": "номинация, если она есть",
        "номер": "номер и день: № 12/2026 от 26 ноября 2026 года",
        "орган": "кем выдан",
        "проверка": "адрес страницы проверки",
    }
)


def as_word(diploma: Diploma, *, address: str, template: bytes | None = None) -> bytes:
    """Return the same words as a .docx file: by the authority's own ``template``, or to be put on a letterhead.

    Raises: InvalidTemplate.
    """
    words = words_of(diploma)
    if template is not None:
        tagged = {
            "бумага": words.heading,
            "имя": words.name,
            "результат": words.achievement,
            "конкурс": words.contest,
            "номинация": words.nomination,
            "номер": words.number,
            "орган": words.issuer,
            "проверка": address,
        }
        return filled(template, TAGS, tagged, title=words.heading, author=words.issuer, day=diploma.issued_on)
    paper = Paper(words.heading, day=diploma.issued_on, author=words.issuer)
    paper.line(words.issuer, align="center", after=36)
    paper.head(words.heading.upper())
    paper.line(words.achievement, align="center", after=24)
    paper.line(words.name, bold=True, align="center", after=24)
    paper.line(words.contest, align="center", after=6)
    if words.nomination:
        paper.line(words.nomination, align="center", after=6)
    paper.line(words.number, align="center", before=36, after=36)
    paper.signatures([words.signature])
    paper.line(f"{words.check} {address}", before=24)
    return paper.bytes()
