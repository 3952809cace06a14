"""What apps above keep about competences, when an authority begins an edition of its own."""

from collections.abc import Callable

Follower = Callable[[list[tuple[int, int]], list[int]], None]  # ([(competence, its copy)], municipalities)
_followers: list[Follower] = []


def add_follower(follower: Follower) -> None:
    """Have ``follower`` called in the transaction that begins an edition; registered in ``apps.py: ready()``."""
    if follower not in _followers:
        _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    return tuple(_followers)
