"""Patterns of a Russian word in all its cases, in two alphabets. Pure."""

import re

_ENDINGS = (
    "ого",
    "его",
    "ому",
    "ему",
    "ыми",
    "ими",
    "ая",
    "яя",
    "ой",
    "ый",
    "ий",
    "ей",
    "а",
    "я",
    "ь",
    "й",
    "о",
    "е",
    "и",
    "ы",
)
LETTER = "[а-яёa-z]"
SHORT = 4  # letters; what is shorter is only taken whole, or half of the language would be a name
_LATIN = {
    "а": "a", "б": "b", "в": "[vw]", "г": "[gh]", "д": "d", "е": "(?:e|ye|je|yo|io)", "ж": "(?:zh|j|z)", "з": "z", "и": "[iy]",
    "й": "(?:i|y|j)?", "к": "[kc]", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s+", "т": "t", "у": "(?:u|ou)",
    "ф": "(?:f|ph)", "х": "(?:kh|h|x)", "ц": "(?:ts|c|tc)", "ч": "(?:ch|tch)", "ш": "(?:sh|sch)", "щ": "(?:shch|sch|sh)",
    "ъ": "[\"'’]?", "ы": "[yi]", "ь": "(?:['’]|y|j)?", "э": "e", "ю": "(?:yu|iu|ju|u)", "я": "(?:ya|ia|ja|a)",
}  # fmt: skip


def fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def word_of(word: str, least: int = SHORT) -> str:
    """Return a pattern of a word in all its cases."""
    folded = fold(word)
    stem = stem_of(folded)
    if len(stem) < least:
        return letters(folded)
    return letters(stem) + "[а-яё]{0,4}"


def stem_of(folded: str) -> str:
    return next((folded[: -len(each)] for each in _ENDINGS if folded.endswith(each)), folded)


def letters(word: str) -> str:
    # A soft hyphen or a zero width joiner may stand in any word that was pasted.
    return "[\u00ad\u200b-\u200d]*".join("[её]" if each == "е" else re.escape(each) for each in word)


def latin(word: str) -> str:
    folded = fold(word)
    stem = stem_of(folded)
    stem = stem if len(stem) >= SHORT else folded
    return "".join(_LATIN.get(each, re.escape(each)) for each in stem)


def alone(pattern: str) -> str:
    return rf"(?<!{LETTER}){pattern}(?!{LETTER})"
