"""Components of the whole product. They know no model; the kit page shows each of them in all its states.

The tags are built in: templates need no ``{% load %}``. Small things are tags, wrappers are block tags.
Charts, forms, lists and text filters stand in files of their own beside this one and are joined here.
"""

from dataclasses import dataclass

from django import template
from django.contrib import messages as django_messages
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from masterstvo.core.templatetags import ui_charts, ui_forms, ui_icon, ui_lists, ui_text
from masterstvo.core.templatetags.ui_icon import icon

register = template.Library()
for part in (ui_icon, ui_charts, ui_forms, ui_lists, ui_text):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)


@dataclass(frozen=True)
class State:
    """How a state looks. ``tone``: ok, go, risk, bad, move or "" (waiting)."""

    tone: str
    icon: str
    word: str


STATES = {
    "not_started": State("", icon="circle", word="Не начато"),
    "going_on": State("go", icon="circle-play", word="Идёт"),
    "done": State("ok", icon="check", word="Выполнено"),
    "partly_done": State("risk", icon="circle-dot-dashed", word="Выполнено частично"),
    "overdue": State("bad", icon="clock-alert", word="Просрочено"),
    "postponed": State("move", icon="calendar-clock", word="Перенесено"),
    "not_held": State("", icon="circle-slash", word="Не проводилось"),
    "replaced": State("move", icon="replace", word="Заменено"),
    "not_applicable": State("", icon="minus", word="Не требуется"),
    "reached": State("ok", icon="check", word="Достигнут"),
    "at_risk": State("risk", icon="triangle-alert", word="Под угрозой"),
    "missed": State("bad", icon="trending-down", word="Не достигнут"),
    "unknown": State("", icon="circle-question-mark", word="Нет сведений"),
    "draft": State("", icon="pencil", word="Черновик"),
    "on_agreement": State("go", icon="send", word="На согласовании"),
    "approved": State("ok", icon="badge-check", word="Утверждено"),
    "closed": State("", icon="archive", word="Закрыто"),
}

NOTE_ICONS = {
    "": State("", icon="info", word=""),
    "ok": State("ok", icon="check", word=""),
    "risk": State("risk", icon="triangle-alert", word=""),
    "bad": State("bad", icon="triangle-alert", word=""),
}


# --- Small things ---------------------------------------------------------------------------------------------------
@register.simple_tag
def state(code: str, text: str = "", *, pill: bool = False, tone: str | None = None) -> SafeString:
    """A state: icon + word + colour. ``pill`` in headings, plain in tables; ``text`` instead of the usual word.

    {% state "overdue" %} · {% state "at_risk" text="Под угрозой: не хватает трёх" pill=True %}
    """
    look = STATES[code]
    classes = " ".join(filter(None, ["st", look.tone if tone is None else tone, "pill" if pill else ""]))
    return format_html(
        '<span class="{}">{}<span>{}</span></span>', classes, icon(look.icon), text or look.word
    )


@register.simple_tag
def bar(fact=0, plan=None, *, tone: str = "go", forecast=None, top=None, label: str = "") -> SafeString:
    """Fact as a bar, plan as a notch, forecast as a pale tail; the number stands beside it as text.

    {% bar fact=8.9 plan=10 tone="risk" forecast=9.3 %} · {% bar fact=9 top=14 label="Сделано 9 из 14" %}
    ``tone``: ok, go, risk, bad. ``top``: the value of the whole width; by default the notch stands at 80 %.
    """
    fact, plan, forecast = (float(value or 0) for value in (fact, plan, forecast))
    whole = float(top or 0) or max(plan * 1.25, fact, forecast * 1.02) or 1.0

    def share(value: float) -> str:
        return f"{max(0.0, min(100.0, value / whole * 100)):.1f}%"

    # Plain strings, because a table holds hundreds of bars; only the tone and the label come from outside.
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    svg = f'<svg class="bar {escape(tone)}" {named}><rect class="t" y="3" width="100%" height="6" rx="3"/>'
    if forecast > fact:
        svg += f'<rect class="f" y="3" width="{share(forecast)}" height="6" rx="3"/>'
    if fact > 0:
        svg += f'<rect class="v" y="3" width="{share(fact)}" height="6" rx="3"/>'
    if plan:
        svg += f'<rect class="p" x="{share(plan)}" width="2" height="12" rx="1"/>'
    return mark_safe(svg + "</svg>")


@register.simple_tag
def cell(told) -> SafeString:
    """What stands in one cell of a list, a ``core.listing.Cell``: plain strings, because a list holds hundreds of them.

    {% cell cell %}
    """
    text: str = state(told.state, told.text) if told.state else conditional_escape(told.text)
    if told.url and not told.state:
        text = f'<a href="{escape(told.url)}">{text}</a>'
    return mark_safe(f"{text}<small>{conditional_escape(told.small)}</small>" if told.small else text)


@register.simple_tag
def cells(line) -> SafeString:
    """The cells of one line of a list, of which the first is its header.

    {% cells line %}
    """
    head, *others = line
    html = f'<th scope="row">{cell(head)}</th>'
    for each in others:
        number = ' class="num"' if each.is_number else ""
        html += f'<td{number} data-l="{escape(each.label)}">{cell(each)}</td>'
    return mark_safe(html)


@register.simple_tag
def who(name: str, role: str = "", *, url: str = "") -> SafeString:
    """A person with initials.

    {% who person.full_name role="учитель математики" url=person.get_absolute_url %}
    """
    initials = "".join(word[0] for word in str(name).split()[:2])
    shown = format_html('<a href="{}">{}</a>', url, name) if url else name
    small = format_html("<small>{}</small>", role) if role else ""
    return format_html(
        '<div class="who"><span class="ava" aria-hidden="true">{}</span><div>{}{}</div></div>',
        initials,
        shown,
        small,
    )


@register.simple_tag
def crumbs(*parts: str) -> SafeString:
    """The way to a page: title and address in turn, then the page's own title.

    {% crumbs "План 2026 года" plan_url "Показатели" targets_url "1.2" %}
    """
    *above, here = parts
    way = format_html_join("", '<li><a href="{1}">{0}</a></li>', zip(above[::2], above[1::2], strict=True))
    return format_html('<ol class="crumbs" aria-label="Путь">{}<li>{}</li></ol>', way, here)


@register.simple_tag
def empty_state(
    title: str,
    text: str = "",
    *,
    action: str = "",
    url: str = "",
    icon: str = "inbox",
    level: int = 3,
) -> SafeString:
    """What will be here, why it is empty, one action; not ``empty``, for that word belongs to ``{% for %}``.

    {% empty_state "Заявок пока нет" "Здесь появятся заявки. Приём до 1 декабря." action="Разослать приглашение" url=url %}
    """
    heading = format_html("<h{}>{}</h{}>", level, title, level)
    words = format_html("<p>{}</p>", text) if text else ""
    link = format_html('<a class="btn" href="{}">{}</a>', url, action) if action else ""
    return format_html('<div class="empty">{}{}{}{}</div>', ui_icon.icon(icon), heading, words, link)


@register.simple_tag(takes_context=True)
def messages(context, *, oob: bool = False) -> SafeString:
    """What the last action said. The frame shows it; a piece that answers htmx adds ``oob=True`` to say its own.

    {% messages %} · {% messages oob=True %}
    """
    tones = {django_messages.SUCCESS: "ok", django_messages.WARNING: "risk", django_messages.ERROR: "bad"}
    said = [(tones.get(each.level, ""), each.message) for each in context.get("messages") or ()]
    notes = "".join(_note(tone, format_html("<div>{}</div>", text)) for tone, text in said)
    return format_html(
        '<div id="messages" role="status"{}{}>{}</div>',
        mark_safe(' class="stack-s mb3"' if said else ""),
        mark_safe(' hx-swap-oob="true"' if oob else ""),
        mark_safe(notes),
    )


@register.simple_tag
def font_links() -> SafeString:
    """The product's typeface, when ``build_assets`` could make it; nothing otherwise."""
    if finders.find("core/fonts.css") is None:
        return mark_safe("")
    return format_html(
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin><link rel="stylesheet" href="{}">',
        static("core/fonts/golos-text-cyrillic.woff2"),
        static("core/fonts.css"),
    )


# --- Wrappers -------------------------------------------------------------------------------------------------------
@register.simple_block_tag
def box(
    content, title: str = "", *, note: str = "", id: str = "", css_class: str = "", level: int = 2
) -> SafeString:
    """A titled sheet. What is inside brings its own padding: ``<div class="in">``, a table, a list.

    {% box title="Курсы" note="36 часов" id="courses" %}<div class="in">…</div>{% endbox %}
    """
    below = format_html("<p>{}</p>", note) if note else ""
    header = format_html("<header><h{}>{}</h{}>{}</header>", level, title, level, below) if title else ""
    classes = f"box {css_class}".strip()
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="{}"{}>{}{}</section>', classes, anchor, header, content)


@register.simple_block_tag
def page_head(content, title: str, *, lead: str = "", path: str = "", below: str = "") -> SafeString:
    """The head of a page: crumbs, the only h1, a lead line, and the page's buttons inside.

    {% crumbs "План" url "1.2" as path %}{% state "at_risk" pill=True as below %}
    {% page_head "Доля педагогов" lead="Данные на 20 ноября" path=path below=below %}<a class="btn">Печать</a>{% endpage_head %}
    """
    lead_line = format_html('<p class="lead">{}</p>', ui_text.typo(lead)) if lead else ""
    below_line = format_html('<p class="mt2">{}</p>', below) if below else ""
    buttons = format_html('<div class="acts">{}</div>', content) if content.strip() else ""
    return format_html(
        '<div class="head"><div>{}<h1>{}</h1>{}{}</div>{}</div>',
        path,
        ui_text.typo(title),
        lead_line,
        below_line,
        buttons,
    )


@register.simple_block_tag
def note(content, tone: str = "") -> SafeString:
    """A message within a page. ``tone``: "" (to know), ok, risk, bad.

    {% note "risk" %}<b>До 25 ноября нужно сдать сведения.</b> Осталось два пункта.{% endnote %}
    """
    return _note(tone, format_html("<div>{}</div>", content))


@register.simple_block_tag
def table_scroll(content, label: str) -> SafeString:
    """A wide table's own scrolling, so that the page never scrolls sideways; ``label`` names it for the keyboard.

    {% table_scroll "Таблица мероприятий" %}<table class="tbl cards">…</table>{% endtable_scroll %}
    """
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content
    )


def _note(tone: str, content: SafeString) -> SafeString:
    return format_html(
        '<div class="{}">{}{}</div>', f"note {tone}".strip(), icon(NOTE_ICONS[tone].icon), content
    )
