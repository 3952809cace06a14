"""What changed in a text, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
WORDS_AT_MOST = 2000  # longer texts are compared by lines: the time grows with the square
KEPT_AROUND = 8  # words left standing on each side of a change


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return the text as pieces: ("same" | "gone" | "new", words); joined, «same» and «new» give ``after``."""
    old, new = _cut(before), _cut(after)
    if len(old) + len(new) > WORDS_AT_MOST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[tuple[str, str]] = []
    for op, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(("same", "".join(new[k:m])))
            continue
        pieces += [("gone", "".join(old[i:j]))] if j > i else []
        pieces += [("new", "".join(new[k:m]))] if m > k else []
    return pieces


def _cut(text: str) -> list[str]:
    return _WORDS.findall(text)


def shortened(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the same pieces with long stretches that did not change cut to a few words around the changes."""
    for place, (kind, text) in enumerate(pieces):
        words = _cut(text)
        if kind != "same" or len(words) <= 4 * KEPT_AROUND:
            yield kind, text
            continue
        head = "".join(words[: 2 * KEPT_AROUND]) if place > 0 else ""
        tail = "".join(words[-2 * KEPT_AROUND :]) if place < len(pieces) - 1 else ""
        yield kind, f"{head}…{tail}"
