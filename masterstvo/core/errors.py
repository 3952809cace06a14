"""Refusals that a person can understand and act on."""


class DomainError(Exception):
    """A refusal whose text is a Russian sentence written for the reader; caught once, in the view or the command."""


class Stale(DomainError):
    """Somebody else changed the object after the page was opened."""
