"""What apps above may do when something happens to an event: write to those who are registered."""

from collections.abc import Callable, Collection
from enum import StrEnum

from django.db import transaction

from masterstvo.events.models import Event


class News(StrEnum):
    """What happened, for whoever puts it into a letter or an inbox."""

    REGISTERED = "registered"  # a seat was given, at once or from the waiting list
    WAITING = "waiting"
    MOVED = "moved"  # another day or place
    CANCELLED = "cancelled"


Teller = Callable[[Event, Collection[int], News], None]
_tellers: list[Teller] = []


def add_teller(tell: Teller) -> None:
    """``tell``: callable(event, keys of people, news), called after the commit; registered in ``apps.py: ready()``."""
    if tell not in _tellers:
        _tellers.append(tell)


def tell(event: Event, people: Collection[int], news: News) -> None:
    """Pass ``news`` on once the transaction is through."""
    if people:
        for each in _tellers:
            transaction.on_commit(lambda each=each: each(event, people, news))  # type: ignore[misc]
