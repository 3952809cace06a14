"""What apps above add to the pages of programmes and sessions, and what they do when a course is completed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from masterstvo.core.listing import Place
from masterstvo.training.models import Training

programme = Place()  # panels on the page of a programme: which competences it gives …
session = Place()  # panels on the page of a session


@dataclass(frozen=True)
class Follower:
    """``completed``: called in the transaction that writes a completion; ``removed``: in the one that takes it out, before it is gone."""

    completed: Callable[[Training, Any], None]
    removed: Callable[[Training, Any], None]


_followers: list[Follower] = []


def add_follower(follower: Follower) -> None:
    """Registered in ``apps.py: ready()``."""
    if follower not in _followers:
        _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    return tuple(_followers)
