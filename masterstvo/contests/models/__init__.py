"""Contests of ours and of others, their phases, and what was entered."""

from masterstvo.contests.models.appeal import Appeal
from masterstvo.contests.models.contest import (
    Contest,
    Criteria,
    Nomination,
    Phase,
    RecommendedContest,
)
from masterstvo.contests.models.entry import Diploma, Entry, EntryCopy, EntryFile
from masterstvo.contests.models.jury import Assignment, JuryMember, JuryRules, MarkSheet
from masterstvo.contests.models.letter import Letter

__all__ = [
    "Appeal",
    "Assignment",
    "Contest",
    "Criteria",
    "Diploma",
    "Entry",
    "EntryCopy",
    "EntryFile",
    "JuryMember",
    "JuryRules",
    "Letter",
    "MarkSheet",
    "Nomination",
    "Phase",
    "RecommendedContest",
]
