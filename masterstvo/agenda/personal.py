"""What the agenda holds about persons: the secret links of their accounts."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "agenda.Feed",
            "Ссылки на календарь",
            "account",
            paths=("user__person",),
            secret=("token_hash",),
            personal=("title",),
            fate=Fate.REMOVED,
        )
    )
