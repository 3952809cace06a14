"""What would change: without one juror, by another method, with or without normalisation, with a pending decision the other way."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from masterstvo.contests.marking.model import Correction, Mark, Method, Rules
from masterstvo.contests.marking.ranking import Ranking, rank


@dataclass(frozen=True)
class Option:
    """One other way to count. ``name``: «without», «method», «correction»; ``value``: the juror, the method or the correction."""

    name: str
    value: Hashable


@dataclass(frozen=True)
class Change:
    """What an option would change among the prizes. ``gained`` and ``lost``: {entry: place}; ``moved``: {entry: (place now, place then)}.

    ``unmarked``: entries that would have no mark left.
    """

    option: Option
    gained: dict[Hashable, int]
    lost: dict[Hashable, int]
    moved: dict[Hashable, tuple[int, int]]
    unmarked: tuple[Hashable, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.gained or self.lost or self.moved)


def difference(option: Option, now: Ranking, then: Ranking) -> Change:
    """Return what changes among the prizes from one ranking to another of the same entries."""
    before, after = now.prizes, then.prizes
    return Change(
        option,
        {entry: place for entry, place in after.items() if entry not in before},
        {entry: place for entry, place in before.items() if entry not in after},
        {
            entry: (before[entry], place)
            for entry, place in after.items()
            if before.get(entry, place) != place
        },
        tuple(entry for entry in now.places if entry not in then.places),
    )


def stability(entries: Iterable[Hashable], marks: Sequence[Mark], rules: Rules) -> list[Change]:
    """Return what each option would change; an option that changes nothing is there too: it was asked."""
    entries = list(entries)
    now = rank(entries, marks, rules)
    found = []
    for juror in dict.fromkeys(each.juror for each in marks):
        left = [each for each in marks if each.juror != juror]
        found.append(difference(Option("without", juror), now, rank(entries, left, rules)))
    for method in Method:
        if method != rules.method:
            other = rank(entries, marks, replace(rules, method=method))
            found.append(difference(Option("method", method), now, other))
    for correction in Correction:
        if correction != rules.correction:
            other = rank(entries, marks, replace(rules, correction=correction))
            found.append(difference(Option("correction", correction), now, other))
    return found
