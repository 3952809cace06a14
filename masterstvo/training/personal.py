"""What training holds about persons."""

from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(Holding("training.Training", "Курсы", "development", personal=("document",), why=COUNTED))
