"""What a page weighs on its way to a browser: docs/design-system.md, budget."""

from pathlib import Path

import brotli
from django.contrib.staticfiles import finders

KB = 1024


def weight(*parts):
    """Return bytes after brotli, each part a response of its own."""
    return sum(len(brotli.compress(part if isinstance(part, bytes) else part.encode())) for part in parts)


def static(name):
    return Path(finders.find(name)).read_bytes()
