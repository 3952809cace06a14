"""What experts hold about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "experts.ExpertAppointment", "Экспертная работа", "development", personal=("basis",), why=COUNTED
        ),
        Holding(
            "experts.Recusal",
            "Самоотводы",
            "development",
            paths=("expert", "person"),
            personal=("reason",),
            fate=Fate.REMOVED,
        ),
    )
