"""Components: what stands above and below a list."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from masterstvo.core.history import whole_url
from masterstvo.core.numbers import format_decimal, format_share
from masterstvo.core.paging import Page
from masterstvo.core.templatetags.ui_icon import icon

register = template.Library()


@register.simple_tag
def pager(page: Page, *, label: str = "Страницы") -> SafeString:
    """«Показано 17 из 64», the pages, «Показать все». Stands last in the box of its table. ``page``: ``core.paging.paginate``.

    {% pager page %}
    """

    def address(number) -> str:
        return f"?{page.query}&page={number}" if page.query else f"?page={number}"

    shown = format_html("<span>Показано {}</span>", format_share(len(page.rows), page.n_rows))
    if page.n_pages == 1:
        return format_html('<div class="pager noprint">{}</div>', shown)
    around = Paginator(range(page.n_pages), 1).get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    pages = format_html_join(
        "",
        "<li>{}</li>",
        ((_page_link(number, address(number), number == page.number),) for number in around),
    )
    whole = ""
    if page.can_show_all:
        words = f"Показать все {format_decimal(page.n_rows, 0)} на одной странице"
        whole = format_html('<a class="ml" href="{}">{}</a>', address("all"), words)
    return format_html(
        '<nav class="pager noprint" aria-label="{}">{}<ol>{}</ol>{}</nav>', label, shown, pages, whole
    )


def _page_link(number, url: str, is_current: bool) -> SafeString:
    if not isinstance(number, int):
        return format_html("<span>{}</span>", number)
    return format_html('<a href="{}"{}>{}</a>', url, _current(is_current, "page"), number)


@register.simple_tag
def chips(choices, *, label: str = "Быстрый отбор") -> SafeString:
    """Quick choices above a table, with their numbers. ``choices``: ``core.choices.Choice``.

    {% chips choices label="Быстрый отбор" %}
    """
    links = format_html_join(
        "",
        '<a href="{}"{}{}>{}{}</a>',
        (
            (
                choice.url,
                _current(choice.is_current, "true"),
                format_html(' class="{}"', choice.tone) if choice.tone else "",
                choice.title,
                format_html(" <b>{}</b>", choice.count) if choice.count is not None else "",
            )
            for choice in choices
        ),
    )
    return format_html('<nav class="chips" aria-label="{}">{}</nav>', label, links)


@register.simple_tag
def tabs(choices, *, label: str) -> SafeString:
    """Tabs, which are links. ``choices``: ``core.choices.Choice``. Inside a box: <div class="in nob">{% tabs … %}</div>.

    {% tabs choices label="Списки" %}
    """
    links = format_html_join(
        "",
        '<a href="{}"{}>{}{}</a>',
        (
            (
                choice.url,
                _current(choice.is_current, "true"),
                choice.title,
                format_html(' <span class="muted">{}</span>', choice.count)
                if choice.count is not None
                else "",
            )
            for choice in choices
        ),
    )
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, links)


@register.simple_tag
def segments(choices, *, label: str) -> SafeString:
    """One list in several views: table or months. ``choices``: ``core.choices.Choice``, with icons.

    {% segments choices label="Вид плана" %}
    """
    links = format_html_join(
        "",
        '<a href="{}"{}>{}{}</a>',
        (
            (
                choice.url,
                _current(choice.is_current, "page"),
                icon(choice.icon) if choice.icon else "",
                choice.title,
            )
            for choice in choices
        ),
    )
    return format_html('<nav class="seg" aria-label="{}">{}</nav>', label, links)


@register.simple_tag
def page_link(query: QueryDict, **changes) -> str:
    """The same page with other parameters: {% page_link request.GET state="late" page=None %}; None takes one away."""
    changed = query.copy()
    for key, value in changes.items():
        if value is None:
            changed.pop(key, None)
        else:
            changed[key] = value
    return f"?{changed.urlencode()}"


def _current(is_current: bool, kind: str) -> SafeString | str:
    return mark_safe(f' aria-current="{kind}"') if is_current else ""


@register.simple_tag(takes_context=True)
def whole_history_url(context, entry) -> str:
    """Where the reader may see all of an object's history, or "": {% whole_history_url history.0 as whole_url %}."""
    return whole_url(entry, getattr(context["request"], "user", None) or AnonymousUser())
