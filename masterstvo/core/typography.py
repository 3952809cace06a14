"""Russian typography of the product's own sentences."""

import re

NBSP = "\u00a0"

_SHORT_WORDS = "в|во|к|ко|с|со|о|об|обо|у|и|а|но|на|по|за|из|от|до|не|ни|без|для|над|под|при|про|или|через"
_RULES = [
    # An abbreviated name stays on one line: Соколова И. В., И. В. Соколова.
    (re.compile(r"\b([А-ЯЁ])\.[ \u00a0]?(?=[А-ЯЁ]\.)"), rf"\1.{NBSP}"),
    (re.compile(r"\b([А-ЯЁ]\.) (?=[А-ЯЁ][а-яё])"), rf"\1{NBSP}"),
    (re.compile(r"(?<=[а-яё]) (?=[А-ЯЁ]\.)"), NBSP),
    (re.compile(r"([№§])[ \u00a0]*(?=\d)"), rf"\1{NBSP}"),
    (re.compile(r"(?<=\d)[ \u00a0]?%"), f"{NBSP}%"),
    (re.compile(r"(?<=\d) (?=[А-Яа-яЁё₽])"), NBSP),
    (re.compile(r"(?<=\S) (?=[—–]\s)"), NBSP),
    # Twice over, because neighbouring short words share the space between them: «и в школе».
    *2 * [(re.compile(rf"(?<![\w-])({_SHORT_WORDS}) (?=\S)", re.IGNORECASE), rf"\1{NBSP}")],
]
_OPENING = re.compile(r'(?:^|(?<=[\s\u00a0(\[«—–-]))"(?=\S)')


def typography(text: object) -> str:
    """Return ``text`` with «ёлочки» and with non-breaking spaces where a line must not end.

    Applying it twice changes nothing more.
    """
    typeset = _OPENING.sub("«", str(text)).replace('"', "»")
    for pattern, replacement in _RULES:
        typeset = pattern.sub(replacement, typeset)
    return typeset
