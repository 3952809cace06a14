"""Refusals that a person can understand and act on."""

from typing import Any


class DomainError(Exception):
    """A refusal whose text is a Russian sentence written for the reader; caught once, in the view or the command.

    ``field``: of the form, where to put it right; None when it is about the whole.
    """

    field: str | None = None


class NeedsReason(DomainError):
    """A step that is taken only with a word of why: it stays in the log, often others read it."""

    field = "reason"


class NotReady(DomainError):
    """Something must be there first, or done first; the text says what."""


class Stale(DomainError):
    """Somebody else changed the object after the page was opened. ``theirs``: the row as it stands now, when there is one."""

    def __init__(self, text: str, *, theirs: Any = None):
        self.theirs = theirs
        super().__init__(text)
