"""What a contest still lacks before it is opened."""

from dataclasses import dataclass

from masterstvo.contests.choices import PhaseKind
from masterstvo.contests.models import Contest


@dataclass(frozen=True)
class Check:
    """One line of the checklist. ``is_needed``: without it the contest is not opened."""

    text: str
    is_done: bool
    is_needed: bool


def checklist(contest: Contest) -> list[Check]:
    """Return what a contest consists of, and what of it is there. Queries: three."""
    phases = {each.kind for each in contest.phases.all()}
    has_marks = bool(phases & {PhaseKind.MARKING, PhaseKind.FINAL})
    return [
        Check("О чём конкурс: прочтут участники", bool(contest.about), True),
        Check("Дни приёма заявок", PhaseKind.APPLICATIONS in phases, True),
        Check("Дни оценки работ или финала", has_marks, True),
        Check("Дни подведения итогов", PhaseKind.DECISION in phases, True),
        Check("Критерии оценки", contest.criteria.exists(), True),
        Check("Номинации, если их несколько", contest.nominations.exists(), False),
        Check("Положение", contest.regulations_id is not None, False),
        Check("Приказ о проведении", contest.order_id is not None, False),
    ]
