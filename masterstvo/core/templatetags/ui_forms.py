"""Components: forms. A form checks, an action saves; these only show."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from masterstvo.core.numbers import counted
from masterstvo.core.templatetags.ui_icon import icon

register = template.Library()


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants the day as in ISO 8601 whatever the language is."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


@register.simple_tag
def field(
    bound: BoundField, *, hint: str = "", optional: str = "— можно позже", css_class: str = ""
) -> SafeString:
    """A field: label above, hint below, error under it in plain words; optional ones say so.

    {% field form.title %} · {% field form.signed_on optional="— если есть" %} · {% field form.hours css_class="g1" %}
    Any Django field will do: text, number, date, file, select, check box, group of radio buttons or check boxes, password.
    ``hint``: instead of the field's ``help_text``.
    """
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    hint = hint or str(bound.help_text)
    attrs = _described(bound, hint)
    if isinstance(widget, forms.CheckboxInput):
        return _check_box(bound, attrs, hint, css_class)
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return _group(bound, attrs, hint, optional, css_class)
    control = bound.as_widget(widget=_better_widget(bound), attrs=attrs)
    if isinstance(widget, forms.PasswordInput):
        control = format_html(
            '<div class="peek">{}<button type="button" class="btn sm quiet" data-peek="{}" aria-pressed="false">'
            "Показать</button></div>",
            control,
            bound.id_for_label,
        )
    return format_html(
        '<div class="{}"><label for="{}">{}{}</label>{}{}{}</div>',
        f"f {css_class}".strip(),
        bound.id_for_label,
        bound.label,
        _optional(bound, optional),
        control,
        _hint(bound, hint),
        _error(bound),
    )


@register.simple_tag
def form_errors(form: forms.BaseForm) -> SafeString:
    """What is wrong with the whole form, on long ones links to the wrong fields, and both versions of what two people changed.

    Stands first in the form.

    {% form_errors form %}
    """
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    whole = form.non_field_errors()
    if not whole and len(wrong) < 2:
        return mark_safe("")
    heads = format_html_join("", "<p><b>{}</b></p>", ((text,) for text in whole))
    if len(wrong) > 1:
        fields = counted(len(wrong), "поле", "поля", "полей")
        heads += format_html("<p><b>Не сохранили: нужно поправить {}.</b></p>", fields)
    links = format_html_join(
        ", ", '<a href="#{}">{}</a>', ((bound.id_for_label or bound.auto_id, bound.label) for bound in wrong)
    )
    listed = format_html("<p>{}</p>", links) if len(wrong) > 1 else ""
    told = format_html(
        '<div class="note bad" role="alert">{}<div>{}{}</div></div>', icon("triangle-alert"), heads, listed
    )
    differences = getattr(form, "differences", ())
    return (
        told + render_to_string("core/_conflict.html", {"differences": differences}) if differences else told
    )


@register.simple_tag(takes_context=True)
def filter_bar(
    context, form: forms.BaseForm, *, label: str, target: str = "", button: str = "Показать"
) -> SafeString:
    """The filters of a list: the first field is the wide one, on a phone the others wait behind «Ещё отбор».

    {% filter_bar form label="Отбор мероприятий" %} · with htmx: {% filter_bar form label="…" target="activity_rows" %}
    ``target``: id of the piece that the page's own view returns to htmx.
    """
    first, *others = form.visible_fields()
    rest = ""
    if others:
        rest = format_html(
            '<a class="btn only-s" href="#more">Ещё отбор</a><div class="more-f" id="more">{}</div>',
            mark_safe("".join(field(bound, optional="") for bound in others)),
        )
    path = context["request"].path
    by_htmx = format_html(' hx-get="{}" hx-target="#{}" hx-swap="outerHTML" hx-push-url="true"', path, target)
    return format_html(
        '<form class="filters noprint" role="search" aria-label="{}" action="{}"{}>{}{}{}<button class="btn">{}</button></form>',
        label,
        path,
        by_htmx if target else "",
        mark_safe("".join(bound.as_widget() for bound in form.hidden_fields())),
        field(first, optional="", css_class="grow"),
        rest,
        button,
    )


def _described(bound: BoundField, hint: str) -> dict[str, str | bool]:
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(ids)} if ids else {}
    return attrs | ({"aria-invalid": "true"} if bound.errors else {})


def _better_widget(bound: BoundField) -> forms.Widget | None:
    """Return the widget that suits phones and Russian keyboards, or None when the field's own does."""
    widget = bound.field.widget
    if type(widget) is forms.DateInput:
        return DayInput(widget.attrs)
    if type(widget) is forms.NumberInput:
        # A spinner turns a scroll of the wheel into a wrong number.
        mode = "decimal" if isinstance(bound.field, (forms.DecimalField, forms.FloatField)) else "numeric"
        kept = {key: value for key, value in widget.attrs.items() if key not in ("min", "max", "step")}
        return forms.TextInput({"inputmode": mode, "autocomplete": "off", **kept})
    return None


def _check_box(bound: BoundField, attrs: dict[str, str | bool], hint: str, css_class: str) -> SafeString:
    below = (
        format_html('<span class="hint blk" id="{}_helptext">{}</span>', bound.auto_id, hint) if hint else ""
    )
    label = format_html(
        '<label class="chk">{}<span>{}{}</span></label>', bound.as_widget(attrs=attrs), bound.label, below
    )
    return format_html('<div class="{}">{}{}</div>', css_class, label, _error(bound))


def _group(
    bound: BoundField, attrs: dict[str, str | bool], hint: str, optional: str, css_class: str
) -> SafeString:
    by = attrs.get("aria-describedby")  # aria-invalid is not for groups: their inputs carry it
    options = format_html_join(
        "", "<label>{} {}</label>", ((option.tag(), option.choice_label) for option in bound.subwidgets)
    )
    return format_html(
        '<fieldset class="{}" id="{}"{}><legend class="lbl">{}{}</legend><div class="opts">{}</div>{}{}</fieldset>',
        f"f {css_class}".strip(),
        bound.auto_id,
        format_html(' aria-describedby="{}"', by) if by else "",
        bound.label,
        _optional(bound, optional),
        options,
        _hint(bound, hint),
        _error(bound),
    )


def _optional(bound: BoundField, words: str) -> SafeString | str:
    words = getattr(
        bound.field, "optional", words
    )  # a field that another answer makes compulsory says so itself
    return "" if bound.field.required or not words else format_html(' <span class="opt">{}</span>', words)


def _hint(bound: BoundField, hint: str) -> SafeString | str:
    return format_html('<p class="hint" id="{}_helptext">{}</p>', bound.auto_id, hint) if hint else ""


def _error(bound: BoundField) -> SafeString | str:
    if not bound.errors:
        return ""
    words = " ".join(str(error) for error in bound.errors)
    return format_html(
        '<p class="err" id="{}_error">{}<span>{}</span></p>', bound.auto_id, icon("triangle-alert"), words
    )
