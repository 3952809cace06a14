"""What apps above may add to the pages of organizations, and what they take for their own lists."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from masterstvo.core.listing import Column, ListPlace, Place

detail = Place()  # panels on the card of an organization: staff, documents, events …
listing = ListPlace()  # columns and filters of the list of organizations

Paper = tuple[str, str]  # what a button says, and where it leads
_papers: list[Callable[[Any, Any], Paper]] = []


def add_paper(paper: Callable[[Any, Any], Paper]) -> None:
    """Offer a file about an organization on its card. ``paper``: callable(user, organization); registered in ``apps.py: ready()``."""
    if paper not in _papers:
        _papers.append(paper)


def papers(user: Any, organization: Any) -> list[Paper]:
    return [each(user, organization) for each in _papers]


ORGANIZATION = Column(
    "Организация", attrgetter("organization"), 40, url=lambda row: row.organization.get_absolute_url()
)
