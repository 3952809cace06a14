"""What apps above may add to practices: sheets on the page of one, and the competences that a practice may name."""

import datetime as dt
from collections.abc import Callable, Iterable

from masterstvo.core.listing import Place

detail = Place()  # panels on the page of a practice: routes that take it, sessions where it was shown

Competences = Callable[[int | None, dt.date], Iterable[tuple[str, str]]]
_competences: list[Competences] = []


def set_competences(source: Competences) -> None:
    """Say which competences there are: callable(municipality's key, day) -> (key, title). Diagnostics is a neighbour, so an app above does."""
    _competences[:] = [source]


def competences(municipality: int | None, day: dt.date) -> dict[str, str]:
    """Return {key: title} of what a practice may name; nothing where no app knows competences."""
    return {key: title for source in _competences for key, title in source(municipality, day)}
