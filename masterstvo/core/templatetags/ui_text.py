"""Components: filters that set words, numbers and dates."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from masterstvo.core import dates, numbers
from masterstvo.core.difference import difference as find_difference
from masterstvo.core.difference import shortened
from masterstvo.core.typography import typography

register = template.Library()
SHORT = 60  # signs: a reader takes in such texts side by side


@register.filter
def typo(text):
    """Non-breaking spaces and «ёлочки» for plain sentences: {{ activity.title|typo }}; ready HTML stays as it is."""
    if not isinstance(text, SafeString):
        return typography(text)
    return text if "<" in text else mark_safe(typography(text))  # a literal of a template is safe, too


@register.simple_tag
def difference(before: str, after: str) -> SafeString:
    """What a value was and what it became; of long texts, the words that changed.

    {% difference before after %}
    """
    pieces = find_difference(before, after) if max(len(before), len(after)) > SHORT else []
    if not any(kind == "same" and text.strip() for kind, text in pieces):
        return format_html("{} → {}", before, after)
    marks = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    pieces = list(shortened(pieces))
    return format_html_join("", "{}", ((format_html(marks[kind], text),) for kind, text in pieces))


@register.filter
def plural(number, forms: str) -> str:
    """The form of a word after a number: {{ n }} {{ n|plural:"педагог,педагога,педагогов" }}."""
    return numbers.plural(number or 0, *forms.split(","))


@register.filter
def counted(number, forms: str) -> str:
    """Number and word together, never torn apart: {{ n|counted:"педагог,педагога,педагогов" }}."""
    return numbers.counted(number or 0, *forms.split(","))


@register.filter
def decimal(value, places: int = 1) -> str:
    """«8,9», a dash for None: {{ value|decimal }}, {{ value|decimal:2 }}."""
    return numbers.format_decimal(value, places)


@register.filter
def percent(value, places: int = 1) -> str:
    """«8,9 %» of a value in percent: {{ value|percent }}."""
    return numbers.format_percent(value, places)


@register.filter
def share(part, whole) -> str:
    """«22 из 248»: {{ part|share:whole }}."""
    return numbers.format_share(part, whole)


@register.filter
def gap(number) -> str:
    """«не хватает 3 человек»: {{ missing|gap }}."""
    return numbers.format_gap(number)


@register.filter
def russian_date(day) -> str:
    """«20 ноября»: {{ event.held_on|russian_date }}; a dash for None."""
    return dates.russian_date(day) if day else numbers.NOTHING


@register.filter
def full_date(day) -> str:
    """«20 ноября 2026 года»: {{ order.signed_on|full_date }}; a dash for None."""
    return dates.russian_date(day, with_year=True) if day else numbers.NOTHING


@register.filter
def short_date(day) -> str:
    """«20.11.2026», for tables: {{ order.signed_on|short_date }}; a dash for None."""
    return dates.short_date(day) if day else numbers.NOTHING


@register.filter
def lookup(titles, key) -> str:
    """The title of a vocabulary's key, the key itself when it is unknown: {{ words.locality|lookup:organization.locality }}."""
    return titles.get(key, key)
