"""Component: an icon, which the other components use."""

from functools import cache
from typing import Any

from django import template
from django.core.files.storage import storages
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@cache
def _sprite(storage: Any) -> str:
    """Return the address of the sprite: a page holds hundreds of icons, and the address stays while the process runs."""
    return storage.url("core/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon; hidden from screen readers unless it stands alone and has a ``label``.

    {% icon "check" %} · {% icon "paperclip" label="Документ" %}. Write names literally: the sprite holds those found in the code.
    """
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(
        f'<svg class="i" {named}><use href="{_sprite(storages["staticfiles"])}#i-{escape(name)}"/></svg>'
    )
