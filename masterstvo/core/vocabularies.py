"""Which vocabularies the authority keeps by itself, on a page: each app declares its own in ``apps.py: ready()`` (ADR 0054)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Kept:
    """One vocabulary that people may add to and end words of.

    ``note``: what its words do, for the reader; ``key``: the field of what the program counts with (a number, a day, a rule),
    None where a word is only a word; ``key_of``: its clean value as the key of the word.
    ``follows``: callable(new key, key in force) -> whether the new word takes the place of the other.
    ``days``: callable(clean value of the field) -> (first day, first day after), where the key itself says when the word holds.
    ``is_rule``: something is counted by it for everybody, so the past keeps what held then.
    ``shows_key``: the key tells the reader something that the title does not.
    ``from_files``: files bring words of their own, which mean one of these.
    """

    name: str
    title: str
    note: str = ""
    key: Callable[[], forms.Field] | None = None
    key_of: Callable[[Any], str] = str
    follows: Callable[[str, str], bool] = lambda new, old: False
    days: Callable[[Any], tuple[dt.date, dt.date]] | None = None
    is_rule: bool = False
    shows_key: bool = True
    from_files: bool = False


_kept: dict[str, Kept] = {}


def keep(*vocabularies: Kept) -> None:
    """Open vocabularies; registered in ``apps.py: ready()``."""
    for each in vocabularies:
        _kept[each.name] = each


def kept() -> dict[str, Kept]:
    """Return {name: vocabulary that is open}: those of files first, the rules last."""
    return dict(sorted(_kept.items(), key=lambda pair: (not pair[1].from_files, pair[1].is_rule)))


def threshold(
    name: str, title: str, note: str, *, label: str, least: int = 1, most: int, many: bool = False
) -> Kept:
    """Return a vocabulary whose words are numbers; unless there may be ``many`` at once, a new one ends the one in force."""

    def number() -> forms.Field:
        return forms.IntegerField(label=label, min_value=least, max_value=most)

    return Kept(name, title, note, key=number, follows=lambda new, old: not many, is_rule=True)
