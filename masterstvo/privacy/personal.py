"""What privacy holds about persons: their consents."""

from masterstvo.people.personal import Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "privacy.Consent",
            "Согласия",
            "consent",
            paths=("person", "collected_by__person"),
            why="доказывает, что обработка была законной",
        )
    )
