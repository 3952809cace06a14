"""Matching mentors to whoever needs one: facts into scores and bans, the assignment into words (ADR 0040). Knows no Django.

``facts`` is what goes in, ``judging`` says of two people whether and how well they fit, ``proposing`` asks the solver for both plans,
``words`` says in Russian why a pair fits and why somebody is left without.
"""

from .facts import USUAL_FORMAT, Mentee, Mentor
from .judging import Parted, ban, points
from .proposing import FIT, MOST, Left, Match, Plan, match_of, plans
from .words import WHY, because, left_out, too_few

__all__ = [
    "FIT", "MOST", "USUAL_FORMAT", "WHY", "Left", "Match", "Mentee", "Mentor", "Parted", "Plan",
    "ban", "because", "left_out", "match_of", "plans", "points", "too_few",
]  # fmt: skip
