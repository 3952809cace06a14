"""What a certificate says, and the PDF and Word that say it. The page of verification shows the same words."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from masterstvo.core.dates import russian_date
from masterstvo.core.numbers import format_decimal
from masterstvo.core.pdf import ACCENT, MUTED, Style, draw_qr, paper_pages, write_line
from masterstvo.core.typography import typography
from masterstvo.core.word import Paper
from masterstvo.core.word.package import paper_name, zipped
from masterstvo.core.word.template import Tags, filled
from masterstvo.core.words import quoted
from masterstvo.events.models import Certificate

LEFT, WIDTH, SIDE = 32, 233, 34  # of the text and of the code, mm
TITLE_LINES = 3


@dataclass(frozen=True)
class Words:
    """All that is printed."""

    issuer: str
    heading: str
    number: str
    name: str
    about: str
    event: str
    when: str
    signature: str = "Подпись"
    check: str = "Проверить:"


def words_of(certificate: Certificate) -> Words:
    hours = f", {format_decimal(certificate.hours)} ч" if certificate.hours else ""
    return Words(
        issuer=certificate.issuer,
        heading="Сертификат",
        number=f"№ {certificate.number} от {russian_date(certificate.issued_on, with_year=True)}",
        name=certificate.name,
        about=f"Участие в событии, роль: {certificate.role}",
        event=typography(quoted(certificate.event_title)),
        when=_days(certificate.starts_on, certificate.last_day) + hours,
    )


def _days(first: dt.date, last: dt.date) -> str:
    told = russian_date(last, with_year=True)
    return told if first == last else f"{russian_date(first, with_year=first.year != last.year)} – {told}"


def as_pdf(certificates: Collection[Certificate], *, address: Callable[[Certificate], str]) -> bytes:
    """Return one page for each of ``certificates``. ``address``: where it is verified. Raises: NoTypeface."""
    return paper_pages(
        [partial(_draw, words=words_of(each), address=address(each)) for each in certificates],
        title="Сертификаты" if len(certificates) > 1 else "Сертификат",
        day=max((each.issued_on for each in certificates), default=None),
        landscape=True,
    )


def _draw(pdf: Any, words: Words, address: str) -> None:
    pdf.set_fill_color(*ACCENT)
    pdf.rect(0, 0, 9, 210, style="F")
    line = partial(write_line, pdf, style=Style(LEFT, WIDTH))
    line(words.issuer, y=22, size=13, color=MUTED)
    line(words.heading, y=42, size=40, bold=True, color=ACCENT)
    line(words.number, y=61, size=13, color=MUTED)
    line(words.name, y=80, size=28, bold=True)
    line(words.about, y=104, size=13, color=MUTED)
    line(words.event, y=113, size=17, style=Style(LEFT, WIDTH, most=TITLE_LINES))
    line(words.when, y=pdf.get_y() + 3, size=13)
    bottom = 156
    pdf.set_draw_color(*MUTED)
    pdf.line(LEFT, bottom + SIDE - 5, LEFT + 75, bottom + SIDE - 5)
    line(words.signature, y=bottom + SIDE - 4, size=10, color=MUTED, style=Style(LEFT, 75))
    right = LEFT + WIDTH - SIDE
    draw_qr(pdf, address, x=right, y=bottom, side=SIDE)
    pdf.set_xy(right - 95, bottom + SIDE - 11)
    pdf.set_text_color(*MUTED)
    pdf.set_font("text", "", 9)
    pdf.multi_cell(90, 4.4, f"{words.check}\n{address}", align="R", link=address)


# --- Word -----------------------------------------------------------------------------------------------------------
TAGS = Tags(
    words={
        "имя": "кому выдан",
        "номер": "номер и день: № 12/2026 от 26 ноября 2026 года",
        "роль": "в какой роли был",
        "событие": "название события",
        "когда": "дни и часы",
        "орган": "кем выдан",
        "проверка": "адрес страницы проверки",
    }
)


def as_word(certificate: Certificate, *, address: str, template: bytes | None = None) -> bytes:
    """Return the same words as a .docx file: by the authority's own ``template``, or to be put on a letterhead.

    Raises: InvalidTemplate.
    """
    words = words_of(certificate)
    if template is not None:
        tagged = _tagged(certificate, words, address)
        return filled(
            template, TAGS, tagged, title=words.heading, author=words.issuer, day=certificate.issued_on
        )
    paper = Paper(words.heading, day=certificate.issued_on, author=words.issuer, landscape=True)
    paper.line(words.issuer, align="center", after=24)
    paper.head(words.heading.upper())
    paper.line(words.number, align="center", after=24)
    paper.line(words.name, bold=True, align="center", after=18)
    paper.line(words.about, align="center", after=6)
    paper.line(words.event, align="center", after=6)
    paper.line(words.when, align="center", after=36)
    paper.signatures([words.signature])
    paper.line(f"{words.check} {address}", before=24)
    return paper.bytes()


def as_words(
    certificates: Collection[Certificate], *, addresses: Collection[str], template: bytes | None = None
) -> bytes:
    """Return a .zip with a Word file for each of ``certificates``, named by its number and its person. Raises: InvalidTemplate."""
    files = {}
    for each, address in zip(certificates, addresses, strict=True):
        files[paper_name(each.number, each.name)] = as_word(each, address=address, template=template)
    return zipped(files)


def _tagged(certificate: Certificate, words: Words, address: str) -> dict[str, str]:
    return {
        "имя": words.name,
        "номер": words.number,
        "роль": certificate.role,
        "событие": words.event,
        "когда": words.when,
        "орган": words.issuer,
        "проверка": address,
    }
