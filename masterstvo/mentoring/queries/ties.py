"""Pairs as ties that keep one of two people from judging the other."""

from collections.abc import Collection

from django.db.models import Q

from masterstvo.core.dates import short_date
from masterstvo.experts.conflicts import Ground, Tie
from masterstvo.mentoring.models import Mentorship


def ties_of_pairs(people: Collection[int]) -> list[Tie]:
    """Return the pairs in which one of ``people`` is or was, for those who choose experts. Queries: one."""
    pairs = Mentorship.objects.worked().filter(Q(mentor__in=people) | Q(mentee__in=people)).order_by("pk")
    return [
        Tie(
            pair.mentor_id,
            pair.mentee_id,
            Ground.MENTORING,
            f"наставник и наставляемый с {short_date(pair.starts_on)}"
            + (f" по {short_date(pair.last_day)}" if pair.last_day else ""),
            pair.starts_on,
            pair.ends_on,
        )
        for pair in pairs
    ]
