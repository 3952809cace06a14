"""What training holds about persons."""

from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding("training.Training", "Курсы", "development", personal=("document",), why=COUNTED),
        Holding(
            "training.TrainingRequest",
            "Заявки на курсы",
            "development",
            made=("asked_by__person",),
            personal=("reason", "answer"),
            joined=("session__programme",),
            why=COUNTED,
        ),
    )
