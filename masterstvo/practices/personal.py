"""What practices hold about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "practices.Authorship",
            "Авторство практик",
            "development",
            personal=("basis",),
            why=COUNTED,
        ),
        Holding(
            "practices.Review",
            "Экспертиза практик",
            "development",
            personal=("comment", "recused_because"),
            fate=Fate.CLEARED,
            why="баллы и совет остаются: на них стоит решение по практике",
        ),
        Holding("practices.Mark", "Отметки «полезно»", "development", fate=Fate.REMOVED),
        Holding(
            "practices.Repeat",
            "Повторения практик",
            "development",
            personal=("result", "link", "file"),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
    )
