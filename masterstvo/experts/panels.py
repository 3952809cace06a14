"""What apps above tell of experts, and what they add to an expert's page."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from masterstvo.core.listing import Place
from masterstvo.experts.conflicts import Tie
from masterstvo.experts.counting import Given

page = Place()  # panels on an expert's page: courses for experts, what was judged

Ties = Callable[[Collection[int]], Iterable[Tie]]
Marks = Callable[[int], Iterable[Given]]
AtHand = Callable[[Collection[int]], Mapping[int, int]]

_ties: dict[str, Ties] = {}
_marks: dict[str, Marks] = {}
_at_hand: dict[str, AtHand] = {}


def add_ties(name: str, rows: Ties) -> None:
    """Say which ties an app knows between people: callable(keys of people) -> ties of which one side is among them, ended ones too.

    Registered in ``apps.py: ready()``. Queries: one.
    """
    _ties[name] = rows


def add_marks(name: str, rows: Marks) -> None:
    """Say what was marked: callable(key of an expert) -> the marks of all for the works that the expert marked. Queries: two at most."""
    _marks[name] = rows


def add_at_hand(name: str, counts: AtHand) -> None:
    """Say how many works wait for experts in an app: callable(keys of people) -> {person: how many}. Queries: one."""
    _at_hand[name] = counts


def ties_of(people: Collection[int]) -> list[Tie]:
    """Return what connects ``people`` with others. Queries: one a source."""
    return [tie for rows in _ties.values() for tie in rows(people)]


def marks_beside(expert: int) -> list[Given]:
    """Return the marks of all for the works that ``expert`` marked. Queries: those of the sources."""
    return [each for rows in _marks.values() for each in rows(expert)]


def works_at_hand(people: Collection[int]) -> Counter[int]:
    """Return how many works wait for each of ``people``. Queries: one a source."""
    found: Counter[int] = Counter()
    for counts in _at_hand.values():
        found.update(counts(people))
    return found
