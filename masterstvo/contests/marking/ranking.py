"""Totals and places, and whatever the protocol must say beside them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from masterstvo.contests.marking.correction import corrected, uncorrected
from masterstvo.contests.marking.model import Earlier, Mark, Rules, TieBreak, Waiting, rounded
from masterstvo.contests.marking.totals import calls_third, mean, median, spread, total


@dataclass(frozen=True)
class Row:
    """One entry. ``place``: None without a mark; ``counted``: the marks as they count, by juror, in the order of ``marks``.

    ``is_corrected``: the declared correction was applied to them.

    ``is_shared``: equal totals that no tie-break could tell apart; ``decided_by``: the tie-break that put it where it is;
    ``earlier`` and ``own``: the totals of the first marking and of this phase alone, where both make ``total``.
    """

    entry: Hashable
    marks: tuple[Mark, ...] = ()
    counted: tuple[Fraction, ...] = ()
    is_corrected: bool = False
    total: Decimal | None = None
    place: int | None = None
    is_shared: bool = False
    decided_by: str = ""
    n_waiting: int = 0
    n_abstained: int = 0
    spread: Fraction = Fraction(0)
    calls_third: bool = False
    earlier: Decimal | None = None
    own: Decimal | None = None

    @property
    def has_third(self) -> bool:
        return any(each.is_third for each in self.marks)


@dataclass(frozen=True)
class Ranking:
    """All entries, the best first; those without a mark stand last in the order in which they were given."""

    rows: tuple[Row, ...]
    rules: Rules

    @property
    def places(self) -> dict[Hashable, int]:
        return {row.entry: row.place for row in self.rows if row.place is not None}

    @property
    def prizes(self) -> dict[Hashable, int]:
        """Return {entry: place} of those that bring something."""
        return {entry: place for entry, place in self.places.items() if place <= self.rules.n_prizes}

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is waited for: every sheet is in, every third expert was called, every entry has as many marks as declared."""
        return all(
            row.place is not None
            and not row.n_waiting
            and not row.calls_third
            and len(row.marks) >= self.rules.n_jurors
            for row in self.rows
        )


def rank(
    entries: Iterable[Hashable],
    marks: Sequence[Mark],
    rules: Rules,
    waiting: Iterable[Waiting] = (),
    earlier: Earlier | None = None,
) -> Ranking:
    """Return the places: two shared second places are followed by the fourth.

    Equal printed totals are told apart by the declared tie-breaks in their order, else the place is shared.
    ``earlier``: the first marking, where it weighs in the total too; an entry without a total there has no place.
    """
    before = _earlier_totals(earlier, rules)
    counted, as_given = corrected(marks, rules.correction), uncorrected(marks, rules.correction)
    of_entry: dict[Hashable, list[Mark]] = defaultdict(list)
    for each in marks:
        of_entry[each.entry].append(each)
    missing: dict[Hashable, list[Waiting]] = defaultdict(list)
    for sheet in waiting:
        missing[sheet.entry].append(sheet)
    rows: list[Row] = []
    bare: list[Row] = []
    for entry in dict.fromkeys(entries):
        own = of_entry.get(entry, [])
        n_abstained = sum(sheet.has_abstained for sheet in missing[entry])
        row = Row(
            entry,
            tuple(own),
            tuple(counted[each.juror, entry] for each in own),
            is_corrected=bool(own) and entry not in as_given,
            n_waiting=len(missing[entry]) - n_abstained,
            n_abstained=n_abstained,
            spread=spread([each.value for each in own]),
            calls_third=calls_third(own, rules),
            earlier=before.get(entry) if before is not None else None,
        )
        has_total = own and (before is None or row.earlier is not None)
        (rows if has_total else bare).append(row)
    return Ranking((*_placed(rows, rules), *bare), rules)


def _earlier_totals(earlier: Earlier | None, rules: Rules) -> dict[Hashable, Decimal] | None:
    """Return the printed totals of the first marking, None where it does not weigh."""
    if earlier is None or not rules.weights[0]:
        return None
    first = rank(earlier.entries, earlier.marks, rules)
    return {row.entry: row.total for row in first.rows if row.total is not None}


def _placed(rows: list[Row], rules: Rules) -> list[Row]:
    keys = {
        row.entry: (_total(row, rules), *(_tie_key(row, each, rules) for each in rules.tie_breaks))
        for row in rows
    }
    ordered = sorted(rows, key=lambda row: keys[row.entry], reverse=True)
    found: list[Row] = []
    for number, row in enumerate(ordered):
        key = keys[row.entry]
        near = [keys[other.entry] for other in ordered[max(0, number - 1) : number + 2] if other is not row]
        is_first_of_equals = not found or key != keys[found[-1].entry]
        found.append(
            Row(
                **{name: getattr(row, name) for name in _KEPT},
                total=key[0],
                own=_own_total(row, rules),
                place=number + 1 if is_first_of_equals else found[-1].place,
                is_shared=key in near,
                decided_by=_decided_by(key, near, rules),
            )
        )
    return found


_KEPT = (
    "entry",
    "marks",
    "counted",
    "is_corrected",
    "n_waiting",
    "n_abstained",
    "spread",
    "calls_third",
    "earlier",
)


def _own_total(row: Row, rules: Rules) -> Decimal:
    return rounded(total(row.counted, rules, has_third=row.has_third))


def _total(row: Row, rules: Rules) -> Decimal:
    """Return the total by which the place is given; of two phases from their printed totals, so that the protocol can be checked."""
    own = _own_total(row, rules)
    if row.earlier is None:
        return own
    first, final = rules.weights
    return rounded((first * Fraction(row.earlier) + final * Fraction(own)) / (first + final))


def _tie_key(row: Row, name: str, rules: Rules) -> Decimal:
    """Return what a tie-break looks at; the greater the better. Parts and the chair's word are taken raw."""
    kind, _, part = name.partition(":")
    if kind == TieBreak.MEDIAN:
        return rounded(median(row.counted))
    if kind == TieBreak.HIGHEST:
        return rounded(max(row.counted))
    if kind == TieBreak.SPREAD:
        return -rounded(row.spread)
    if kind == TieBreak.FINAL:
        return _own_total(row, rules)
    if kind == TieBreak.CHAIR:
        return rounded(next((mark.value for mark in row.marks if mark.juror == rules.chair), Fraction(-1)))
    parts = [mark.parts[part] for mark in row.marks if part in mark.parts]
    return rounded(mean(parts)) if parts else Decimal(-1)


def _decided_by(key: tuple[Decimal, ...], near: list[tuple[Decimal, ...]], rules: Rules) -> str:
    """Return the first tie-break that tells an entry from a neighbour with the same total."""
    first = [
        next(number for number, (one, other) in enumerate(zip(key, each, strict=True)) if one != other)
        for each in near
        if each[0] == key[0] and each != key
    ]
    return rules.tie_breaks[min(first) - 1] if first else ""
