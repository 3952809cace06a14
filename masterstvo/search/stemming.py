"""Words as the index keeps them: without case and ending, and with what is left when one letter is dropped."""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from masterstvo.core.search import fold_for_search

SHORTEST_MISTAKEN = 4  # of a shorter stem everything is near
MOST_NEAR = 8  # words at the beginning of a text that may be found in spite of a mistake
_WORD = re.compile(r"[^\W_]+")
_stemmer = snowballstemmer.stemmer("russian")
_LAYOUT = str.maketrans("`qwertyuiop[]asdfghjkl;'zxcvbnm,.", "ёйцукенгшщзхъфывапролджэячсмитьбю")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    return _stemmer.stemWord(word)


def words_of(text: str) -> list[str]:
    """Return the words of ``text``: small letters, ё as е."""
    return _WORD.findall(fold_for_search(text) or "")


def stems_of(texts: Iterable[str]) -> list[str]:
    return [stem(word) for text in texts for word in words_of(text)]


def shortened(word: str) -> set[str]:
    """Return ``word`` and it without each one of its letters.

    Two words that differ by one letter dropped, added, changed, or by two neighbours swapped have one of these in common.
    """
    if len(word) < SHORTEST_MISTAKEN:
        return {word}
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def near_of(stems: list[str]) -> list[str]:
    return sorted(set().union(*(shortened(each) for each in stems[:MOST_NEAR])))


def in_russian_layout(text: str) -> str:
    """Return what the same keys give in the Russian layout: «bdfyjd» is «иванов»."""
    return text.lower().translate(_LAYOUT)
