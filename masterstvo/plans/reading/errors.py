"""What reading refuses."""

from masterstvo.core.errors import DomainError


class UnreadableFile(DomainError, ValueError):
    """A file that holds no plan which we can read; the text is one Russian sentence that says what to do."""
