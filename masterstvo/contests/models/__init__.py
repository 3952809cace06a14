"""Contests of ours and of others, their phases, and what was entered."""

from masterstvo.contests.models.contest import (
    Contest,
    Criteria,
    Nomination,
    Phase,
    RecommendedContest,
)
from masterstvo.contests.models.entry import Diploma, Entry, EntryCopy, EntryFile

__all__ = [
    "Contest",
    "Criteria",
    "Diploma",
    "Entry",
    "EntryCopy",
    "EntryFile",
    "Nomination",
    "Phase",
    "RecommendedContest",
]
