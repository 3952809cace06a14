"""The words of the field: what files brought, and what the authority adds and ends by itself."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.actions import add, change, remove
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.core.vocabularies import Kept
from masterstvo.core.words import clean, fold

LAST = 32_000  # the place of added words: after all that are shipped


class WordIsDecided(DomainError):
    pass


class WordIsInUse(DomainError):
    pass


class StandsAlready(DomainError):
    field = "title"


class StartsTooEarly(DomainError):
    field = "valid_from"


class LaterStands(DomainError):
    field = "valid_from"


class LastDayHasPassed(DomainError):
    pass


class WordHasBegun(DomainError):
    pass


# --- What is known to be the same ------------------------------------------------------------------------------------
@transaction.atomic
def merge_word(word: Term, *, into: Term, by: Any) -> Term:
    """Say that ``word`` means the known word ``into``; its facts count there from now on, and what was merged with it goes along.

    Raises: WordIsDecided, WordIsInUse.
    """
    word = Term.objects.select_for_update().get(pk=word.pk)
    into = Term.objects.select_for_update().get(pk=into.pk)
    if word.merged_into_id:
        raise WordIsDecided(f"О слове «{word}» уже решено.")
    if word.key in terms.shipped_keys(word.vocabulary):
        raise WordIsInUse(f"«{word}» – слово самой программы: объедините с ним другое, а не его.")
    if into == word or into.merged_into_id or not into.is_confirmed or into.vocabulary != word.vocabulary:
        raise WordIsDecided(f"«{into}» не подходит: выберите другое слово словаря.")
    for each in word.merged.select_for_update().order_by("pk"):
        change(each, {"merged_into": into}, by=by, action="people.merge_word")
    return change(word, {"merged_into": into}, by=by, action="people.merge_word")


@transaction.atomic
def confirm_word(word: Term, *, by: Any) -> Term:
    """Take ``word`` of somebody's file into the dictionary as a word of its own. Raises: WordIsDecided."""
    word = Term.objects.select_for_update().get(pk=word.pk)
    if word.is_confirmed or word.merged_into_id:
        raise WordIsDecided(f"О слове «{word}» уже решено.")
    return change(word, {"is_confirmed": True}, by=by, action="people.confirm_word")


@transaction.atomic
def reopen_word(word: Term, *, by: Any) -> Term:
    """Take back what was decided about ``word``. Raises: WordIsInUse."""
    word = Term.objects.select_for_update().get(pk=word.pk)
    if word.key in terms.shipped_keys(word.vocabulary) and not word.merged_into_id:
        raise WordIsInUse(f"«{word}» — слово самой программы: по нему считаются показатели.")
    if word.merged.exists():
        raise WordIsInUse(f"С «{word}» объединены другие слова. Сначала верните их.")
    values = {"merged_into": None, "is_confirmed": False}
    return change(word, values, by=by, action="people.reopen_word")


# --- What the authority keeps by itself ------------------------------------------------------------------------------
@transaction.atomic
def add_word(
    vocabulary: Kept,
    *,
    title: str,
    by: Any,
    key: Any = None,
    synonyms: Iterable[str] = (),
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Term:
    """Add a word to ``vocabulary``; what it takes the place of is in force until it begins.

    ``key``: the clean value of the vocabulary's own field; ``valid_to``: the first day on which the word no longer holds.
    Raises: StandsAlready, StartsTooEarly, LaterStands.
    """
    title, today = clean(title), timezone.localdate()
    if vocabulary.days:
        valid_from, valid_to = vocabulary.days(key)
    elif vocabulary.is_rule:
        valid_from = valid_from or today
        if valid_from < today:
            raise StartsTooEarly("По этому уже считали: новое действует с сегодняшнего дня или позже.")
    if valid_to and valid_to <= (valid_from or today):
        raise StartsTooEarly("Последний день раньше первого.")
    rows = list(
        Term.objects.of(vocabulary.name).select_for_update()
    )  # two must not both follow the same word
    if vocabulary.key is None:
        key = terms.key_of(title)
        known = terms.spellings(vocabulary.name)
        if same := next((known[each] for each in map(fold, (title, *synonyms)) if each in known), None):
            raise StandsAlready(f"Такое слово уже есть: «{same}».")
    else:
        key = vocabulary.key_of(key)
    _end_former(vocabulary, rows, key, valid_from or today, by)
    word = Term(
        vocabulary=vocabulary.name,
        key=_free_key(vocabulary, key, {each.key: each for each in rows}, valid_from or today),
        title=title,
        synonyms=list(synonyms),
        position=LAST,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return add(word, by=by, action="people.add_word")


def _end_former(vocabulary: Kept, rows: list[Term], key: str, first: dt.date, by: Any) -> None:
    for each in rows:
        if each.merged_into_id or not vocabulary.follows(key, each.key):
            continue
        if each.valid_from and each.valid_from >= first:
            raise LaterStands(f"С {short_date(each.valid_from)} уже введено «{each}»: сначала уберите его.")
        if each.valid_to is None or each.valid_to > first:
            change(each, {"valid_to": first}, by=by, action="people.end_word")


def _free_key(vocabulary: Kept, key: str, known: dict[str, Term], first: dt.date) -> str:
    """Return a key that no word has: a number that comes back after years is written with a nought before it, a name with a number after it."""
    while (same := known.get(key)) is not None:
        if not vocabulary.is_rule or same.valid_to is None or same.valid_to > first:
            raise StandsAlready(f"Такое уже есть: «{same}».")
        key, n_changed = re.subn(r"(\d+)$", r"0\1", key)
        key = key if n_changed else f"{key}:1"
    return key


@transaction.atomic
def end_word(word: Term, *, last_day: dt.date, by: Any) -> Term:
    """Say on which day ``word`` holds for the last time; the past stays as it was counted. Raises: LastDayHasPassed."""
    word = Term.objects.select_for_update().get(pk=word.pk)
    today = timezone.localdate()
    if last_day < today or (word.valid_to and word.valid_to <= today):
        raise LastDayHasPassed("Прошлое не меняется: последний день – сегодня или позже.")
    if word.valid_from and last_day < word.valid_from:
        raise LastDayHasPassed(
            f"«{word}» действует с {short_date(word.valid_from)}: последний день раньше первого."
        )
    return change(word, {"valid_to": last_day + dt.timedelta(days=1)}, by=by, action="people.end_word")


@transaction.atomic
def withdraw_word(word: Term, *, by: Any) -> None:
    """Take out a word by which nothing has been counted yet: it begins later. Raises: WordHasBegun."""
    word = Term.objects.select_for_update().get(pk=word.pk)
    if word.valid_from is None or word.valid_from <= timezone.localdate():
        raise WordHasBegun(f"«{word}» уже действует: назовите последний день.")
    remove(word, by=by, action="people.withdraw_word", reason="")
