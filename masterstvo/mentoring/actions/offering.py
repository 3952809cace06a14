"""A pair that a route asks for: the base is asked without a need."""

import datetime as dt
from typing import Any

from django.db import transaction

from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.mentoring.actions.pair import propose_mentorship
from masterstvo.mentoring.choices import PairState
from masterstvo.mentoring.matching import USUAL_FORMAT, WHY
from masterstvo.mentoring.models import MentorProfile, Mentorship
from masterstvo.mentoring.queries import HOURS_MONTH, verdicts
from masterstvo.people.models import Person

MODEL = "short"  # term of «mentoring_model»


class MayNotBeAPair(DomainError):
    pass


@transaction.atomic
def propose_from_base(
    profile: MentorProfile, *, mentee: Person, starts_on: dt.date, ends_on: dt.date, because: str, by: Any
) -> Mentorship:
    """Propose a pair to a mentor of the base, or return the one that the two are or are asked to become already.

    The hours are held when the mentor agrees, as of every pair. Raises: Gone, MayNotBeAPair.
    """
    lock(profile)  # two routes must not ask for the last place at once
    over = [PairState.CLOSED, PairState.REFUSED]
    live = Mentorship.objects.filter(mentor=profile.person_id, mentee=mentee).exclude(state__in=over)
    if known := live.order_by("pk").first():
        return known
    told = verdicts(Person.objects.filter(pk=mentee.pk), [profile.pk], starts_on, {})[mentee.pk][profile.pk]
    if isinstance(told, str):
        raise MayNotBeAPair(
            f"С этим наставником пары не выйдет: {WHY[told][0]}. Уберите шаг и подберите другого."
        )
    formats = profile.formats
    return propose_mentorship(
        mentor=profile.person,
        mentee=mentee,
        starts_on=starts_on,
        ends_on=ends_on,
        model=MODEL,
        format=sorted(formats)[0] if formats and USUAL_FORMAT not in formats else USUAL_FORMAT,
        hours_month=HOURS_MONTH,
        proposed_because=because,
        by=by,
    )
