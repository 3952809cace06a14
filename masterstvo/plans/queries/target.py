"""Which definition counts a target: told by the words of its title, never by its number."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from masterstvo.core.words import fold
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.plans.models import Plan

# What the field writes short or long: each side stands for the words of the other.
SHORT = {
    "пк": "повышение квалификации",
    "иом": "индивидуальные образовательные маршруты",
    "ппк": "психолого-педагогические классы",
    "шнор": "школы с низкими результатами обучения",
    "шнсу": "школы в неблагоприятных социальных условиях",
    "дпо": "дополнительное профессиональное образование",
    "дпп": "дополнительные профессиональные программы",
    "цос": "цифровая образовательная среда",
    "рс нмс": "региональная система научно-методического сопровождения",
    "ммс": "муниципальная методическая служба",
    "доу": "дошкольная образовательная организация",
    "доо": "дошкольная образовательная организация",
    "удо": "дополнительное образование организация",
}
_ENDINGS = re.compile(
    r"(?:иями|ями|ами|ией|ием|иям|иях|ого|его|ому|ему|ыми|ими|ение|ения|ению|ении|ост[ьи]|ий|ый|ой|ая|яя|ое|ее|ые|ие|"
    r"ых|их|ую|юю|ым|им|ом|ем|ам|ям|ах|ях|ов|ев|ей|ия|ию|ии|[аяоеыиуюьй])$"
)
_STOP = frozenset(
    (
        "доля",
        "количе",
        "число",
        "числе",
        "общий",
        "общей",
        "том",
        "них",
        "также",
        "связан",
        "вопрос",
        "вид",
        "год",
    )
)
_STEM = 6  # letters that keep «повысивших» and «повышение» apart from others, and «диагностику» with «диагностика»
ENOUGH = 0.34
CLEARLY = 1.12  # the best must be better than the second by so much, otherwise a person chooses


@dataclass(frozen=True)
class Wanted:
    """A target in search of its definition; ``key`` is whatever the caller knows it by."""

    key: int
    title: str
    parts: tuple["Wanted", ...] = ()


def definitions(plan: Plan) -> list[Indicator]:
    """Return the definitions in force in the last year of ``plan``, parents before children."""
    return indicators_in_force(dt.date(plan.year_to, 12, 31), plan.municipality)


def matching_codes(wanted: Sequence[Wanted], indicators: Iterable[Indicator]) -> dict[int, str]:
    """Return {key: code} of the targets whose definition is beyond doubt; a part is looked for under its whole."""
    below: dict[int | None, list[Indicator]] = {}
    for indicator in indicators:
        below.setdefault(indicator.parent_id, []).append(indicator)
    wholes = below.get(None, [])
    found = _pairs(wanted, wholes)
    by_code = {indicator.code: indicator for indicator in wholes}
    for target in wanted:
        if target.parts and target.key in found:
            found |= _parts(target.parts, below.get(by_code[found[target.key]].pk, []), below)
    return found


def _parts(
    parts: Sequence[Wanted], indicators: Sequence[Indicator], below: Mapping[int | None, list[Indicator]]
) -> dict[int, str]:
    found = _pairs(parts, [*indicators, *(part for child in indicators for part in below.get(child.pk, []))])
    for part in parts:
        # A part of a part («6 %, в т. ч. 1 %») may stand beside it in the definition.
        taken = set(found.values())
        left = [indicator for indicator in indicators if indicator.code not in taken]
        found |= _parts(part.parts, left, below) if part.parts and left else {}
    return found


def _pairs(wanted: Sequence[Wanted], indicators: Sequence[Indicator]) -> dict[int, str]:
    """Return the pairs in which each is the clearly best for the other."""
    known = {indicator.code: stems(indicator.title) for indicator in indicators}
    since = {indicator.code: indicator.edition.valid_from for indicator in indicators}
    asked = {target.key: stems(target.title.split("\n")[0]) for target in wanted}
    weights = _weights(known.values())
    scores = {
        (key, code): _likeness(words, theirs, weights)
        for key, words in asked.items()
        for code, theirs in known.items()
    }
    found: dict[int, str] = {}

    def is_beyond_doubt(key: int, code: str, score: float) -> bool:
        for (its_key, its_code), other in scores.items():
            if its_key == key and its_code != code and its_code not in found.values():
                # An older edition's definition stands back unless it fits clearly better.
                margin = 1 / CLEARLY if since[its_code] < since[code] else CLEARLY
            elif its_code == code and its_key != key and its_key not in found:
                margin = CLEARLY
            else:
                continue
            if score < margin * other:
                return False
        return True

    for (key, code), score in sorted(scores.items(), key=lambda pair: -pair[1]):
        free = key not in found and code not in found.values()
        if score >= ENOUGH and free and is_beyond_doubt(key, code, score):
            found[key] = code
    return found


def stems(title: str) -> frozenset[str]:
    """Return the beginnings of the words that carry meaning, abbreviations written out."""
    text = fold(title)
    for short, long in SHORT.items():
        text = re.sub(rf"(?<!\w){short}(?!\w)", f"{short} {long}", text)
    words = re.findall(r"[а-яa-z0-9]+", text)
    found = {_ENDINGS.sub("", word)[:_STEM] if len(word) > 3 else word for word in words}
    return frozenset(word for word in found if len(word) > 2 or word.isdigit()) - _STOP


def _weights(titles: Iterable[frozenset[str]]) -> dict[str, float]:
    """A word that few definitions use tells more than one that all use."""
    titles = list(titles)
    counts = Counter(word for words in titles for word in words)
    return {word: log(1 + len(titles) / count) for word, count in counts.items()}


def _likeness(asked: frozenset[str], known: frozenset[str], weights: Mapping[str, float]) -> float:
    """Share of the definition's weight that the target names, lowered by what it says beyond it."""
    usual = max(weights.values(), default=1.0)
    common = sum(weights[word] for word in asked & known)
    all_known = sum(weights[word] for word in known)
    beyond = sum(weights.get(word, usual * 0.5) for word in asked - known)
    return common / (all_known + 0.25 * beyond) if all_known else 0.0
