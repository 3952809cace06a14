"""What contests hold about persons."""

from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(Holding("contests.Entry", "Конкурсы", "development", personal=("document",), why=COUNTED))
