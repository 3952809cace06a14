"""Choices that a list offers above itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """A chip, a tab or a segment: a link that narrows or changes the view. ``tone``: "" or bad."""

    title: str
    url: str
    count: int | None = None
    is_current: bool = False
    tone: str = ""
    icon: str = ""
