"""What must not be found in a copy, in whatever case, spelling or alphabet it stands: surnames, full names, schools, addresses.

A first name alone is not looked for: a lesson about Peter the Great may well be by a Peter.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from masterstvo.core.contacts import CONTACTS
from masterstvo.experts.redacting.places import Sign, signs_of, suspicions_of
from masterstvo.experts.redacting.words import LETTER, SHORT, alone, fold, latin, word_of

NAME, PLACE, ADDRESS = "[имя]", "[организация]", "[адрес]"
_WRITTEN = re.compile("|".join(map(re.escape, (NAME, PLACE, ADDRESS))))
_QUOTES = (("«", "»"), ("„", "“"), ("“", "”"), ('"', '"'))


@dataclass(frozen=True)
class Secrets:
    """``names``: «Иванова Мария Петровна», as cards have them; ``places``: every title and spelling of the schools."""

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @cached_property
    def _signs(self) -> list[tuple[re.Pattern[str], str, Sign]]:
        told = [
            (Sign(each), NAME) for each in dict.fromkeys(p for name in self.names for p in _of_name(name))
        ]
        told += [(each, PLACE) for each in dict.fromkeys(s for place in self.places for s in signs_of(place))]
        found = [(re.compile(sign.pattern, re.I), word, sign) for sign, word in told]
        return [*found, *((each, ADDRESS, Sign(each.pattern)) for each in CONTACTS)]

    @cached_property
    def _suspicions(self) -> list[tuple[re.Pattern[str], Sign]]:
        told = dict.fromkeys(sign for place in self.places for sign in suspicions_of(place))
        return [(re.compile(sign.pattern, re.I), sign) for sign in told]

    def _found(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        for pattern, word, sign in self._signs:
            for match in pattern.finditer(text):
                if match.end() > match.start() and sign.is_sure(match):
                    yield match, word

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, what to write there), in order and apart from each other."""
        if len(text) < 2:
            return []
        raw = [
            (*_with_quotes(text, match.start(), match.end()), word)
            for match, word in self._found(_masked(text))
        ]
        merged: list[tuple[int, int, str]] = []
        for start, end, word in sorted(raw, key=lambda each: (each[0], -each[1])):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
            else:
                merged.append((start, end, word))
        return merged

    def clean(self, text: str) -> str:
        """Return ``text`` without what is secret."""
        while spans := self.spans(text):  # what is taken out may bring together the halves of another name
            parts, at = [], 0
            for start, end, word in spans:
                parts += [text[at:start], word]
                at = end
            text = "".join([*parts, text[at:]])
        return text

    def doubtful(self, text: str) -> list[str]:
        """Return the words left in ``text``, which is clean, that may tell of a school: a person has to decide."""
        masked = _masked(text)
        found = [
            match[0]
            for pattern, sign in self._suspicions
            for match in pattern.finditer(masked)
            if sign.is_sure(match)
        ]
        return list(dict.fromkeys(found))

    def are_in(self, text: str) -> bool:
        if text not in self._asked:
            self._asked[text] = bool(self.spans(text))
        return self._asked[text]

    @cached_property
    def _asked(self) -> dict[str, bool]:
        """What was asked already: office files say the same small words thousands of times."""
        return {}

    def are_in_bytes(self, content: bytes) -> bool:
        """Tell whether ``content`` holds something secret in one of the ways in which programs write Russian."""
        ways = ("utf-8", "cp1251", "utf-16-le", "utf-16-be")
        shifted = (content, content[1:])  # two bytes a letter: the first may stand on an odd place
        return any(self._are_names_in(part.decode(way, "ignore")) for way in ways for part in shifted)

    def _are_names_in(self, text: str) -> bool:
        """Among bytes that are no text anything may look like a telephone, so only names and places count."""
        return any(
            len(match[0]) > SHORT  # two letters stand in any picture by chance
            for match, word in self._found(text)
            if word != ADDRESS
        )


def _masked(text: str) -> str:
    """Return ``text``, as long as it was, without what was written in place of secrets: a school may be called «Организация»."""
    return _WRITTEN.sub(lambda match: "\0" * len(match[0]), text)


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the other half of a pair of quotes along: one left alone tells that the title has quotes."""
    for opening, closing in _QUOTES:
        within = text[start:end]
        is_after, is_before = text[end : end + 1] == closing, text[max(0, start - 1) : start] == opening
        if opening == closing:
            is_open = is_close = bool(within.count(opening) % 2)
        else:
            is_open = within.count(opening) > within.count(closing)
            is_close = within.count(opening) < within.count(closing)
        if is_after and is_open:
            return start, end + 1
        if is_before and is_close:
            return start - 1, end
        if is_before and is_after and not is_open and not is_close:
            return start - 1, end + 1
    return start, end


def _of_name(name: str) -> Iterable[str]:
    surname, *given = name.split()
    gap, initial = r"[\s.,_\u00ad-]*", ""
    if given:
        first = re.escape(fold(given[0])[:1]) if fold(given[0])[:1] != "е" else "[её]"
        initial = rf"{first}\.?{gap}(?:{LETTER}\.?)?{gap}"
    whole = word_of(surname)
    if initial:
        yield rf"(?<!{LETTER}){initial}{alone(whole)}"  # М. П. Иванова
        yield rf"{alone(whole)}(?:{gap}{LETTER}\.){{1,2}}"  # Иванова М. П.
    yield alone(whole)
    for part in filter(None, surname.split("-") if "-" in surname else ()):
        yield alone(word_of(part))
    yield rf"(?<![a-z]){latin(surname)}(?:[a-z]{{0,3}})(?![a-z])"
    if len(given) > 1:
        yield alone(rf"{word_of(given[0], 2)}{gap}{word_of(given[1])}")  # Мария Петровна
