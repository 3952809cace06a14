"""Addresses as people paste them."""

import re
from urllib.parse import urlsplit


def is_address(text: str) -> bool:
    """Say whether ``text`` is an address that a reader can open."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host and not re.search(r"[\s\\]", text)
