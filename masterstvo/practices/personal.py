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
            "practices.FileCopy",
            "Копии файлов практик для экспертов",
            "development",
            made=("confirmed_by__person",),
            paths=(),
            why="в копии нет имён: на неё опирается экспертиза",
        ),
        Holding(
            "practices.Review",
            "Экспертиза практик",
            "development",
            personal=("comment", "recused_because"),
            joined=("instrument__instrument",),
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
