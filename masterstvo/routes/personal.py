"""What routes hold about persons."""

from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(Holding("routes.Route", "Маршруты", "development", made=("accompanied_by__person",), why=COUNTED))
