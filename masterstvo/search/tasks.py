"""What bulk writes and other programs left out of the index is found once a day."""

from masterstvo.core.jobs import daily
from masterstvo.search import actions


@daily
def rebuild() -> None:
    actions.rebuild()
