"""Codes of addresses as pictures for pages; papers draw theirs with ``core.pdf``."""

from django.utils.safestring import SafeString, mark_safe


def qr_picture(address: str, *, scale: int) -> SafeString:
    """Return the code of ``address`` as SVG. ``scale``: pixels a module."""
    import segno  # noqa: PLC0415 -- few pages of many

    return mark_safe(segno.make(address, error="m").svg_inline(scale=scale, dark="#000", light="#fff"))  # noqa: S308 -- lines alone, whatever the address
