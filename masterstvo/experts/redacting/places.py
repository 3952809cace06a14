"""How a school is told of in words: by its title, its own word beside its kind, its number. What is certain, and what a person has to look at.

An ordinary word stays: «каменный век в программе школы» says nothing of «Каменская ООШ». So a word is taken only where it stands as the
school's own: in its adjectival form beside the kind, in quotes, or with a capital where no sentence begins.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from masterstvo.experts.redacting.words import LETTER, SHORT, alone, fold, latin, letters, stem_of, word_of

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
_ABBREVIATIONS = ("сош", "оош", "нош")
_GAP = r"(?:[^\w.,;!?]|_){1,4}"  # what a comma or a full stop parts does not belong together
_NEAR = rf"(?:{_GAP}[а-яё]+){{0,3}}{_GAP}"
_OF_KIND = (  # words of a title that stand between the school's own word and its kind
    r"(?:средн|основн|начальн|общеобразовательн|образовательн|муниципальн|бюджетн|казённ|казенн|автономн|дошкольн|сельск|городск|"
    r"детск|вечерн|кадетск|специальн|коррекционн)[а-яё]{2,3}"
)
_BESIDE = rf"(?:{_GAP}{_OF_KIND}){{0,3}}{_GAP}"
_ONE_BETWEEN = rf"{_GAP}[а-яё]+{_GAP}"
_SETTLEMENT = (
    rf"{_BESIDE}(?:(?:в|из|села|деревни|пос[её]лка|станицы|хутора|города|имени|им|с|д|п|г)[\s.]{{1,3}})?"
)
_ADJECTIVE = re.compile(r"(?:ая|яя|ый|ий|ой|ое|ее)$")
_ADJECTIVAL = r"(?:[оеую]ю|[ая]я|[оеиы]й|[оеиы]е|[оеиы]м|[иы]х|[ое]го|[ое]му|[иы]ми)"
_NO_NUMBER = (  # what a number counts or dates when it stands beside «школа» by chance
    r"(?!\d|[.,:]\d)(?![-–]?(?:го|й|ый|ой|ом|м|е|х|ых)?[\s«\"]{1,2}(?:[а-яё][»\"]?\s+)?(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|"
    r"октябр|ноябр|декабр|класс|кл\b|год|лет\b|учени|учащ|обучающ|воспитан|школьник|дет[еяи]|человек|педагог|учител|урок|час|минут|раз\b|смен|"
    r"групп|кабинет|команд|мест|балл|книг|компьютер|проект|этаж|ступен))"
)
_HALF = r"(?:[а-яё]+[-‑])?"  # Усть-Таловская
_OPENING, _CLOSING = "«\"„“'", "»\"“”'"


Check = Callable[[re.Match[str]], bool]


@dataclass(frozen=True)
class Sign:
    """``is_sure``: whether what the pattern found tells of the school, judged by its group ``own``."""

    pattern: str
    is_sure: Check = lambda match: True


def signs_of(place: str) -> Iterator[Sign]:
    """Yield how ``place`` is told of for certain."""
    words = re.findall(r"[а-яёa-z]+|\d+", place, re.I)
    telling = [each for each in words if fold(each) not in _LEGAL and not each.isdigit()]
    if any(len(each) >= SHORT for each in telling) or len(words) > 1 and not all(map(str.isdigit, words)):
        yield _title(words)
    for quoted in _quoted(place):
        if any(len(each) >= SHORT for each in quoted):
            yield _title(quoted)
    for word in _own_words(place):
        yield from _beside_its_kind(word)
    own = _own_words(place)
    if own and set(map(fold, words)) & set(_ABBREVIATIONS):  # «БСОШ»
        initials = "".join(each[0] for each in own)
        yield from (Sign(alone(letters(f"{initials}{each}"))) for each in _ABBREVIATIONS)
    for number in re.findall(r"№\s*(\d+)", place):
        yield Sign(rf"(?<!{LETTER}){_KIND}[\W_]{{0,4}}(?:№|n|no|номер)[\W_]{{0,4}}{number}(?!\d)")
        yield Sign(rf"(?<!{LETTER}){_KIND}[\W_]{{0,4}}{number}{_NO_NUMBER}")


def suspicions_of(place: str) -> Iterator[Sign]:
    """Yield what may tell of ``place``: its own word, or one of that root, near its kind or with a capital anywhere."""
    for word in _own_words(place):
        stem = stem_of(word).removesuffix("ск")
        loose = f"{letters(stem)}[а-яё]{{0,6}}" if len(stem) >= SHORT else word_of(word)
        yield Sign(alone(f"{loose}{_NEAR}{_KIND}"))
        yield Sign(alone(f"{_KIND}{_NEAR}{loose}"))
        yield Sign(alone(f"(?P<own>{loose})"), _has_capital)


def _title(words: list[str]) -> Sign:
    """One word alone is a word of the language too, so it needs to be written as a title."""
    parts = [f"{each}{_NO_NUMBER}" if each.isdigit() else word_of(each) for each in words]
    pattern = alone("(?P<own>" + r"[\W_]{0,4}".join(parts) + ")")
    return Sign(pattern, _is_title) if len(words) == 1 else Sign(pattern)


def _quoted(place: str) -> Iterable[list[str]]:
    for found in re.findall(r"«([^»]+)»|\"([^\"]+)\"", place):
        yield re.findall(r"[а-яёa-z]+", "".join(found), re.I)


def _own_words(place: str) -> list[str]:
    """Return the words that only this school bears; all schools of a district bear its name."""
    told = re.sub(rf"[а-яё-]+\s+{_DISTRICT}", " ", place, flags=re.I)
    found = [fold(each) for each in re.findall(r"[а-яёa-z]+", told, re.I) if each[0].isupper()]
    return [each for each in dict.fromkeys(found) if each not in _LEGAL | _COMMON and len(each) >= SHORT]


def _beside_its_kind(word: str) -> Iterator[Sign]:
    """Yield signs of ``word`` beside «школа», «сад» …: «ученики Берёзовской школы», «школа села Берёзовка», «сад «Родничок»»."""
    stem = stem_of(word)
    if _ADJECTIVE.search(word):
        own = f"(?P<own>{_HALF}{letters(stem)}{_ADJECTIVAL})"
        yield Sign(alone(f"{own}{_BESIDE}{_KIND}"))
        yield Sign(alone(f"{_KIND}{_BESIDE}{own}"), _always if stem.endswith("ск") else _is_closed_capital)
        if stem.endswith("ск"):
            yield Sign(alone(f"{own}{_ONE_BETWEEN}{_KIND}"), _has_capital)
            yield Sign(alone(f"{_KIND}{_ONE_BETWEEN}{own}"), _has_capital)
        if len(base := stem.removesuffix("ск")) >= SHORT:
            own = f"(?P<own>{_HALF}{letters(base)}[а-яё]{{0,6}})"
            yield Sign(alone(f"{own}{_BESIDE}{_KIND}"), _has_capital)
            yield Sign(alone(f"{_KIND}{_SETTLEMENT}{own}"), _is_closed_capital)
    else:
        own = f"(?P<own>{word_of(word) if len(stem) >= SHORT else letters(stem) + '[а-яё]{1,3}'})"
        yield Sign(alone(f"{own}{_BESIDE}{_KIND}"), _has_capital)
        yield Sign(alone(f"{_KIND}{_SETTLEMENT}{own}"), _is_closed)
    if len(base := stem.removesuffix("ск")) >= SHORT:
        roman = f"{latin(base)}[a-z]{{0,6}}"
        yield Sign(alone(f"{roman}{_GAP}{_KIND}"))
        yield Sign(alone(f"{_KIND}{_GAP}{roman}"))


def _always(match: re.Match[str]) -> bool:
    return True


def _has_capital(match: re.Match[str]) -> bool:
    return match["own"][0].isupper()


def _is_closed(match: re.Match[str]) -> bool:
    """Tell whether a quote that opens before the word closes behind it: «Теремок на новый лад» is another title."""
    before, after = _around(match)
    return before not in _OPENING or after in _CLOSING


def _is_closed_capital(match: re.Match[str]) -> bool:
    return _has_capital(match) and _is_closed(match)


def _is_title(match: re.Match[str]) -> bool:
    """Tell whether a word stands as a title: in quotes, alone on its line, or with a capital where no sentence begins."""
    before, after = _around(match)
    if before in _OPENING:
        return after in _CLOSING
    ahead = match.string[: match.start("own")].rstrip(" \t\u00a0–—-•*(")
    is_first = not ahead or ahead[-1] in ".!?…:;\n"
    is_alone = is_first and not re.search(r"\w", match.string[match.end("own") :].split("\n", 1)[0])
    return _has_capital(match) and (is_alone or not is_first)


def _around(match: re.Match[str]) -> tuple[str, str]:
    text, (start, end) = match.string, match.span("own")
    return text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
