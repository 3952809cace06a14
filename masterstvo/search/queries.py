"""What is found for some words, among what one may see."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from masterstvo.core import menu
from masterstvo.core.search import MOST_SIGNS, MOST_WORDS
from masterstvo.search.indexing import Condition, kinds_with, matching
from masterstvo.search.models import Entry
from masterstvo.search.panels import Kind, kinds
from masterstvo.search.stemming import in_russian_layout, shortened, stem, words_of

SHOWN = 5
SHORTEST_BEGINNING = 2


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    told: str


@dataclass(frozen=True)
class Group:
    """The hits of one kind; ``list_url``: name of the list that shows the rest."""

    title: str
    hits: tuple[Hit, ...]
    has_more: bool = False
    list_url: str = ""


@dataclass(frozen=True)
class Found:
    """``instead``: what was looked for in place of what was typed; ``is_near``: with one letter wrong in a word."""

    groups: tuple[Group, ...]
    instead: str = ""
    is_near: bool = False


def find(user: Any, text: str) -> Found:
    """Return what ``user`` may see of what is called so: by forms of the words and beginnings of them; else with a mistake in each word.

    Queries: one, and one for each kind that has the words; again for each of two other ways to read the words until something is found.
    """
    words = words_of(text[:MOST_SIGNS])[:MOST_WORDS]
    if groups := _groups(user, words, "stems"):
        return Found(groups)
    other = words_of(in_russian_layout(text[:MOST_SIGNS]))[:MOST_WORDS]
    if other != words and (groups := _groups(user, other, "stems")):
        return Found(groups, instead=" ".join(other))
    return Found(_groups(user, words, "near"), is_near=True)


# --- Within one list ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ranked:
    """``keys``: what was found, the best first; ``instead`` and ``is_near`` as in ``Found``."""

    keys: tuple[int, ...]
    instead: str = ""
    is_near: bool = False


def ranked(label: str, rows: QuerySet, text: str) -> Ranked:
    """Return which of ``rows`` of one kind are called so, the best first, read in the same three ways as ``find``.

    What stands at the beginning of a text, its title, counts more than what stands further on. Queries: one for each way that is tried.
    """
    words = words_of(text[:MOST_SIGNS])[:MOST_WORDS]
    if keys := _ranked(label, rows, words, "stems"):
        return Ranked(keys)
    other = words_of(in_russian_layout(text[:MOST_SIGNS]))[:MOST_WORDS]
    if other != words and (keys := _ranked(label, rows, other, "stems")):
        return Ranked(keys, instead=" ".join(other))
    return Ranked(_ranked(label, rows, words, "near"), is_near=True)


def _ranked(label: str, rows: QuerySet, words: list[str], column: str) -> tuple[int, ...]:
    if not words:
        return ()
    condition = [_tokens(word, column) for word in words]
    found = rows.filter(pk__in=matching(label, column, condition)).order_by().values("pk")
    entries = Entry.objects.filter(kind=label, object_id__in=found).values_list("object_id", "stems")
    told = [(-_nearness(stems.split(), condition), key) for key, stems in entries]
    return tuple(key for _, key in sorted(told))


def _nearness(stems: list[str], condition: Condition) -> Fraction:
    """Return how early the words stand in a text: each brings the more, the nearer to the beginning it is."""
    return sum((_first_place(stems, set(tokens)) for tokens in condition), Fraction(0))


def _first_place(stems: list[str], tokens: set[str]) -> Fraction:
    beginnings = tuple(token[:-1] for token in tokens if token.endswith("*"))
    for place, stem_there in enumerate(stems):
        is_near = shortened(stem_there) & tokens if not beginnings else stem_there in tokens
        if is_near or (beginnings and stem_there.startswith(beginnings)):
            return Fraction(1, place + 1)
    return Fraction(0)


def _groups(user: Any, words: list[str], column: str) -> tuple[Group, ...]:
    if not words:
        return ()
    condition = [_tokens(word, column) for word in words]
    pages = _pages(user, words) if column == "stems" else None
    known = kinds_with(column, condition)
    found = (pages, *(_group(user, kind, column, condition) for kind in kinds() if kind.key in known))
    return tuple(each for each in found if each)


def _tokens(word: str, column: str) -> list[str]:
    if column == "near":
        return sorted(shortened(stem(word)))
    if len(word) < SHORTEST_BEGINNING:
        return [stem(word)]
    beginning = f"{word}*"
    return [beginning] if stem(word).startswith(word) else [stem(word), beginning]


def _group(user: Any, kind: Kind, column: str, condition: Condition) -> Group | None:
    seen = kind.visible(user).filter(pk__in=matching(kind.key, column, condition))
    rows = list((seen.select_related(*kind.related) if kind.related else seen)[: SHOWN + 1])
    hits = tuple(Hit(str(row), kind.url(row), kind.told(row)) for row in rows[:SHOWN])
    return Group(kind.title, hits, len(rows) > SHOWN, kind.list_url) if hits else None


def _pages(user: Any, words: list[str]) -> Group | None:
    """Return the pages of the menu whose titles hold all the words or their beginnings."""
    hits = tuple(
        Hit(link.title, link.url, heading)
        for heading, links in menu.sections(user, "")
        for link in links
        if all(_is_in(word, link.title) for word in words)
    )
    return Group("Страницы", hits[:SHOWN]) if hits else None


def _is_in(word: str, title: str) -> bool:
    if len(word) < SHORTEST_BEGINNING:
        return False
    return any(each.startswith(word) or stem(each) == stem(word) for each in words_of(title))
