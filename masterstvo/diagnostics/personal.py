"""What diagnostics holds about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "diagnostics.Diagnostic",
            "Диагностика",
            "diagnostics",
            own=("competency", "score", "maximum", "threshold", "has_deficit"),
            joined=("sheet__campaign", "sheet__person"),
            why=COUNTED,
        ),
        Holding(
            "diagnostics.Deficit",
            "Дефициты",
            "diagnostics",
            own=("competence", "severity", "ready_on", "closed_on"),
            joined=("opened_by__person", "closed_by__person"),
            why=COUNTED,
        ),
        Holding(
            "diagnostics.Share",
            "Кому открыты результаты диагностики",
            "diagnostics",
            paths=("person", "user__person"),
            fate=Fate.REMOVED,
        ),
    )
