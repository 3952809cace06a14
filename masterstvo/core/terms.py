"""The dictionary of the field: shipped words are loaded once and then belong to the authority."""

import hashlib
import re
from functools import cache
from pathlib import Path

import yaml
from django.apps import apps
from django.utils import timezone

from masterstvo.core.models import Term
from masterstvo.core.words import fold

KEY_LENGTH = 80


@cache
def shipped_terms():
    """Return the words of every app's ``terms.yaml``.

    Shape: {vocabulary: [{"key", "title", "synonyms", "valid_from"}]}.
    """
    vocabularies = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "terms.yaml"
        if config.name.startswith("masterstvo.") and path.exists():
            vocabularies.update(yaml.safe_load(path.read_text(encoding="utf-8")))
    return vocabularies


def shipped_keys(vocabulary):
    """Return the keys of the shipped words of ``vocabulary``: formulas may name them."""
    return {word["key"] for word in shipped_terms().get(vocabulary, [])}


def load_shipped_terms(**_):
    """Add the shipped words that are missing; a word already there keeps the authority's own title and spellings."""
    there = set(Term.objects.values_list("vocabulary", "key"))
    missing = [
        Term(
            vocabulary=vocabulary,
            key=word["key"],
            title=word["title"],
            synonyms=word.get("synonyms", []),
            position=position,
            valid_from=word.get("valid_from"),
        )
        for vocabulary, words in shipped_terms().items()
        for position, word in enumerate(words)
        if (vocabulary, word["key"]) not in there
    ]
    Term.objects.bulk_create(missing)


def key_of(title):
    """Return the key of a word that came with a title alone."""
    key = fold(title).replace(" ", "_")
    return key if len(key) <= KEY_LENGTH else key[:60] + hashlib.sha256(key.encode()).hexdigest()[:20]


def titles(vocabulary):
    """Return {key: title} of ``vocabulary`` in its order. Queries: one."""
    return dict(Term.objects.of(vocabulary).values_list("key", "title"))


def title(vocabulary, key):
    """Return the title of one word, or ``key`` where the dictionary has none. Queries: one."""
    return Term.objects.of(vocabulary).filter(key=key).values_list("title", flat=True).first() or key


def vocabulary_of(field):
    """Return the vocabulary whose keys a column keeps: its help text says «term of «level»»; None for other columns."""
    named = re.fullmatch(r"term of «(\w+)»", str(getattr(field, "help_text", "")))
    return named[1] if named else None


def choices(vocabulary):
    """Return [(key, title)] for a select, without words that were merged away or are over. Queries: one."""
    offered = Term.objects.of(vocabulary).offered(timezone.localdate())
    return list(offered.values_list("key", "title"))


def meant_titles(words):
    """Return the titles of what ``words`` mean, each once: a merged word is told as the one it was merged into. Prefetch ``merged_into`` with them."""
    return list(dict.fromkeys(str(word.merged_into or word) for word in words))


def spellings(vocabulary):
    """Return {folded spelling: Term} over keys, titles and synonyms; a merged word leads to the one it was merged into. Queries: one."""
    found: dict[str, Term] = {}
    for term in Term.objects.of(vocabulary).select_related("merged_into"):
        for spelling in (term.key, term.title, *term.synonyms):
            found.setdefault(fold(spelling), term.merged_into or term)
    return found


def titles_of(*vocabularies):
    """Return {vocabulary: {key: title}} of several vocabularies. Queries: one."""
    found: dict[str, dict[str, str]] = {vocabulary: {} for vocabulary in vocabularies}
    if found:
        for term in Term.objects.filter(vocabulary__in=found).order_by(
            "vocabulary", "position", "title", "pk"
        ):
            found[term.vocabulary][term.key] = term.title
    return found


def numbers_in_force(vocabulary, day, *, least=1):
    """Return the numbers that the keys of ``vocabulary`` are on ``day``; where none is in force, the shipped ones. Queries: one.

    So a threshold is a word with a term of validity. ``least``: smaller ones are no thresholds.
    """
    keys = Term.objects.of(vocabulary).in_force(day).values_list("key", flat=True)
    told = [int(key) for key in keys if key.isdecimal() and int(key) >= least]
    return told or [int(key) for key in shipped_keys(vocabulary)]
