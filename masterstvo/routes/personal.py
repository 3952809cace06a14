"""What routes hold about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "routes.Route",
            "Маршруты",
            "development",
            made=("accompanied_by__person",),
            personal=("goal",),
            why=COUNTED,
        ),
        Holding(
            "routes.RouteStep",
            "Шаги маршрутов",
            "development",
            paths=("route__person",),
            personal=("note", "file"),
            own=("title", "why", "note"),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
    )
