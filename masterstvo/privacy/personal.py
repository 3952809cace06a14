"""What privacy holds about persons: their consents, and the acts of erasure."""

from masterstvo.people.personal import Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "privacy.Consent",
            "Согласия",
            "consent",
            made=("collected_by__person",),
            why="доказывает, что обработка была законной",
        ),
        Holding(
            "privacy.Erasure",
            "Акты об обезличивании",
            "erasure",
            made=("by__person",),
            secret=("kinds", "extract", "mentions"),
            why="доказывает, что сведения стёрты; имени в акте нет",
        ),
    )
