"""Building routes: which steps, and when, close most of a teacher's deficits within hours and dates (ADR 0023).

``problem`` and ``solution`` are what goes in and comes out, ``outlook`` is what one teacher could do at all. ``greedy`` is the
baseline, ``model`` the exact way, ``market`` the way for a school, ``building`` joins them. ``explaining`` and ``advising``
(whose ``changes`` are the limits that may give way) say why, and ``checking`` trusts none of them.
"""

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
