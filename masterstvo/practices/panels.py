"""What apps above may add to practices: sheets on the page of one, and the competences that a practice may name."""

from collections.abc import Callable
from typing import Any

from masterstvo.core.listing import Place

detail = Place()  # panels on the page of a practice: routes that take it, sessions where it was shown

Competences = Callable[[Any], list[tuple[str, str]]]
_competences: list[Competences] = []


def set_competences(choices: Competences) -> None:
    """Say which competences there are: callable(key of a municipality) -> [(key, title)]. Diagnostics is a neighbour, so an app above does."""
    _competences[:] = [choices]


def competences(municipality: Any) -> list[tuple[str, str]]:
    """Return [(key, title)] of what a practice may name; nothing where no app knows competences."""
    return _competences[0](municipality) if _competences else []
