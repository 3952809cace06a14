"""Who can be a mentor and who needs one, the pairs, what they do, and the conditions at school."""

from masterstvo.mentoring.models.base import MenteeNeed, MentorProfile
from masterstvo.mentoring.models.matching import Matching
from masterstvo.mentoring.models.pair import Mentorship
from masterstvo.mentoring.models.school import SchoolCondition
from masterstvo.mentoring.models.sheet import PairSheet
from masterstvo.mentoring.models.work import Conversation, PairTask, ProgrammeTemplate

__all__ = [
    "Conversation",
    "Matching",
    "MenteeNeed",
    "MentorProfile",
    "Mentorship",
    "PairSheet",
    "PairTask",
    "ProgrammeTemplate",
    "SchoolCondition",
]
