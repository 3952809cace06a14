"""Reads of mentoring that cross tables."""

from masterstvo.mentoring.queries.base import (
    available_mentors,
    hours_of_pairs,
    open_needs,
    parted_pairs,
    side_of,
    taken_by,
    taken_of,
    with_taken,
)
from masterstvo.mentoring.queries.matching import Line, Lines, facts_of, lines_of, plans_of
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
    "MODEL_KINDS",
    "Evidence",
    "Line",
    "Lines",
    "Model",
    "available_mentors",
    "draft_of",
    "due_tasks",
    "facts_of",
    "hours_of_pairs",
    "lines_of",
    "models_of",
    "open_needs",
    "pairs_of_school",
    "pairs_to_fix",
    "parted_pairs",
    "plans_of",
    "side_of",
    "taken_by",
    "taken_of",
    "ties_of_pairs",
    "waiting_for",
    "with_taken",
    "without_act_line",
]
