"""How good the items of a knowledge test are, from finished sheets: classical test theory.

Source: Crocker, Algina, Introduction to Classical and Modern Test Theory, ch. 7 and 14.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import StatisticsError, correlation, mean, pvariance

SHEETS_AT_LEAST = 10  # fewer say nothing of an item


@dataclass(frozen=True)
class Item:
    """What is known of one item.

    ``difficulty``: mean share of the best answer, 1 – everybody knows; ``discrimination``: its correlation with the rest of the
    sheet, None where all answered alike or too few answered.
    """

    key: str
    n: int
    difficulty: float
    discrimination: float | None


def item_statistics(sheets: Iterable[Mapping[str, float]]) -> list[Item]:
    """Return what is known of each item. ``sheets``: {key: share of the best answer, 0–1} of each finished sheet."""
    sheets = list(sheets)
    keys = dict.fromkeys(key for sheet in sheets for key in sheet)
    return [_item(key, [sheet for sheet in sheets if key in sheet]) for key in keys]


def _item(key: str, sheets: list[Mapping[str, float]]) -> Item:
    own = [sheet[key] for sheet in sheets]
    # Forms differ, so the rest is a mean and not a sum.
    rest = [mean(each for other, each in sheet.items() if other != key) for sheet in sheets if len(sheet) > 1]
    discrimination = None
    if len(rest) == len(own) >= SHEETS_AT_LEAST:
        try:
            discrimination = correlation(own, rest)
        except StatisticsError:  # one of the two does not vary
            discrimination = None
    return Item(key, len(own), mean(own), discrimination)


def alpha(sheets: Iterable[Mapping[str, float]]) -> float | None:
    """Return Cronbach's alpha over the sheets with the same items as most; None when it cannot be told."""
    groups: dict[tuple[str, ...], list[Mapping[str, float]]] = {}
    for sheet in sheets:
        groups.setdefault(tuple(sorted(sheet)), []).append(sheet)
    if not groups:
        return None
    keys, same = max(groups.items(), key=lambda pair: len(pair[1]))
    if len(keys) < 2 or len(same) < SHEETS_AT_LEAST:
        return None
    whole = pvariance([sum(sheet.values()) for sheet in same])
    if whole == 0:
        return None
    parts = sum(pvariance([sheet[key] for sheet in same]) for key in keys)
    return len(keys) / (len(keys) - 1) * (1 - parts / whole)
