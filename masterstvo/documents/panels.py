"""What apps above may add to the pages of documents, and what they let a document be attached to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from masterstvo.core.listing import Place

proofs = Place()  # panels on a document's page: what it proves


@dataclass(frozen=True)
class Target:
    """A kind of thing that may be chosen on a document's page. ``key`` stands in the address.

    ``button``: what stands on the button, ``title``: above the field.
    ``permission``: to write evidence there; ``scope``: callable(user, document) -> the rows to choose from; ``by``: where to search in them.
    ``attach``: callable(document, target=row, by=user) of an app that keeps evidence in a table of its own.
    """

    key: str
    button: str
    title: str
    permission: str
    scope: Callable[[Any, Any], QuerySet]
    by: tuple[str, ...]
    attach: Callable[..., Any] | None = None


Follower = Callable[..., None]  # callable(document, by=user)

_targets: dict[str, Target] = {}
_followers: list[Follower] = []


def add_target(target: Target) -> None:
    """Offer a kind of thing on every document's page; registered in ``apps.py: ready()``."""
    _targets[target.key] = target


def targets_for(user: Any) -> dict[str, Target]:
    """Return {key: kind of thing} that ``user`` may choose from."""
    return {key: each for key, each in _targets.items() if user.has_perm(each.permission)}


def add_follower(follower: Follower) -> None:
    """Tell an app of every document that has been signed or cancelled, within the same transaction; registered in ``apps.py: ready()``."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(document: Any, *, by: Any) -> None:
    for follower in _followers:
        follower(document, by=by)
