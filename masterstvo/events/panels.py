"""What apps above add to the page of an event, and what they do when it is known who was there."""

from collections.abc import Callable, Collection
from typing import Any

from masterstvo.core.listing import Place
from masterstvo.events.models import Participation

detail = Place()  # panels on the page of an event: which competences it gives …

Follower = Callable[
    [Collection[Participation], Any], None
]  # (rows as they are now, by whom); a row to be removed says «was not there»
_followers: list[Follower] = []


def add_follower(follower: Follower) -> None:
    """Have ``follower`` called in the transaction that writes who was there; registered in ``apps.py: ready()``."""
    if follower not in _followers:
        _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    return tuple(_followers)
