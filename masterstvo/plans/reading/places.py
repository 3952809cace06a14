"""Names of municipalities and regions, brought from «Приреченского района» to «Приреченский район»."""

import re
from collections import Counter
from collections.abc import Iterable

from masterstvo.plans.reading.words import one_line

_ADJECTIVE = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*(?:ого|его|ой|ий|ый|ая|ое)"
_QUALITY = r"(?:муниципальн|городск|сельск|районн|автономн|национальн|городск\w+\s+муниципальн)\w{2,3}"
_KIND = r"район[а]?|округ[а]?|муниципальн(?:ого|ое)\s+образовани[яе]|улус[а]?"
_MUNICIPALITY = re.compile(rf"(?P<name>{_ADJECTIVE}(?:\s+{_QUALITY}){{0,2}}\s+(?:{_KIND}))(?![а-яё])")
_QUOTED = re.compile(
    r"(?:муниципальн\w+\s+(?:образовани\w+|район\w*|округ\w*)|городск\w+\s+округ\w*|МО)\s+[«\"]"
    r"(?P<name>[А-ЯЁ][^»\"]{2,60})[»\"]"
)
_CITY_DISTRICT = re.compile(
    r"(?P<kind>городск\w+\s+округ\w*|муниципальн\w+\s+(?:район\w*|округ\w*))\s+(?P<name>(?:город\w*\s+|г\.\s*)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*)(?=[\s,.]|$)"
)
_CITY = re.compile(r"(?<![а-яё])(?:город[ае]?|г\.)\s*(?P<name>[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*)")
_COMMON = re.compile(
    r"(?:муниципал|городск|сельск|округ|район|образовани|област|кра[йея]\b|улус|автономн|на\b|в\b|и\b)", re.I
)
_STRESSED = {
    "лесн",
    "речн",
    "степн",
    "морск",
    "донск",
    "больш",
    "береж",
}  # «Лесной», where most are «-ный», «-ский»
_REGION = re.compile(
    r"(?P<adjective>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*(?:ой|ая|ого|ий))\s+(?P<kind>област[ьи]|кра[йяе]|автономн\w+\s+(?:округ\w*|област\w*))(?![а-яё])"
    r"|Республик[аиуе]\s+(?P<republic>[А-ЯЁ][а-яё]+(?:[ -](?:\([А-ЯЁ][а-яё]+\)|[А-ЯЁ][а-яё]+))?)"
)


def municipality_in(texts: Iterable[str]) -> str:
    """Return the municipality of the first text that names one, in the nominative; «» when none does."""
    for text in texts:
        text = _in_small_letters(one_line(text))
        quoted = _QUOTED.search(text)
        match = next(filter(_agrees, _MUNICIPALITY.finditer(text)), None)
        if match and (not quoted or match.start() <= quoted.start()):
            return nominative(match["name"])
        if quoted:
            name = quoted["name"].strip()
            return nominative(name) if _MUNICIPALITY.fullmatch(name) else name
        district = _CITY_DISTRICT.search(text)
        if district:
            kind, name = nominative(district["kind"]), district["name"]
            return f"{kind} {name}"
        city = _CITY.search(text)
        if city:
            return f"город {_city(city['name'], genitive=city[0].startswith('города'))}"
    return ""


def _agrees(match: re.Match[str]) -> bool:
    """«Заречный округ», «Заречного округа», but not «мероприятий округа»."""
    words = match["name"].split()
    return not (words[-1].endswith("а") and words[0].endswith(("ий", "ый", "ой")))


def _in_small_letters(text: str) -> str:
    """«ГОРОДСКОГО ОКРУГА РЕЧНОЙ» → «городского округа Речной»: capitals of a title tell no name from a word."""
    if not text.isupper():
        return text
    words = (word.lower() if _COMMON.match(word) else word.title() for word in text.split(" "))
    return " ".join(words)


def region_in(texts: Iterable[str]) -> str:
    """Return the region that is named most often, in the nominative."""
    counts: Counter[str] = Counter()
    for text in texts:
        for match in _REGION.finditer(one_line(text)):
            if match["republic"]:
                counts["Республика " + match["republic"]] += 1
            else:
                counts[nominative(match[0])] += 1
    return counts.most_common(1)[0][0] if counts else ""


def nominative(name: str) -> str:
    """Put a name of adjectives and one noun into the nominative."""
    words = one_line(name).split(" ")
    noun = _noun(words[-1])
    feminine, neuter = noun.endswith(("асть",)), noun.endswith("ие")
    return " ".join([*(_adjective(word, feminine=feminine, neuter=neuter) for word in words[:-1]), noun])


def _city(name: str, *, genitive: bool) -> str:
    """«Заозёрска» → «Заозёрск», «Самары» → «Самара», «Твери» → «Тверь»."""
    if not genitive and not name.endswith(("ска", "цка")):
        return name
    endings = (("а", ""), ("ы", "а"), ("и", "ь"), ("я", "ь"))
    return next((name[:-1] + base for ending, base in endings if name.endswith(ending)), name)


def _noun(word: str) -> str:
    for ending, base in (
        ("ласти", "ласть"),
        ("края", "край"),
        ("крае", "край"),
        ("образования", "образование"),
    ):
        if word.endswith(ending):
            return word[: -len(ending)] + base
    for base in ("район", "округ", "улус"):
        if word.lower().startswith(base):
            return word[: len(base)]
    return word


def _adjective(word: str, *, feminine: bool, neuter: bool) -> str:
    match = re.fullmatch(r"(\w[\w-]*?)(ого|его|ому|ему|ым|им|ом|ем|ой|ей|ая|яя|ое|ее|ый|ий)", word)
    if match is None:
        return word
    stem, ending = match.groups()
    soft = ending in {"его", "ему", "ем", "ей", "яя", "ее"} or stem.endswith("н") and ending == "ий"
    if feminine:
        return stem + ("яя" if soft else "ая")
    if neuter:
        return stem + ("ее" if soft else "ое")
    if stem.lower().rpartition("-")[2] in _STRESSED or stem.endswith("родск") or ending == "ой":
        return stem + "ой"
    return stem + ("ий" if soft or stem[-1] in "кгхжчшщ" else "ый")
