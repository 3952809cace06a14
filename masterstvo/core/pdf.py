"""PDF pages in our typeface. Words stay words, so that they can be found, copied and read aloud.

fpdf and segno are imported inside the functions: no other page needs them.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from masterstvo.core import fonts
from masterstvo.core.charts import raster_fonts_folder
from masterstvo.core.errors import DomainError

Color = tuple[int, int, int]
INK, MUTED, ACCENT = (27, 31, 36), (92, 99, 108), (11, 74, 88)
REGULAR, BOLD = fonts.RASTER_WEIGHTS
# Where a system keeps a typeface with all of Cyrillic: it stands in while ours is not built, and for letters that ours lacks.
SYSTEM = (
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"),
    (
        "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
    ),
    ("C:/Windows/Fonts/arial.ttf", "C:/Windows/Fonts/arialbd.ttf"),
    ("/System/Library/Fonts/Supplemental/Arial.ttf", "/System/Library/Fonts/Supplemental/Arial Bold.ttf"),
)  # fmt: skip


class NoTypeface(DomainError):
    pass


def new_pdf(*, landscape: bool = False) -> Any:
    """Return an empty A4 file, an ``fpdf.FPDF`` in millimetres, whose family is «text». Raises: NoTypeface."""
    from fpdf import FPDF  # noqa: PLC0415 -- one page of many

    pdf = FPDF(orientation="landscape" if landscape else "portrait", unit="mm", format="A4")
    pdf.set_lang("ru-RU")
    pdf.set_auto_page_break(False)
    families = _families()
    if not families:
        raise NoTypeface(
            "На сервере нет шрифта с русскими буквами. Попросите администратора выполнить «manage.py build_assets»."
        )
    names = ["text", *(f"text-{number}" for number in range(1, len(families)))]
    for name, (regular, bold) in zip(names, families, strict=True):
        pdf.add_font(name, "", regular)
        pdf.add_font(name, "B", bold)
    pdf.set_fallback_fonts(names[1:], exact_match=True)
    return pdf


def _families() -> list[tuple[str, str]]:
    """Return the files to take letters from, (regular, bold), in the order of preference."""
    folder = raster_fonts_folder()
    ours = [
        (str(folder / f"golos-text-{part}-{REGULAR}.ttf"), str(folder / f"golos-text-{part}-{BOLD}.ttf"))
        for part in fonts.PARTS
    ]
    of_system = next((pair for pair in SYSTEM if _are_there(pair)), None)
    return [pair for pair in ours if _are_there(pair)] + ([of_system] if of_system else [])


def _are_there(pair: tuple[str, str]) -> bool:
    return all(Path(each).exists() for each in pair)


@dataclass(frozen=True)
class Style:
    """How a line of a paper looks: a column ``width`` wide from ``x``, no more than ``most`` lines. Units: millimetres, points."""

    x: float
    width: float
    align: str = "L"
    most: int = 2


def paper_pages(
    pages: Iterable[Callable[[Any], None]], *, title: str, day: dt.date | None, landscape: bool = False
) -> bytes:
    """Return a file of one page for each of ``pages``, which draw it. ``day``: so that the same words give the same bytes. Raises: NoTypeface."""
    pdf = new_pdf(landscape=landscape)
    pdf.set_title(title)
    if day:
        pdf.set_creation_date(dt.datetime.combine(day, dt.time(), dt.UTC))
    for draw in pages:
        pdf.add_page()
        draw(pdf)
    return bytes(pdf.output())


def write_line(
    pdf: Any, text: str, style: Style, *, y: float, size: float, bold: bool = False, color: Color = INK
) -> None:
    """Write ``text`` at ``y``, smaller until it takes no more lines than ``style`` allows."""
    pdf.set_xy(style.x, y)
    pdf.set_text_color(*color)
    pdf.set_font("text", "B" if bold else "", size)
    while size > 8 and len(pdf.multi_cell(style.width, 1, text, dry_run=True, output="LINES")) > style.most:
        size -= 1
        pdf.set_font_size(size)
    pdf.multi_cell(style.width, size * 0.45, text, align=style.align, new_x="LMARGIN", new_y="NEXT")


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """Answer with a file to be saved, never shown."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def draw_qr(pdf: Any, address: str, *, x: float, y: float, side: float) -> None:
    """Draw ``address`` as a QR code of black squares. Units: millimetres."""
    rows = qr_rows(address)
    module = side / len(rows)
    pdf.set_fill_color(0, 0, 0)
    for number, row in enumerate(rows):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                # A hair more than the module: readers of PDF show seams between neighbours.
                pdf.rect(
                    x + start * module, y + number * module, (end - start) * module, module * 1.02, style="F"
                )
            start = end + 1


def qr_rows(address: str) -> list[list[bool]]:
    """Return the dark modules of the code, row by row, without the quiet zone."""
    import segno  # noqa: PLC0415 -- one page of many

    return [[bool(module) for module in row] for row in segno.make(address, error="m").matrix]
