"""What experts hold about persons."""

from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "experts.ExpertAppointment", "Экспертная работа", "development", personal=("basis",), why=COUNTED
        )
    )
