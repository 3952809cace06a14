"""What is to be assigned: items, partners, which pairs are allowed and how well they fit."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Key = Any  # a whole number or a text by which the caller tells its rows apart

MOST = "most"  # most places filled, then the best fit
FIT = "fit"  # the best fit in total, however many that serves
HIGHEST = "highest"  # the floor under the worst pair is as high as it goes without losing a place


@dataclass(frozen=True)
class Item:
    """Something that needs ``needs`` different partners, each of whom it costs ``weight`` of capacity."""

    key: Key
    needs: int = 1
    weight: int = 1


@dataclass(frozen=True)
class Partner:
    """Somebody who takes items. ``capacity``: in units of weight; ``least`` and ``most``: in items; None: no limit."""

    key: Key
    capacity: int | None = None
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Ban:
    """A pair must not be. ``code``: why, in the caller's words; unserved items count their bans by it."""

    code: str


@dataclass(frozen=True)
class Problem:
    """Everything that decides.

    ``scores``: {(item, partner): fit, 1 or more} of the allowed pairs; whatever is absent is banned. ``refusals``: {item: {code: partners}}.
    ``fixed``: pairs that hold already and are kept, banned or not. ``evenness``: points of fit that one more item of the same partner
    costs for each that the partner has before it. Keys are unique on each side; the order of the rows breaks ties.
    """

    items: Sequence[Item]
    partners: Sequence[Partner]
    scores: Mapping[tuple[Key, Key], int]
    refusals: Mapping[Key, Mapping[str, int]] = field(default_factory=dict)
    fixed: Sequence[tuple[Key, Key]] = ()
    evenness: int = 0

    def __post_init__(self):
        if len(self.item) < len(self.items) or len(self.partner) < len(self.partners):
            raise ValueError("Keys must be unique on each side.")
        if any(score < 1 for score in self.scores.values()):
            raise ValueError("A score is a whole number from 1 on; a pair that must not be is left out.")
        if any(each.needs < 1 or each.weight < 0 for each in self.items):
            raise ValueError("An item needs one partner or more and weighs nothing or more.")

    @cached_property
    def item(self) -> dict[Key, Item]:
        return {each.key: each for each in self.items}

    @cached_property
    def partner(self) -> dict[Key, Partner]:
        return {each.key: each for each in self.partners}

    @cached_property
    def lacking(self) -> dict[Key, int]:
        """Return how many partners each item still needs beside the fixed ones."""
        held = Counter(item for item, _ in self.fixed)
        return {each.key: max(0, each.needs - held[each.key]) for each in self.items}

    @cached_property
    def room(self) -> dict[Key, Partner]:
        """Return what the fixed pairs leave of each partner, never less than nothing."""
        items, weight = Counter(partner for _, partner in self.fixed), Counter[Key]()
        for item, partner in self.fixed:
            weight[partner] += self.item[item].weight
        return {
            each.key: Partner(
                each.key,
                None if each.capacity is None else max(0, each.capacity - weight[each.key]),
                max(0, each.least - items[each.key]),
                None if each.most is None else max(0, each.most - items[each.key]),
            )
            for each in self.partners
        }

    @cached_property
    def open_pairs(self) -> dict[tuple[Key, Key], int]:
        """Return {(item, partner): score} of all that may still be chosen, whatever else is."""
        fixed = set(self.fixed)
        return {
            pair: score
            for pair, score in self.scores.items()
            if pair not in fixed and self.lacking[pair[0]] and self._takes(*pair)
        }

    def _takes(self, item: Key, partner: Key) -> bool:
        room = self.room[partner]
        return room.most != 0 and (room.capacity is None or self.item[item].weight <= room.capacity)


def judged(
    items: Iterable[Item],
    partners: Iterable[Partner],
    judge: Callable[[Item, Partner], int | Ban],
    *,
    fixed: Iterable[tuple[Key, Key]] = (),
    evenness: int = 0,
) -> Problem:
    """Return the problem in which ``judge`` says of each pair how well it fits, or why it must not be."""
    items, partners = tuple(items), tuple(partners)
    scores: dict[tuple[Key, Key], int] = {}
    refusals: dict[Key, Mapping[str, int]] = {}
    for item in items:
        refused: Counter[str] = Counter()
        for partner in partners:
            verdict = judge(item, partner)
            if isinstance(verdict, Ban):
                refused[verdict.code] += 1
            else:
                scores[item.key, partner.key] = verdict
        refusals[item.key] = refused
    return Problem(items, partners, scores, refusals, tuple(fixed), evenness)
