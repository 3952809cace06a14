"""Building routes: which steps, and when, close most of a teacher's deficits within hours and dates (ADR 0023)."""

from .advising import Advice, advise, can_close
from .building import build
from .checking import violations
from .explaining import Reason, explain
from .greedy import build_greedily
from .problem import Deficit, Level, Mentor, Norms, Option, Problem, Traveller
from .solution import CHECK, LEARN, TRANSFER, Route, Solution, Step, Worth, closed_levels, worth

__all__ = [
    "Advice", "Reason", "advise", "can_close", "explain",
    "CHECK", "LEARN", "TRANSFER", "Deficit", "Level", "Mentor", "Norms", "Option", "Problem", "Route", "Solution",
    "Step", "Traveller", "Worth", "build", "build_greedily", "closed_levels", "violations", "worth",
]  # fmt: skip
