"""Which mentors of the base are for whom: the builder chooses among the few who fit each teacher best (ADR 0047)."""

from collections.abc import Collection, Mapping

from django.utils import timezone

from masterstvo.mentoring.queries import people_with_a_mentor, verdicts
from masterstvo.people.models import Person
from masterstvo.routes.choices import StepState
from masterstvo.routes.models import RouteStep
from masterstvo.routes.queries.offer import Offered
from masterstvo.routes.queries.route import RUNNING

CHOICE = 5  # mentors a teacher chooses among: a district has a hundred, and every one of them costs the builder time


def barred_mentors(wanted: Mapping[int, frozenset[str]], offers: Collection[Offered]) -> dict[int, set[str]]:
    """Return {person: keys of the mentors who are not for this person}: banned, of no help with what is ``wanted``, or fitting less than others.

    Who has a mentor, has been proposed one, or has one in a route that goes on, gets no second.
    ``wanted``: {person: keys of the competences with an open deficit}. Queries: ten where mentors are offered.
    """
    mentors = {each.row.pk: each for each in offers if each.source == "mentor"}
    if not mentors:
        return {}
    told = verdicts(Person.objects.filter(pk__in=wanted), mentors, timezone.localdate(), wanted)
    has_one = people_with_a_mentor(wanted) | _asks_for_a_mentor(wanted)
    found = {}
    for person, keys in wanted.items():
        fitting = [
            (-points, profile)
            for profile, points in told.get(person, {}).items()
            if isinstance(points, int) and keys & set(mentors[profile].row.strengths)
        ]
        best = set() if person in has_one else {profile for _, profile in sorted(fitting)[:CHOICE]}
        found[person] = {each.key for profile, each in mentors.items() if profile not in best}
    return found


def _asks_for_a_mentor(people: Collection[int]) -> set[int]:
    steps = RouteStep.objects.filter(
        route__person__in=people, route__state__in=RUNNING, mentor__isnull=False, state=StepState.PLANNED
    )
    return set(steps.values_list("route__person", flat=True))
