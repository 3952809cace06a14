"""Marks of a jury into totals, places and what would change them: pure, exact, explained in words (ADR 0042)."""

from masterstvo.contests.marking.correction import corrected, groups, leniency, uncorrected
from masterstvo.contests.marking.jurors import Juror, jurors_of
from masterstvo.contests.marking.model import (
    Correction,
    Earlier,
    Mark,
    Method,
    Rules,
    Third,
    TieBreak,
    Waiting,
    rounded,
)
from masterstvo.contests.marking.ranking import Ranking, Row, rank
from masterstvo.contests.marking.stability import Change, Option, difference, stability

__all__ = [
    "Change",
    "Correction",
    "Earlier",
    "Juror",
    "Mark",
    "Method",
    "Option",
    "Ranking",
    "Row",
    "Rules",
    "Third",
    "TieBreak",
    "Waiting",
    "corrected",
    "difference",
    "groups",
    "jurors_of",
    "leniency",
    "rank",
    "rounded",
    "stability",
    "uncorrected",
]
