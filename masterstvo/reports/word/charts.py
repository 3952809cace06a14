"""Charts of Table 1 as pictures with their numbers in words."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from masterstvo.core.charts import columns_description, columns_svg
from masterstvo.core.word.markup import Markup
from masterstvo.plans.choices import Unit
from masterstvo.reports.composition.content import IndicatorRow

# Pixels; more columns would print their numbers too small.
MOST_COLUMNS, COLUMN_WIDTH, NARROWEST = 14, 46, 360


def chart_paragraphs(rows: Sequence[IndicatorRow], ink: Markup) -> list[str]:
    """Return a picture and its caption for each block of targets whose shares are known."""
    parts = []
    for number, (title, charted) in enumerate(_charted(rows), start=1):
        picture = _picture(f"План и факт показателей{title}, %", charted, ink)
        caption = f"Рисунок {number}. План (черта) и факт (столбец) показателей{title}, %. Под столбцом – номер показателя"
        parts += [
            ink.paragraph(picture, "Report Table", keep_next=True, align="center"),
            ink.paragraph(ink.text(caption), "Report Table", align="center"),
        ]
    return parts


def _charted(rows: Sequence[IndicatorRow]) -> Iterator[tuple[str, list[IndicatorRow]]]:
    whole = [row for row in rows if not row.is_part]
    several = len({row.block for row in whole}) > 1
    for place, (_, block) in enumerate(groupby(whole, key=lambda row: row.block), start=1):
        shares = [row for row in block if row.unit == Unit.PERCENT and row.fact is not None]
        for start in range(0, len(shares), MOST_COLUMNS):
            if len(shares) > 1:
                yield (f" раздела {place}" if several else ""), shares[start : start + MOST_COLUMNS]


def _picture(title: str, rows: Sequence[IndicatorRow], ink: Markup) -> str:
    labels = [row.number.rstrip(".") or "–" for row in rows]
    plan, fact = [row.plan for row in rows], [row.fact for row in rows]
    description = columns_description(title, labels, plan, fact)
    width = max(NARROWEST, COLUMN_WIDTH * len(rows))
    svg = columns_svg(
        labels=labels,
        plan=plan,
        fact=fact,
        description=description,
        tones={place: "bad" if row.is_below else "ok" for place, row in enumerate(rows)},
        width=width,
        height=220,
    )
    return ink.picture(svg, title=title, description=description)
