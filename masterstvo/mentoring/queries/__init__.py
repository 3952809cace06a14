"""Reads of mentoring that cross tables."""

from masterstvo.mentoring.queries.asking import Together, said_together, waiting_sheets
from masterstvo.mentoring.queries.base import (
    agreement_of,
    available_mentors,
    hours_of_pairs,
    open_needs,
    parted_pairs,
    partners_of,
    side_of,
    taken_by,
    taken_of,
    with_taken,
)
from masterstvo.mentoring.queries.grounds import Ground, grounds_of
from masterstvo.mentoring.queries.matching import (
    HOURS_MONTH,
    Line,
    Lines,
    facts_of,
    lines_of,
    plans_of,
    verdicts,
)
from masterstvo.mentoring.queries.offering import mentors_to_offer, people_with_a_mentor
from masterstvo.mentoring.queries.school import (
    MODEL_KINDS,
    Evidence,
    Model,
    draft_of,
    due_tasks,
    models_of,
    pairs_of_school,
    pairs_to_fix,
    waiting_for,
    without_act_line,
)
from masterstvo.mentoring.queries.ties import ties_of_pairs

__all__ = [
    "HOURS_MONTH",
    "MODEL_KINDS",
    "Evidence",
    "Ground",
    "Line",
    "Lines",
    "Model",
    "Together",
    "agreement_of",
    "available_mentors",
    "draft_of",
    "due_tasks",
    "facts_of",
    "grounds_of",
    "hours_of_pairs",
    "lines_of",
    "mentors_to_offer",
    "models_of",
    "open_needs",
    "pairs_of_school",
    "pairs_to_fix",
    "parted_pairs",
    "partners_of",
    "people_with_a_mentor",
    "plans_of",
    "said_together",
    "side_of",
    "taken_by",
    "taken_of",
    "ties_of_pairs",
    "verdicts",
    "waiting_for",
    "waiting_sheets",
    "with_taken",
    "without_act_line",
]
