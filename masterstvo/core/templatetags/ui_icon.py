"""Component: an icon, which the other components use."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon; hidden from screen readers unless it stands alone and has a ``label``.

    {% icon "check" %} · {% icon "paperclip" label="Документ" %}. Write names literally: the sprite holds those found in the code.
    """
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="i" {}><use href="{}#i-{}"/></svg>', named, static("core/icons.svg"), name)
