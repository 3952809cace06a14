"""Which numbers of a breakdown are not shown, so that nobody can be guessed behind a small one, nor found by subtraction."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def hidden_cells(
    counts: Mapping[Key, int], *, threshold: int, total_is_shown: bool = True, closed: Collection[Key] = ()
) -> set[Key]:
    """Return the keys whose counts are not shown: those under ``threshold`` but not nothing, the ``closed``, and what protects them.

    With the total shown, a reader subtracts. Hiding the next smallest cells beside a small one is not enough for one who
    knows this rule: which cells were chosen, and which were not, leaves some numbers one answer. So then it is all or none.
    """
    small = {key for key, count in counts.items() if 0 < count < threshold or key in closed}
    return set(counts) if small and total_is_shown else small
