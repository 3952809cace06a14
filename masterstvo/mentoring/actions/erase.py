"""What an erasure leaves of pairs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Value, When

from masterstvo.core.audit import REDACTED
from masterstvo.mentoring.models import Mentorship
from masterstvo.mentoring.personal import FREE


def erase_pairs(keys: Iterable[int], *, person: Any, by: Any, reason: str) -> None:
    """Clear what was written freely about the pairs of a person. What was filled stays filled, so a formal pair stays countable.

    The name of a group goes altogether: the same word for all would make one group of several.
    """
    cleared = {name: Case(When(**{name: ""}, then=Value("")), default=Value(REDACTED)) for name in FREE}
    Mentorship.objects.filter(pk__in=keys).update(**cleared, group="")
