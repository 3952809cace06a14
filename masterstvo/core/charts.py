"""Charts as SVG text, and as PNG for Word.

Attributes carry the colours of print and Word; the classes let the page's own sheet override them on the screen, so that a
dark theme needs no second chart. Each chart is drawn at two widths, because text in a scaled picture shrinks on a phone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from django.conf import settings

from masterstvo.core.dates import MONTHS_SHORT
from masterstvo.core.numbers import Number, format_decimal, format_percent

INK, MUTED, LINE, ACCENT, SHEET = "#19211f", "#55605d", "#dedfd7", "#0d5b6b", "#fff"
FILLS = {"fa": ACCENT, "dim": "#87918d", "ok": "#2f8f5b", "risk": "#b3760a", "bad": "#c8452f"}
# A tone as pages name it -> the class of a column in the style sheet.
COLUMN_CLASSES = {"now": "fa", "past": "dim", "ok": "ok", "risk": "risk", "bad": "bad"}
_ABOVE_THE_TALLEST = 1.18  # room for the number over it


def columns_description(title: str, labels: Sequence[object], plan: Sequence, fact: Sequence) -> str:
    """Return the chart in words: «План и факт: 2025 — 11,5 при плане 10; 2026 — 8,9 при плане 10»."""
    parts = []
    for label, planned, reached in zip(labels, plan, fact, strict=True):
        words = format_decimal(reached) if reached is not None else "нет данных"
        parts.append(
            f"{label} — {words}" + (f" при плане {format_decimal(planned)}" if planned is not None else "")
        )
    return f"{title}: {'; '.join(parts)}"


def columns_svg(
    *,
    labels: Sequence[object],
    plan: Sequence[Number | None],
    fact: Sequence[Number | None],
    description: str,
    tones: Mapping[int, str] | None = None,
    width: int = 560,
    height: int = 220,
    css_class: str = "wd",
) -> str:
    """Return columns of fact with a line of plan over each; the last column is the current one.

    ``tones``: {index of a column: now, past, ok, risk or bad}. A None is a gap: neither a column nor a line; an unknown
    fact is said to be one.
    """
    left, below, above = 4, 24, 20
    base, inner = height - below, height - below - above
    top = _tallest(plan, fact)
    step = (width - left * 2) / max(len(labels), 1)
    bar = min(46, step * 0.5)

    def y(value: Number) -> float:
        return above + inner - float(value) / top * inner

    parts = [_opening(width, height, css_class, description), _grid(width, base)]
    last = len(labels) - 1
    for i, (label, planned, reached) in enumerate(zip(labels, plan, fact, strict=True)):
        centre = left + step * (i + 0.5)
        if reached is not None:
            tone = COLUMN_CLASSES[(tones or {}).get(i, "now" if i == last else "past")]
            parts.append(
                f'<rect class="{tone}" x="{centre - bar / 2:.1f}" y="{y(reached):.1f}" width="{bar:.1f}" '
                f'height="{base - y(reached):.1f}" rx="2" fill="{FILLS[tone]}"/>'
            )
            over = y(reached)
            if planned is not None and abs(over - y(planned)) < 16:
                over = min(over, y(planned))  # the number never stands on the line of the plan
            parts.append(
                _text(centre, over - 7, format_decimal(reached), css_class="tx", fill=INK, bold=True)
            )
        else:
            low = float(base - 6)
            if planned is not None and y(planned) > base - 36:
                low = y(planned) - 7
            parts += [_text(centre, low - 14, "нет"), _text(centre, low, "данных")]
        if planned is not None:
            parts.append(_plan_line(centre - bar / 2 - 6, centre + bar / 2 + 6, y(planned), 2))
        now = i == last
        parts.append(
            _text(centre, height - 6, label, css_class="tx" if now else "", fill=INK if now else MUTED)
        )
    return "".join(parts) + "</svg>"


def cumulative_description(
    title: str, values: Sequence[Number], forecast: Sequence[Number], plan: Number | None, start: int = 0
) -> str:
    """Return the chart in words: «Маршруты: в ноябре 22 …» without declining the month."""
    words = (
        f"{title}: {MONTHS_SHORT[start + len(values) - 1]} — {format_decimal(values[-1])}"
        if values
        else f"{title}: пока пусто"
    )
    if forecast:
        words += f", прогноз на конец года {format_decimal(forecast[-1])}"
    return words + (f", план {format_decimal(plan)}" if plan is not None else "")


def cumulative_svg(
    *,
    values: Sequence[Number],
    plan: Number | None = None,
    forecast: Sequence[Number] = (),
    start: int = 0,
    description: str,
    width: int = 560,
    height: int = 210,
    css_class: str = "wd",
) -> str:
    """Return the line of a year's running total by months, with its forecast and the plan.

    ``values`` begin ``start`` months after January; ``forecast`` goes on from the month after the last value.
    """
    left, right, below, above = 6, 34, 24, 14
    top = _tallest([plan], values, forecast)

    def x(month: int) -> float:
        return left + (width - left - right) * month / 11

    def y(value: Number) -> float:
        return above + (height - below - above) * (1 - float(value) / top)

    def points(pairs: Iterable[tuple[int, Number]]) -> str:
        return " ".join(f"{x(month):.1f},{y(value):.1f}" for month, value in pairs)

    parts = [_opening(width, height, css_class, description), _grid(width, height - below)]
    if plan is not None:
        parts.append(_plan_line(x(0), x(11), y(plan), 1.5))
        parts.append(_text(x(0), y(plan) - 7, f"план {format_decimal(plan)}", anchor="start"))
    last = start + len(values) - 1
    if values:
        parts.append(
            f'<polyline class="fas" points="{points(enumerate(values, start))}" fill="none" stroke="{ACCENT}" '
            'stroke-width="2.5" stroke-linejoin="round"/>'
        )
    if values and forecast:
        path = points([(last, values[-1]), *((last + 1 + i, value) for i, value in enumerate(forecast))])
        end_x, end_y = x(last + len(forecast)), y(forecast[-1])
        parts.append(
            f'<polyline class="fc" points="{path}" fill="none" stroke="{ACCENT}" stroke-width="2" stroke-dasharray="4 4"/>'
            f'<circle class="sf" cx="{end_x:.1f}" cy="{end_y:.1f}" r="4" fill="{SHEET}"/>'
            f'<circle class="fas" cx="{end_x:.1f}" cy="{end_y:.1f}" r="4" fill="none" stroke="{ACCENT}" stroke-width="2"/>'
        )
        parts.append(
            _text(
                end_x + 9,
                end_y + 5,
                format_decimal(forecast[-1], 0),
                css_class="tx",
                anchor="start",
                fill=INK,
            )
        )
    if values:
        parts.append(
            f'<circle class="fa" cx="{x(last):.1f}" cy="{y(values[-1]):.1f}" r="4.5" fill="{ACCENT}"/>'
        )
        beside = 4 if last else -10
        parts.append(
            _text(
                x(last) - beside,
                y(values[-1]) + 20,
                format_decimal(values[-1]),
                css_class="tx",
                fill=INK,
                bold=True,
            )
        )
    for month, name in enumerate(MONTHS_SHORT):
        # A narrow chart has room for every other month and for the last one.
        if width > 400 or (month % 2 == 0 and month != 10) or month == 11:
            current = "tx" if month == last else ""
            parts.append(
                _text(
                    x(month), height - 6, name, css_class=current, anchor="start" if month == 0 else "middle"
                )
            )
    return "".join(parts) + "</svg>"


@dataclass(frozen=True)
class Pair:
    """A first and a repeated measurement on a scale of 0–100, and the level that is enough; None where there is none."""

    title: str
    before: Number | None
    now: Number
    target: Number


def pairs_description(rows: Iterable[Pair]) -> str:
    """Return the chart in words: «Чтение — было 48, стало 71, достаточно 60; …»."""
    return "; ".join(
        f"{row.title} — "
        + (f"было {format_decimal(row.before, 0)}, стало " if row.before is not None else "")
        + f"{format_decimal(row.now, 0)}, достаточно {format_decimal(row.target, 0)}"
        for row in rows
    )


def pairs_svg(rows: Sequence[Pair], *, width: int = 644) -> str:
    """Return a scale for each row, its title above it: a ring before, a disc now, a notch at the level that is enough."""
    left, right, step = 8, 44, 42
    parts = [_opening(width, step * len(rows) + 6, "wd", pairs_description(rows))]

    def x(value: Number) -> float:
        return left + (width - left - right) * float(value) / 100

    for place, row in enumerate(rows):
        y = step * place + 30
        tone = "bad" if row.now < row.target else "fa"
        parts += [
            _text(left, y - 14, row.title, css_class="tx", anchor="start", fill=INK),
            f'<rect x="{left}" y="{y - 1}" width="{x(100) - left:.1f}" height="2" fill="{LINE}"/>',
            f'<rect x="{x(row.target):.1f}" y="{y - 8}" width="2" height="16" fill="{INK}"/>',
        ]
        if row.before is not None:
            low, high = sorted((x(row.before), x(row.now)))
            parts += [
                f'<rect x="{low:.1f}" y="{y - 2}" width="{high - low:.1f}" height="4" fill="{FILLS["dim"]}"/>',
                f'<circle cx="{x(row.before):.1f}" cy="{y}" r="5" fill="{SHEET}" stroke="{INK}" stroke-width="2"/>',
            ]
        parts += [
            f'<circle class="{tone}" cx="{x(row.now):.1f}" cy="{y}" r="6" fill="{FILLS[tone]}"/>',
            _text(width - 6, y + 5, format_decimal(row.now, 0), anchor="end", fill=INK, bold=True),
        ]
    return "".join(parts) + "</svg>"


def shares_description(rows: Iterable[tuple[str, Number]]) -> str:
    """Return the chart in words: «Школа № 1 — 40 %; …»."""
    return "; ".join(f"{title} — {format_percent(value)}" for title, value in rows)


def shares_svg(rows: Sequence[tuple[str, Number]], *, width: int = 644) -> str:
    """Return a bar from 0 to 100 percent for each [(title, percent)], its title above it."""
    left, right, step = 8, 64, 36
    parts = [_opening(width, step * len(rows) + 6, "wd", shares_description(rows))]
    whole = width - left - right
    for place, (title, value) in enumerate(rows):
        y = step * place + 20
        parts += [
            _text(left, y - 5, title, css_class="tx", anchor="start", fill=INK),
            f'<rect x="{left}" y="{y}" width="{whole}" height="10" fill="{LINE}"/>',
            f'<rect class="fa" x="{left}" y="{y}" width="{whole * float(value) / 100:.1f}" height="10" fill="{ACCENT}"/>',
            _text(width - 6, y + 10, format_percent(value), anchor="end", fill=INK, bold=True),
        ]
    return "".join(parts) + "</svg>"


def svg_to_png(svg: str, *, zoom: int = 3) -> bytes:
    """Return ``svg`` as a picture for Word, in the product's typeface when it was built, else in a system one.

    Units: ``zoom`` times the SVG's own pixels; 3 prints sharp at the width of a page.
    """
    import resvg_py  # noqa: PLC0415 -- heavy, and needed by reports alone

    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    fonts = [str(path) for path in sorted(raster_fonts_folder().glob("*.ttf"))]
    png = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=zoom, font_files=fonts or None, skip_system_fonts=bool(fonts)
    )
    return bytes(png)


def raster_fonts_folder() -> Path:
    """Return where ``build_assets`` keeps the static fonts of pictures."""
    return Path(settings.ASSETS_ROOT) / "core" / "fonts"


def _tallest(*rows: Iterable[Number | None]) -> float:
    return (
        max((float(value) for row in rows for value in row if value is not None), default=0) or 1
    ) * _ABOVE_THE_TALLEST


def _opening(width: int, height: int, css_class: str, description: str) -> str:
    return (
        f'<svg class="{css_class}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(description)}" '
        'font-family="Golos Text, Segoe UI, Arial, sans-serif" font-size="13">'
    )


def _grid(width: int, y: float) -> str:
    return f'<line class="gr" x1="0" x2="{width}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>'


def _plan_line(x1: float, x2: float, y: float, weight: float) -> str:
    return f'<line class="pls" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{INK}" stroke-width="{weight}"/>'


def _text(
    x: float,
    y: float,
    text: object,
    *,
    css_class: str = "",
    anchor: str = "middle",
    fill: str = MUTED,
    bold: bool = False,
) -> str:
    classed = f' class="{css_class}"' if css_class else ""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" font-size="13"{classed}{weight}>'
        f"{escape(str(text))}</text>"
    )
