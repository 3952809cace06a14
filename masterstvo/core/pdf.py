"""PDF pages in our typeface. Words stay words, so that they can be found, copied and read aloud.

fpdf and segno are imported inside the functions: no other page needs them.
"""

from pathlib import Path
from typing import Any

from masterstvo.core import fonts
from masterstvo.core.charts import raster_fonts_folder
from masterstvo.core.errors import DomainError

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
