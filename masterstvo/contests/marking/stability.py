"""What would change: without one juror, by another method, with or without normalisation, with a pending decision the other way."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from masterstvo.contests.marking.model import Correction, Earlier, Mark, Method, Rules
from masterstvo.contests.marking.ranking import Ranking, rank


@dataclass(frozen=True)
class Option:
    """One other way to count. ``name``: «without», «method», «correction», «weights»; ``value``: the juror, the method, the correction, the weights."""

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


def stability(
    entries: Iterable[Hashable], marks: Sequence[Mark], rules: Rules, earlier: Earlier | None = None
) -> list[Change]:
    """Return what each option would change; an option that changes nothing is there too: it was asked.

    ``earlier``: the first marking where it weighs too; each option is then asked of both.
    """
    entries = list(entries)
    weighs = earlier is not None and bool(rules.weights[0])
    first = earlier if earlier is not None and weighs else Earlier()
    now = rank(entries, marks, rules, earlier=earlier)
    found = []
    for juror in dict.fromkeys(each.juror for each in (*marks, *first.marks)):
        left, left_before = _without(juror, marks), Earlier(first.entries, _without(juror, first.marks))
        then = rank(entries, left, rules, earlier=left_before if weighs else None)
        found.append(difference(Option("without", juror), now, then))
    for method in Method:
        if method != rules.method:
            other = rank(entries, marks, replace(rules, method=method), earlier=earlier)
            found.append(difference(Option("method", method), now, other))
    for correction in Correction:
        if correction != rules.correction:
            other = rank(entries, marks, replace(rules, correction=correction), earlier=earlier)
            found.append(difference(Option("correction", correction), now, other))
    if weighs:
        other = rank(entries, marks, replace(rules, weights=(0, 1)))
        found.append(difference(Option("weights", (0, 1)), now, other))
    return found


def _without(juror: Hashable, marks: Sequence[Mark]) -> list[Mark]:
    return [each for each in marks if each.juror != juror]
