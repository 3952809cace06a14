"""What the inbox holds about persons: notices told to them, and how they want to be written to."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "inbox.Notice",
            "Уведомления",
            "account",
            paths=("user__person",),
            personal=("text",),
            fate=Fate.REMOVED,
        ),
        Holding(
            "inbox.Preference",
            "Настройки уведомлений",
            "account",
            paths=("user__person",),
            fate=Fate.REMOVED,
        ),
    )
