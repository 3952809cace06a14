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
            made=("observer",),
            personal=("note", "file", "school_class", "topic", "observer_name"),
            own=("title", "why", "note", "school_class", "topic", "observer_name", "evidence"),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
    )
