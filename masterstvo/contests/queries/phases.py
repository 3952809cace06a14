"""Which phase of a contest lasts, and thereby what may be done."""

import datetime as dt

from django.db.models import QuerySet

from masterstvo.contests.choices import ContestState, PhaseKind
from masterstvo.contests.models import Contest, Phase


def phases_on(contest: Contest, day: dt.date) -> dict[str, Phase]:
    """Return {kind: phase} of those that last on ``day``; of a contest that is not running, none. Queries: one, or none after a prefetch."""
    if contest.state != ContestState.RUNNING:
        return {}
    return {
        each.kind: each
        for each in contest.phases.all()
        if each.starts_on <= day and each.ends_on is not None and day < each.ends_on
    }


def is_in(contest: Contest, kind: PhaseKind, day: dt.date) -> bool:
    """Tell whether ``contest`` is in a phase of ``kind`` on ``day``. Queries: as ``phases_on``."""
    return kind in phases_on(contest, day)


def contests_in(kind: PhaseKind, day: dt.date) -> QuerySet[Contest]:
    """Return the running contests that are in a phase of ``kind`` on ``day``."""
    lasting = Phase.objects.on(day).filter(kind=kind)
    return Contest.objects.filter(state=ContestState.RUNNING, pk__in=lasting.values("contest"))


def kept_blind() -> QuerySet[Contest]:
    """Return the contests whose entrants the jury may not know yet: blind ones, until their results are published."""
    return Contest.objects.filter(is_blind=True, state=ContestState.RUNNING)
