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
            joined=("version__template", "deficits__person", "deficits__competence"),
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
            joined=("route__person",),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
    )
