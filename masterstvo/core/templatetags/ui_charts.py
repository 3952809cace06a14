"""Components: charts. Their geometry is in ``core/charts.py``."""

from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from masterstvo.core import charts, numbers

register = template.Library()


@register.simple_tag
def chart_columns(labels, plan, fact, *, title: str, tones=None) -> SafeString:
    """Fact as columns, plan as a line over each; ``title`` begins the description for those who do not see it.

    {% chart_columns labels=years plan=planned fact=reached title="План и факт по годам, %" %} inside <div class="in chart">
    """
    row = {"labels": labels, "plan": plan, "fact": fact, "tones": tones}
    words = charts.columns_description(title, labels, plan, fact)
    wide = charts.columns_svg(**row, description=words)
    return mark_safe(
        wide + charts.columns_svg(**row, description=words, width=330, height=190, css_class="nr")
    )


@register.simple_tag
def chart_cumulative(values, *, plan=None, forecast=(), start: int = 0, title: str) -> SafeString:
    """A year's running total by months with plan and forecast; ``start``: how many months after January it begins.

    {% chart_cumulative values=by_month plan=25 forecast=expected title="Утверждённые маршруты" %} inside <div class="in chart">
    """
    row = {"values": values, "plan": plan, "forecast": forecast or (), "start": start}
    words = charts.cumulative_description(title, values, forecast or (), plan, start)
    wide = charts.cumulative_svg(**row, description=words)
    return mark_safe(
        wide + charts.cumulative_svg(**row, description=words, width=330, height=190, css_class="nr")
    )


LEGEND_MARKS = {
    "plan": '<line class="pls" x1="0" x2="14" y1="5" y2="5" stroke-width="2"/>',
    "line": '<line class="fas" x1="0" x2="14" y1="5" y2="5" stroke-width="2.5"/>',
    "forecast": '<line class="fc" x1="0" x2="14" y1="5" y2="5" stroke-width="2"/>',
    "now": '<rect class="fa" width="14" height="10" rx="2"/>',
    "past": '<rect class="dim" width="14" height="10" rx="2"/>',
    "ok": '<rect class="ok" width="14" height="10" rx="2"/>',
    "risk": '<rect class="risk" width="14" height="10" rx="2"/>',
    "bad": '<rect class="bad" width="14" height="10" rx="2"/>',
    "before": '<circle class="dim" cx="7" cy="5" r="4"/>',
    "after": '<circle class="fa" cx="7" cy="5" r="4"/>',
}


@register.simple_tag
def legend_item(kind: str, text: str) -> SafeString:
    """One line of a chart's legend. Kinds: plan, line, forecast, now, past, ok, risk, bad, before, after.

    <ul class="leg">{% legend_item "now" "Факт 2026 года" %}{% legend_item "plan" "План" %}</ul>
    """
    mark = mark_safe(LEGEND_MARKS[kind])
    return format_html('<li><svg viewBox="0 0 14 10" aria-hidden="true">{}</svg>{}</li>', mark, text)


@register.simple_tag
def chart_table(labels, *, head: str, **columns) -> SafeString:
    """The numbers of a chart as a table that opens on demand; every chart has one. A text stands as it is: «нет данных».

    {% chart_table years head="Год" План=planned Факт=reached %}
    """
    heads = format_html_join("", '<th class="num" scope="col">{}</th>', ((title,) for title in columns))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (
                label,
                format_html_join("", '<td class="num">{}</td>', ((_cell(value),) for value in row)),
            )
            for label, *row in zip(labels, *columns.values(), strict=True)
        ),
    )
    return format_html(
        '<details class="data mt2"><summary>Показать числа таблицей</summary><table class="tbl mt2">'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></details>',
        head,
        heads,
        rows,
    )


def _cell(value) -> str:
    return value if isinstance(value, str) else numbers.format_decimal(value)


@register.simple_tag
def dumbbell(
    before, after=None, *, threshold=60, first: str = "Входная диагностика", second: str = "повторная"
) -> SafeString:
    """First and repeated measurement on a scale of 0–100, with the sufficient level as a notch; None draws no notch.

    {% dumbbell before=48 after=71 threshold=60 %}
    """
    words = f"{first} {numbers.format_decimal(before)} из 100"
    words += f", {second} {numbers.format_decimal(after)}" if after is not None else ""
    parts = ['<rect class="t" y="8" width="100%" height="2"/>']
    if threshold is not None:
        parts.append(f'<rect class="z" x="{float(threshold):g}%" y="2" width="1.5" height="14"/>')
        words += f", достаточный уровень {numbers.format_decimal(threshold)}"
    if after is not None:
        low, high = sorted((float(before), float(after)))
        parts.append(f'<rect class="ln" x="{low:g}%" y="7" width="{high - low:g}%" height="4"/>')
    parts.append(f'<circle class="a" cx="{float(before):g}%" cy="9" r="5"/>')
    if after is not None:
        low_class = "b low" if threshold is not None and after < threshold else "b"
        parts.append(f'<circle class="{low_class}" cx="{float(after):g}%" cy="9" r="6"/>')
    return format_html(
        '<svg class="dumb" role="img" aria-label="{}">{}</svg>', words, mark_safe("".join(parts))
    )


@register.simple_tag
@cache
def river() -> SafeString:
    """The drawing of the sign-in page: currents as on a map.

    <svg viewBox="0 0 600 900" preserveAspectRatio="xMidYMid slice">{% river %}</svg>
    """
    paths = []
    for i in range(26):
        start = 40 + i * 36
        course = (
            f"M-20 {start} C 120 {start - 90 + i * 4} 220 {start + 120 - i * 5} 330 {start + 10} "
            f"S 520 {start - 110 + i * 6} 640 {start - 20}"
        )
        paths.append(f'<path class="rv{" rk" if i in (11, 12, 13) else ""}" d="{course}"/>')
    return mark_safe("".join(paths))
