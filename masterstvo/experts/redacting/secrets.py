"""What must not be found in a copy, in whatever case, spelling or alphabet it stands: surnames, full names, schools, addresses.

A first name alone is not looked for: a lesson about Peter the Great may well be by a Peter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from masterstvo.core.contacts import CONTACTS

NAME, PLACE, ADDRESS = "[имя]", "[организация]", "[адрес]"
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
_LETTER = "[а-яёa-z]"
_SHORT = 4  # letters; what is shorter is only taken whole, or half of the language would be a name
_LATIN = {
    "а": "a", "б": "b", "в": "[vw]", "г": "[gh]", "д": "d", "е": "(?:e|ye|je|yo|io)", "ж": "(?:zh|j|z)", "з": "z", "и": "[iy]",
    "й": "(?:i|y|j)?", "к": "[kc]", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s+", "т": "t", "у": "(?:u|ou)",
    "ф": "(?:f|ph)", "х": "(?:kh|h|x)", "ц": "(?:ts|c|tc)", "ч": "(?:ch|tch)", "ш": "(?:sh|sch)", "щ": "(?:shch|sch|sh)",
    "ъ": "[\"'’]?", "ы": "[yi]", "ь": "(?:['’]|y|j)?", "э": "e", "ю": "(?:yu|iu|ju|u)", "я": "(?:ya|ia|ja|a)",
}  # fmt: skip
_LEGAL = {
    "мбоу", "мкоу", "маоу", "мбдоу", "мкдоу", "мадоу", "мбудо", "мбу", "маудо", "гбоу", "гбдоу", "фгкоу", "мбоудо", "до", "чоу", "сош", "оош", "нош",
    "школа", "лицей", "гимназия", "детский", "сад", "средняя", "основная", "начальная", "общеобразовательная", "образовательная", "муниципальное",
    "бюджетное", "казенное", "автономное", "общеобразовательное", "дошкольное", "образовательное", "учреждение", "дом", "центр", "творчества",
    "дополнительного", "образования", "детей",
}  # fmt: skip
_KIND = (
    r"(?:школ\w*|гимнази\w*|лице[йяюе]\w{0,3}|сад(?:[аеуы]|ом|ов|ик\w*)?|детсад\w*|интернат\w*|училищ\w*|учреждени\w*|"
    r"сош|оош|нош|д[/\\.]?\s?с|м[бка]?д?оу|г[бк]?д?оу|техникум\w*|колледж\w*|центр(?:[аеуы]|ом|ов)?|"
    r"shkola\w*|school|sosh|gimnazi\w*|lice\w*|litse\w*|sad\w*|mb?d?ou)"
)
_DISTRICT = r"(?:район|округ|област|кра[йяюе]|республик)\w*"
_COMMON = {"имени", "героя", "героев", "советского", "союза", "российской", "федерации", "россии", "города", "села", "поселка", "деревни", "станицы"}  # fmt: skip
_NEAR = r"(?:[\W_]{1,4}[а-яё]+){0,3}[\W_]{1,4}"  # «Берёзовская средняя общеобразовательная школа»
_ABBREVIATIONS = ("сош", "оош", "нош")


@dataclass(frozen=True)
class Secrets:
    """``names``: «Иванова Мария Петровна», as cards have them; ``places``: every title and spelling of the schools."""

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        names = [pattern for name in self.names for pattern in _of_name(name)]
        places = [pattern for place in self.places for pattern in _of_place(place)]
        found = [(re.compile(each, re.I), NAME) for each in dict.fromkeys(names)]
        found += [(re.compile(each, re.I), PLACE) for each in dict.fromkeys(places)]
        return [*found, *((each, ADDRESS) for each in CONTACTS)]

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, what to write there), in order and apart from each other."""
        if len(text) < 2:
            return []
        raw = [
            (match.start(), match.end(), word)
            for pattern, word in self._patterns
            for match in pattern.finditer(text)
            if match.end() > match.start()
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
            len(match[0]) > _SHORT  # two letters stand in any picture by chance
            for pattern, word in self._patterns
            if word != ADDRESS
            for match in pattern.finditer(text)
        )


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def _word(word: str, least: int = _SHORT) -> str:
    """Return a pattern of a word in all its cases."""
    folded = _fold(word)
    stem = _stem(folded)
    if len(stem) < least:
        return _letters(folded)
    return _letters(stem) + "[а-яё]{0,4}"


def _stem(folded: str) -> str:
    return next((folded[: -len(each)] for each in _ENDINGS if folded.endswith(each)), folded)


def _letters(word: str) -> str:
    # A soft hyphen or a zero width joiner may stand in any word that was pasted.
    return "[\u00ad\u200b-\u200d]*".join("[её]" if each == "е" else re.escape(each) for each in word)


def _latin(word: str) -> str:
    folded = _fold(word)
    stem = _stem(folded)
    stem = stem if len(stem) >= _SHORT else folded
    return "".join(_LATIN.get(each, re.escape(each)) for each in stem)


def _alone(pattern: str) -> str:
    return rf"(?<!{_LETTER}){pattern}(?!{_LETTER})"


def _of_name(name: str) -> Iterable[str]:
    surname, *given = name.split()
    gap, initial = r"[\s.,_\u00ad-]*", ""
    if given:
        first = re.escape(_fold(given[0])[:1]) if _fold(given[0])[:1] != "е" else "[её]"
        initial = rf"{first}\.?{gap}(?:{_LETTER}\.?)?{gap}"
    whole = _word(surname)
    if initial:
        yield rf"(?<!{_LETTER}){initial}{_alone(whole)}"  # М. П. Иванова
        yield rf"{_alone(whole)}(?:{gap}{_LETTER}\.){{1,2}}"  # Иванова М. П.
    yield _alone(whole)
    for part in filter(None, surname.split("-") if "-" in surname else ()):
        yield _alone(_word(part))
    yield rf"(?<![a-z]){_latin(surname)}(?:[a-z]{{0,3}})(?![a-z])"
    if len(given) > 1:
        yield _alone(rf"{_word(given[0], 2)}{gap}{_word(given[1])}")  # Мария Петровна


def _of_place(place: str) -> Iterable[str]:
    words = re.findall(r"[а-яёa-z]+|\d+", place, re.I)
    telling = [each for each in words if _fold(each) not in _LEGAL and not each.isdigit()]
    between = r"[\W_]{0,4}"
    if any(len(each) >= _SHORT for each in telling) or len(words) > 1 and not all(map(str.isdigit, words)):
        yield _alone(between.join(each if each.isdigit() else _word(each) for each in words))
    for quoted in re.findall(r"«([^»]+)»|\"([^\"]+)\"", place):
        own = re.findall(r"[а-яёa-z]+", "".join(quoted), re.I)
        if any(len(each) >= _SHORT for each in own):
            yield _alone(between.join(map(_word, own)))
    yield from _near_its_kind(place)
    for number in re.findall(r"№\s*(\d+)", place):
        yield rf"(?<!{_LETTER}){_KIND}[\W_]{{0,4}}(?:№|n|no|номер)?[\W_]{{0,4}}{number}(?!\d)"


def _near_its_kind(place: str) -> Iterable[str]:
    """Yield patterns of a telling word beside «школа», «сад» …: «ученики Берёзовской школы», «школа села Берёзовка», «БСОШ»."""
    told = re.sub(
        rf"[а-яё-]+\s+{_DISTRICT}", " ", place, flags=re.I
    )  # all schools of a district bear its name
    telling = [
        _fold(each)
        for each in re.findall(r"[а-яёa-z]+", told, re.I)
        if each[0].isupper() and _fold(each) not in _LEGAL | _COMMON
    ]
    for word in dict.fromkeys(telling):
        stem = _stem(word).removesuffix("ск")
        if len(stem) >= _SHORT:
            whole, between = f"{_letters(stem)}[а-яё]{{0,6}}", _NEAR
        elif len(word) >= _SHORT:
            whole, between = f"{_letters(_stem(word))}[а-яё]{{1,3}}", r"[\W_]{1,4}"
        else:
            continue
        latin = f"{_latin(stem)}[a-z]{{0,6}}"
        for each, gap in ((whole, between), (latin, r"[\W_]{1,4}")):
            yield _alone(f"{each}{gap}{_KIND}")
            yield _alone(f"{_KIND}{gap}{each}")
    if telling and set(map(_fold, re.findall(r"[а-яё]+", place, re.I))) & set(_ABBREVIATIONS):
        initials = "".join(each[0] for each in telling)
        yield from (_alone(_letters(f"{initials}{each}")) for each in _ABBREVIATIONS)
