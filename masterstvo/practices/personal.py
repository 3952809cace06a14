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
            paths=(),
            made=("person",),
            secret=("version",),
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
