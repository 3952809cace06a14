"""Codes of addresses as pictures for pages; papers draw theirs with ``core.pdf``."""

from django.utils.safestring import SafeString, mark_safe


def qr_picture(address: str, *, scale: int) -> SafeString:
    """Return the code of ``address`` as SVG that shrinks with its page. ``scale``: pixels a module, where there is room."""
    import segno  # noqa: PLC0415 -- few pages of many

    # With a unit the picture has a box to be shrunk in; without one a narrow page would cut it off.
    drawn = segno.make(address, error="m").svg_inline(scale=scale, unit="px", dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 -- lines alone, whatever the address
