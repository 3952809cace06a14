"""Schedules: a period phrase of a plan into dates, and what follows from the dates.

``words`` knows the word forms, ``tokens`` cuts a text, ``dates``, ``often`` and ``phrase`` are the grammar
(its results are in ``readings``), ``resolve`` gives the years, ``schedule`` is the outcome.
"""

from .canonical import canonical
from .moments import MonthCell, Occurrence, due_on, month_cells, occurrences, overdue_since, repeats_evenly
from .schedule import KINDS, Schedule, parse

__all__ = [
    "KINDS", "MonthCell", "Occurrence", "Schedule", "canonical", "due_on", "month_cells", "occurrences",
    "overdue_since", "parse", "repeats_evenly",
]  # fmt: skip
