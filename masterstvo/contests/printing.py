"""What a diploma or a letter of thanks says, and the PDF and Word that say it. The page of verification shows the same words."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from masterstvo.contests.choices import LETTER
from masterstvo.contests.models import Diploma, Letter
from masterstvo.core.dates import russian_date
from masterstvo.core.pdf import ACCENT, MUTED, Style, draw_qr, paper_pages, write_line
from masterstvo.core.typography import typography
from masterstvo.core.word import Paper
from masterstvo.core.word.package import paper_name, zipped
from masterstvo.core.word.template import Tags, filled
from masterstvo.core.words import quoted

Given = Diploma | Letter
WIDTH, SIDE, MARGIN = 210, 30, 24  # mm
YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Words:
    """All that is printed. ``is_thanks``: who comes before what for, as one reads a letter of thanks.

    ``title`` and ``nominated``: the contest and the nomination alone, where a label beside says what they are.
    """

    heading: str
    issuer: str
    number: str
    name: str
    achievement: str
    contest: str
    nomination: str
    signature: str = "Подпись"
    check: str = "Проверить:"
    is_thanks: bool = False
    title: str = ""
    nominated: str = ""


def words_of(paper: Given) -> Words:
    shared: dict[str, Any] = {
        "issuer": paper.issuer,
        "number": f"№ {paper.number} от {russian_date(paper.issued_on, with_year=True)}",
        "name": paper.name,
        "contest": typography(f"Конкурс {_titled_with_year(paper.contest_title)}"),
        "title": typography(_titled_with_year(paper.contest_title)),
    }
    if isinstance(paper, Letter):
        return Words(heading=LETTER, achievement=paper.merit, nomination="", is_thanks=True, **shared)
    nominated = quoted(paper.nomination) if paper.nomination else ""
    return Words(
        heading=paper.heading,
        achievement=paper.achievement,
        nomination=f"Номинация {nominated}" if nominated else "",
        nominated=nominated,
        **shared,
    )


def _titled_with_year(contest: str) -> str:
    """Return «Цифровой урок», 2026: the year is no part of the title."""
    title, comma, year = contest.rpartition(", ")
    return f"{quoted(title)}, {year}" if comma and YEAR.fullmatch(year) else quoted(contest)


def as_pdf(papers: Collection[Given], *, address: Callable[[Given], str]) -> bytes:
    """Return one page for each of ``papers``, diplomas or letters. ``address``: where it is verified. Raises: NoTypeface."""
    words = [words_of(each) for each in papers]
    return paper_pages(
        [partial(_draw, words=said, address=address(each)) for each, said in zip(papers, words, strict=True)],
        title=_titled(words),
        day=max((each.issued_on for each in papers), default=None),
    )


def _titled(words: Collection[Words]) -> str:
    is_thanks = any(each.is_thanks for each in words)
    if len(words) > 1:
        return "Благодарственные письма" if is_thanks else "Дипломы"
    return LETTER if is_thanks else "Диплом"


def _draw(pdf: Any, words: Words, address: str) -> None:
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(1.2)
    pdf.rect(12, 12, 186, 273)
    line = partial(write_line, pdf, style=Style(MARGIN, WIDTH - 2 * MARGIN, align="C", most=3))
    line(words.issuer, y=34, size=14, color=MUTED)
    single = Style(MARGIN, WIDTH - 2 * MARGIN, align="C", most=1)
    write_line(pdf, words.heading.upper(), single, y=70, size=44, bold=True, color=ACCENT)
    first, second = (124, 96) if words.is_thanks else (96, 124)
    line(words.achievement, y=first, size=18)
    line(words.name, y=second, size=26, bold=True)
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
SHARED_TAGS = {
    "имя": "кому выдано",
    "конкурс": "название конкурса с годом",
    "номер": "номер и день: № 12/2026 от 26 ноября 2026 года",
    "орган": "кем выдано",
    "проверка": "адрес страницы проверки",
}
TAGS = Tags(
    words={
        "бумага": "что это: «Диплом победителя», «Сертификат участника»",
        "результат": "за что: «победитель, 1 место»",
        "номинация": "номинация, если она есть",
        **SHARED_TAGS,
    }
)
LETTER_TAGS = Tags(words={"бумага": LETTER, "заслуга": "за что: «за работу в жюри»", **SHARED_TAGS})


def as_word(paper: Given, *, address: str, template: bytes | None = None) -> bytes:
    """Return the same words as a .docx file: by the authority's own ``template``, or to be put on a letterhead.

    Raises: InvalidTemplate.
    """
    words = words_of(paper)
    if template is not None:
        own = (
            {"заслуга": words.achievement}
            if words.is_thanks
            else {"результат": words.achievement, "номинация": words.nomination}
        )
        tagged = own | {
            "бумага": words.heading,
            "имя": words.name,
            "конкурс": words.contest,
            "номер": words.number,
            "орган": words.issuer,
            "проверка": address,
        }
        tags = LETTER_TAGS if words.is_thanks else TAGS
        return filled(template, tags, tagged, title=words.heading, author=words.issuer, day=paper.issued_on)
    sheet = Paper(words.heading, day=paper.issued_on, author=words.issuer)
    sheet.line(words.issuer, align="center", after=36)
    sheet.head(words.heading.upper())
    lines = [(words.achievement, False), (words.name, True)]
    for said, bold in reversed(lines) if words.is_thanks else lines:
        sheet.line(said, bold=bold, align="center", after=24)
    sheet.line(words.contest, align="center", after=6)
    if words.nomination:
        sheet.line(words.nomination, align="center", after=6)
    sheet.line(words.number, align="center", before=36, after=36)
    sheet.signatures([words.signature])
    sheet.line(f"{words.check} {address}", before=24)
    return sheet.bytes()


def as_words(
    papers: Collection[Given], *, addresses: Collection[str], template: bytes | None = None
) -> bytes:
    """Return a .zip with a Word file for each of ``papers``, named by its number and whose it is. Raises: InvalidTemplate."""
    files = {}
    for each, address in zip(papers, addresses, strict=True):
        files[paper_name(each.number, each.name)] = as_word(each, address=address, template=template)
    return zipped(files)
