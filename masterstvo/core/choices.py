"""Choices that a list offers above itself, and the constants of calendars."""

from dataclasses import dataclass

from django.db.models import TextChoices


@dataclass(frozen=True)
class Choice:
    """A chip, a tab or a segment: a link that narrows or changes the view. ``tone``: "" or bad."""

    title: str
    url: str
    count: int | None = None
    is_current: bool = False
    tone: str = ""
    icon: str = ""


class EntryStatus(TextChoices):
    """How a thing of a calendar stands."""

    COMING = "coming", "предстоит"
    UNCERTAIN = "uncertain", "ещё не решено"
    DONE = "done", "состоялось"
    OVERDUE = "overdue", "просрочено"
    CANCELLED = "cancelled", "отменено"
