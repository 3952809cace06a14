"""What is known of the two sides. Values of ``venue`` and ``reach`` are those of ``mentoring.choices``."""

from dataclasses import dataclass

ANY, IN_PERSON, REMOTE = "any", "in_person", "remote"
OWN, MUNICIPALITY = "own", "municipality"
USUAL_FORMAT = "elder_younger"


@dataclass(frozen=True)
class Mentee:
    """A need of a person. ``formats`` empty: any; ``subjects``: keys, of which one is enough; ``urgency``: from 1 to 5."""

    key: int
    person: int
    municipality: int
    organizations: frozenset[int] = frozenset()
    subjects: frozenset[int] = frozenset()
    wanted: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    venue: str = ANY
    hours: int = 4
    urgency: int = 3


@dataclass(frozen=True)
class Mentor:
    """A line of the base of mentors. ``hours`` and ``most``: what the pairs that hold already leave; ``least``: how many more are wanted.

    ``heads``: organizations whose head the mentor is; ``manages``: those where the mentor is a deputy or another manager.
    """

    key: int
    person: int
    municipality: int
    organizations: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    manages: frozenset[int] = frozenset()
    subjects: frozenset[int] = frozenset()
    strengths: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    venue: str = ANY
    reach: str = MUNICIPALITY
    hours: int = 8
    least: int = 0
    most: int = 2
    is_willing: bool = True
    has_consent: bool = True
