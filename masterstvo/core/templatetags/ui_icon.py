"""Component: an icon, which the other components use."""

from django import template
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon; hidden from screen readers unless it stands alone and has a ``label``.

    {% icon "check" %} · {% icon "paperclip" label="Документ" %}. Write names literally: the sprite holds those found in the code.
    """
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(
        f'<svg class="i" {named}><use href="{static("core/icons.svg")}#i-{escape(name)}"/></svg>'
    )
