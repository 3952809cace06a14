"""Which numbers of a breakdown are not shown, so that nobody can be guessed behind a small one, nor found by subtraction."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def hidden_cells(counts: Mapping[Key, int], *, threshold: int, total_is_shown: bool = True) -> set[Key]:
    """Return the keys whose counts are not shown: those under ``threshold`` but not nothing, and what protects them.

    A reader knows of each small one that it lies between 1 and ``threshold`` - 1. With the total shown, their sum is known,
    so the next smallest cell joins them while that sum leaves only one answer: one cell alone, all at their least or most.
    """
    small = {key for key, count in counts.items() if 0 < count < threshold}
    if not small or not total_is_shown:
        return small
    known = sum(counts[key] for key in small)
    if len(small) > 1 and len(small) < known < len(small) * (threshold - 1):
        return small
    others = [key for key in counts if key not in small]
    companion = min(others, key=lambda key: (counts[key] == 0, counts[key]), default=None)
    return small if companion is None else small | {companion}
