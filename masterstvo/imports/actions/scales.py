"""Saying how a sender writes a test, for the rows of a file and for the next files."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.core.words import clean, fold
from masterstvo.imports.actions.batch import fix_rows, require_open
from masterstvo.imports.models import ImportBatch, ResultScale
from masterstvo.imports.queries import MAXIMUM, PROCEDURE, SCORE, THRESHOLD, asked_word


class ScaleOutOfBounds(DomainError):
    pass


@dataclass(frozen=True)
class Scale:
    """What ``ResultScale`` keeps. ``words``: {a level as it is written: its score}."""

    maximum: Decimal
    threshold: Decimal | None
    words: Mapping[str, Decimal]


@transaction.atomic
def tell_scales(*, batch: ImportBatch, sender: str, scales: Mapping[str, Scale], by: Any) -> ImportBatch:
    """Fill what the rows of a test leave out, and remember it by its ``sender``. Raises: BatchIsClosed, ScaleOutOfBounds.

    Shape: ``scales`` is {test as the file writes it: Scale}.
    """
    require_open(batch)
    for procedure, scale in scales.items():
        if scale.maximum <= 0 or max([scale.threshold or 0, *scale.words.values()]) > scale.maximum:
            raise ScaleOutOfBounds(f"«{procedure}»: порог и баллы уровней должны быть не больше максимума.")
        _remember(batch, sender, procedure, scale, by=by)
    told = {fold(procedure): scale for procedure, scale in scales.items()}
    rows = []
    for row in batch.rows.select_for_update():
        known = told.get(fold(row.cells.get(PROCEDURE, "")))
        if known is not None:
            row.fixes = row.fixes | _left_out(row.cells, known)
            rows.append(row)
    batch.rows.bulk_update(rows, ["fixes"], batch_size=500)
    return fix_rows(batch=batch, fixes={}, by=by)


def _left_out(cells: Mapping[str, str], scale: Scale) -> dict[str, str]:
    """Return the cells that a row leaves out; what the file says itself stays."""
    found = {}
    if not clean(cells.get(MAXIMUM, "")):
        found[MAXIMUM] = _text(scale.maximum)
    if scale.threshold is not None and not clean(cells.get(THRESHOLD, "")):
        found[THRESHOLD] = _text(scale.threshold)
    score = {fold(word): number for word, number in scale.words.items()}.get(
        fold(asked_word(cells.get(SCORE, "")))
    )
    if score is not None:
        found[SCORE] = _text(score)
    return found


def _remember(batch: ImportBatch, sender: str, procedure: str, scale: Scale, *, by: Any) -> None:
    words = {fold(word): _text(number) for word, number in scale.words.items()}
    same = ResultScale.objects.filter(municipality=batch.municipality)
    known = next(
        (row for row in same if (fold(row.sender), fold(row.procedure)) == (fold(sender), fold(procedure))),
        None,
    )
    if known:
        values = {
            "maximum": scale.maximum,
            "threshold": scale.threshold,
            "words": known.words | words,
        }
        change(known, values, by=by, action="imports.remember_scale")
        return
    made = ResultScale(
        municipality=batch.municipality,
        sender=clean(sender),
        procedure=clean(procedure),
        maximum=scale.maximum,
        threshold=scale.threshold,
        words=words,
    )
    add(made, by=by, action="imports.remember_scale")


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
