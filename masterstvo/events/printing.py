"""What a certificate says, and the PDF and Word that say it. The page of verification shows the same words."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from masterstvo.core.dates import russian_date
from masterstvo.core.numbers import format_decimal
from masterstvo.core.pdf import draw_qr, new_pdf
from masterstvo.core.typography import typography
from masterstvo.core.word import Paper
from masterstvo.core.word.package import describe, packed, zipped
from masterstvo.core.word.template import Tags, fill
from masterstvo.core.words import quoted
from masterstvo.events.models import Certificate

INK, MUTED, ACCENT = (27, 31, 36), (92, 99, 108), (11, 74, 88)
LEFT, WIDTH, SIDE = 32, 233, 34  # of the text and of the code, mm
TITLE_LINES = 3
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # in names of files on any system


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
    pdf = new_pdf(landscape=True)
    issued = max((each.issued_on for each in certificates), default=None)
    pdf.set_title("Сертификаты" if len(certificates) > 1 else "Сертификат")
    if issued:  # the same words give the same bytes
        pdf.set_creation_date(dt.datetime.combine(issued, dt.time(), dt.UTC))
    for each in certificates:
        pdf.add_page()
        _draw(pdf, words_of(each), address(each))
    return bytes(pdf.output())


def _draw(pdf: Any, words: Words, address: str) -> None:
    pdf.set_fill_color(*ACCENT)
    pdf.rect(0, 0, 9, 210, style="F")
    _line(pdf, words.issuer, y=22, size=13, color=MUTED)
    _line(pdf, words.heading, y=42, size=40, bold=True, color=ACCENT)
    _line(pdf, words.number, y=61, size=13, color=MUTED)
    _line(pdf, words.name, y=80, size=28, bold=True)
    _line(pdf, words.about, y=104, size=13, color=MUTED)
    _line(pdf, words.event, y=113, size=17, most=TITLE_LINES)
    _line(pdf, words.when, y=pdf.get_y() + 3, size=13)
    bottom = 156
    pdf.set_draw_color(*MUTED)
    pdf.line(LEFT, bottom + SIDE - 5, LEFT + 75, bottom + SIDE - 5)
    _line(pdf, words.signature, y=bottom + SIDE - 4, size=10, color=MUTED, width=75)
    right = LEFT + WIDTH - SIDE
    draw_qr(pdf, address, x=right, y=bottom, side=SIDE)
    pdf.set_xy(right - 95, bottom + SIDE - 11)
    pdf.set_text_color(*MUTED)
    pdf.set_font("text", "", 9)
    pdf.multi_cell(90, 4.4, f"{words.check}\n{address}", align="R", link=address)


def _line(
    pdf: Any,
    text: str,
    *,
    y: float,
    size: float,
    bold: bool = False,
    color: tuple[int, int, int] = INK,
    width: float = WIDTH,
    most: int = 2,
) -> None:
    """Write ``text`` at ``y``, smaller until it takes no more than ``most`` lines."""
    pdf.set_xy(LEFT, y)
    pdf.set_text_color(*color)
    pdf.set_font("text", "B" if bold else "", size)
    while size > 8 and len(pdf.multi_cell(width, 1, text, dry_run=True, output="LINES")) > most:
        size -= 1
        pdf.set_font_size(size)
    pdf.multi_cell(width, size * 0.45, text, align="L", new_x="LMARGIN", new_y="NEXT")


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
        document = fill(template, TAGS, _tagged(certificate, words, address))
        describe(document, title=words.heading, author=words.issuer, day=certificate.issued_on)
        return packed(document)
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
        name = f"{each.number.replace('/', '-')} {FORBIDDEN.sub(' ', each.name)}.docx"
        files[name] = as_word(each, address=address, template=template)
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
