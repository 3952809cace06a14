"""What a step of a route may be: the catalogue, and who takes its seats."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from masterstvo.diagnostics.models import Competence
from masterstvo.diagnostics.queries.framework import competences_in, framework_on
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.models import Offer, RouteStep
from masterstvo.routes.queries.route import RUNNING


def taken_seats(offers: Iterable[int], *, leaving_out: Collection[int] = ()) -> dict[int, int]:
    """Return {offer: how many routes that are not over take it}; drafts hold their seats too. Queries: one.

    ``leaving_out``: people whose drafts do not count, because they are being built anew.
    """
    found: dict[int, int] = defaultdict(int)
    steps = RouteStep.objects.filter(offer__in=list(offers), route__state__in=(RouteState.DRAFT, *RUNNING))
    steps = steps.exclude(route__state=RouteState.DRAFT, route__person__in=leaving_out)
    for offer in steps.exclude(state=StepState.SKIPPED).values_list("offer", flat=True):
        found[offer] += 1
    return dict(found)


def offers_on(municipality: int, first: dt.date, last: dt.date) -> QuerySet[Offer]:
    """Return the catalogue that overlaps the days ``[first, last)``, with competences at hand. Queries: two."""
    rows = Offer.objects.filter(municipality=municipality, starts_on__lt=last, ends_on__gt=first)
    return rows.prefetch_related("competences")


def competences_here(municipality: int | None, day: dt.date) -> QuerySet[Competence]:
    """Return the competences, without their blocks, of the framework in force on ``day``. Queries: one, and the rows."""
    return competences_in(framework_on(municipality, day) if municipality else None)


def strengths_here(municipality: int | None, day: dt.date) -> list[tuple[str, str]]:
    """Return (key, title) of these competences, for what a mentor is strong in. Queries: one, and the rows."""
    return list(competences_here(municipality, day).values_list("key", "title"))
