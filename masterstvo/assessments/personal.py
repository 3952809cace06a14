"""What assessments hold about persons. Anonymous sheets hold nobody: no key leads from them to a person."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "assessments.Sheet",
            "Ответы на опросы и диагностику",
            "diagnostics",
            made=("respondent__person",),
            personal=("answers", "occasion"),
            own=("answers", "percent", "level"),
            fate=Fate.CLEARED,
            why="по числу ответивших считают охват",
        )
    )
