"""What apps above do with a finished sheet: measurements of competences, marks of a jury."""

from collections.abc import Callable
from typing import Any

from masterstvo.assessments.content.scoring import Result
from masterstvo.assessments.models import Sheet

Taker = Callable[[Sheet, Result, Any], None]  # (finished sheet, its scores, by whom)
_takers: list[Taker] = []


def add_taker(taker: Taker) -> None:
    """Have ``taker`` called in the transaction that finishes a sheet; registered in ``apps.py: ready()``."""
    if taker not in _takers:
        _takers.append(taker)


def takers() -> tuple[Taker, ...]:
    return tuple(_takers)
