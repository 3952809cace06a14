"""Recognising an organization by the many ways in which people write its name."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from masterstvo.core.words import fold

# Longest first: «муниципальное бюджетное общеобразовательное учреждение» and its letters say the same nothing.
LEGAL = re.compile(
    r"^(?:(?:муниципальн|государственн|областн|краев|районн|бюджетн|казенн|автономн|некоммерческ|частн)\w*\s+)*"
    r"(?:(?:дошкольн|общеобразовательн|образовательн)\w*\s+)*(?:учреждени\w+|организаци\w+)\s+"
)
LETTERS = re.compile(
    r"^(?:м|г|о|ч|к)?(?:б|к|а)?(?:н?оу|доу|оо|доо|у|удо|оудо|удод|пдоу|гпоу|поу|оуср)(?:\s+(?:до|дод|дпо|спо))?\s+"
)
WORDS = (
    (re.compile(r"средн\w+\s+(?:обще)?образовательн\w+\s+школ\w+|средн\w+\s+школ\w+|\bсш\b"), "сош"),
    (re.compile(r"основн\w+\s+(?:обще)?образовательн\w+\s+школ\w+|основн\w+\s+школ\w+|\bош\b"), "оош"),
    (re.compile(r"начальн\w+\s+(?:обще)?образовательн\w+\s+школ\w+|начальн\w+\s+школ\w+"), "нош"),
    (re.compile(r"\bдетск\w+\s+сад\w*|\bд/с|\bдс\b"), "детский сад"),
    (re.compile(r"№\s*"), " "),
    (re.compile(r"\b(?:поселка|поселок|пос)\b\.?"), "п"),
    (re.compile(r"\b(?:села|село)\b"), "с"),
    (re.compile(r"\b(?:города|город|гор)\b\.?"), "г"),
    (re.compile(r"\b(?:деревни|деревня|дер)\b\.?"), "д"),
    (re.compile(r"\bимени\b"), "им"),
    (re.compile(r"[^\w]+"), " "),
)


def plain_name(title: str) -> str:
    """Return a name without legal form, quotes and number signs: «МБОУ «СОШ №1»» and «СОШ № 1» are the same."""
    name = fold(title)
    name = LEGAL.sub("", name)
    name = LETTERS.sub("", name)
    for pattern, word in WORDS:
        name = pattern.sub(word, name)
    name = re.sub(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", " ", name)
    return " ".join(name.split())


@dataclass(frozen=True)
class Place:
    """One organization as the checks see it."""

    pk: int
    title: str
    short_title: str = ""
    code: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.title, self.short_title, *self.aliases)))


@dataclass
class Organizations:
    """All organizations of a municipality, found by code and by every spelling."""

    places: dict[int, Place] = field(default_factory=dict)
    _by_code: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, set[int]] = field(default_factory=dict)
    _by_plain: dict[str, set[int]] = field(default_factory=dict)
    _near: dict[str, tuple[Place, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: list[Place]) -> "Organizations":
        found = cls({place.pk: place for place in places})
        for place in places:
            if place.code:
                found._by_code[fold(place.code)] = place.pk
            for name in place.names:
                found._by_name.setdefault(fold(name), set()).add(place.pk)
                found._by_plain.setdefault(plain_name(name), set()).add(place.pk)
        return found

    def title(self, pk: int) -> str:
        place = self.places.get(pk)
        return (place.short_title or place.title) if place else ""

    def by_code(self, code: str) -> int | None:
        return self._by_code.get(fold(code))

    def called(self, name: str) -> set[int]:
        """Return the organizations whose own spelling this is; one is sure, several are namesakes."""
        exact = self._by_name.get(fold(name))
        if exact:
            return exact
        by_code = self.by_code(name)
        if by_code:
            return {by_code}
        plain = plain_name(name)
        return self._by_plain.get(plain, set()) if plain else set()

    def near(self, name: str) -> tuple[Place, ...]:
        """Return up to three organizations with a similar name, the closest first."""
        if name not in self._near:
            plain = plain_name(name)
            numbers = set(re.findall(r"\d+", plain))
            scored = []
            for spelling, pks in self._by_plain.items():
                score = SequenceMatcher(None, plain, spelling).ratio()
                # Schools of one town differ by their number alone.
                score += 0.15 if numbers == set(re.findall(r"\d+", spelling)) else -0.15
                scored += [(score, pk) for pk in pks if score >= 0.6]
            closest = dict.fromkeys(pk for _, pk in sorted(scored, reverse=True))
            self._near[name] = tuple(self.places[pk] for pk in list(closest)[:3])
        return self._near[name]
