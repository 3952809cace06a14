"""Comparing words as people write them."""

import re

_SPACES = re.compile(r"\s+")


def clean(text: object) -> str:
    """Return ``text`` with every run of white space, non-breaking ones included, as one space."""
    return _SPACES.sub(" ", str(text).replace("\xad", "")).strip()


def quoted(title: str) -> str:
    """Return a title in quotes; one that brings its own needs no others."""
    return title if "«" in title else f"«{title}»"


def fold(text: object) -> str:
    """Return the form under which two spellings are the same word: no case, ё as е, no trailing dot, one kind of quote and dash."""
    folded = clean(text).casefold().replace("ё", "е")
    folded = re.sub(r"[«»„“”‟\"']", "", folded)
    folded = re.sub(r"\s*[‐‑‒–—−-]\s*", "-", folded)
    return folded.rstrip(" .:;,")
