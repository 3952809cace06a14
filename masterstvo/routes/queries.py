"""Reads about routes: what one may be made of and what the builder chose, where it stands, what the ledger of hours takes from them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from masterstvo.diagnostics.choices import Severity
from masterstvo.diagnostics.models import Competence, Deficit
from masterstvo.diagnostics.queries import framework_on
from masterstvo.people import load
from masterstvo.people.models import Person
from masterstvo.routes import building
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.merging import Intent, Proposed, proposals
from masterstvo.routes.models import Offer, Route, RouteStep, RouteTemplate, TemplateStep, TemplateVersion

GAPS = {Severity.SLIGHT: 1, Severity.MEDIUM: 2, Severity.SEVERE: 3}
OVER = (RouteState.COMPLETED, RouteState.STOPPED)
RUNNING = (RouteState.AGREEMENT, RouteState.APPROVED, RouteState.ACTIVE)


@dataclass(frozen=True)
class Wish:
    """What a methodist sets for a route. Units: academic hours of the whole route, and of one ordinary week."""

    starts_on: dt.date
    ends_on: dt.date
    hours: int
    weekly_hours: int


@dataclass(frozen=True)
class Proposal:
    """What the builder found. ``reasons``: of each step; ``advice``: of each deficit that no step closes."""

    problem: building.Problem
    route: building.Route
    reasons: tuple[building.Reason, ...]
    advice: tuple[building.Advice, ...]
    offers: dict[str, Offer]
    deficits: list[Deficit]


def hours_on_routes(people: Collection[int]) -> Iterable[load.Row]:
    """What the ledger takes: steps still to be done on routes that go on or wait for agreement."""
    return _hours_of_steps(people, RUNNING)


def hours_in_drafts(people: Collection[int]) -> Iterable[load.Row]:
    return _hours_of_steps(people, [RouteState.DRAFT])


def _hours_of_steps(people: Collection[int], states: Collection[str]) -> Iterable[load.Row]:
    steps = RouteStep.objects.filter(
        route__person__in=people, route__state__in=states, state=StepState.PLANNED
    )
    return steps.values_list("route__person", "starts_on", "ends_on", "hours")


def taken_seats(offers: Iterable[int]) -> dict[int, int]:
    """Return {offer: how many running routes take it}. Queries: one."""
    found: dict[int, int] = defaultdict(int)
    steps = RouteStep.objects.filter(offer__in=list(offers), route__state__in=RUNNING)
    for offer in steps.exclude(state=StepState.SKIPPED).values_list("offer", flat=True):
        found[offer] += 1
    return dict(found)


def problem_of(person: Person, deficits: list[Deficit], offers: list[Offer], wish: Wish) -> building.Problem:
    """Return what the builder solves. ``offers``: with their competences at hand. Queries: two."""
    taken = taken_seats(each.pk for each in offers)
    return building.Problem(
        travellers=(
            building.Traveller(
                key=str(person.pk),
                deficits=tuple(
                    building.Deficit(
                        competence=str(each.competence_id),
                        title=each.competence.title,
                        level=0,
                        target=GAPS[Severity(each.severity)],
                    )
                    for each in deficits
                ),
                hours=wish.hours,
                free_hours=wish.weekly_hours,
                starts_on=wish.starts_on,
                ends_on=wish.ends_on,
                planned=load.planned_hours([person.pk], leaving_out=["drafts"]).get(person.pk, {}),
            ),
        ),
        options=tuple(_option(each, taken.get(each.pk, 0)) for each in offers),
    )


def _option(offer: Offer, taken: int) -> building.Option:
    return building.Option(
        key=str(offer.pk),
        kind=offer.kind,
        title=offer.title,
        hours=offer.hours,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        gains=tuple(building.Level(str(each.pk), offer.levels) for each in offer.competences.all()),
        is_dated=offer.is_dated,
        weeks=offer.weeks,
        seats=None if offer.seats is None else max(0, offer.seats - taken),
        is_off_the_job=offer.is_off_the_job,
    )


def propose(person: Person, deficits: list[Deficit], offers: list[Offer], wish: Wish) -> Proposal:
    """Build a route and say why each step is there and what to relax where nothing fits. Queries: two."""
    problem = problem_of(person, deficits, offers, wish)
    solution = building.build(problem)
    route = solution.routes[0]
    return Proposal(
        problem,
        route,
        building.explain(problem, solution, route.traveller),
        building.advise(problem, solution, route.traveller),
        {str(each.pk): each for each in offers},
        deficits,
    )


# --- Where a route stands ---------------------------------------------------------------------------------------------
def with_progress(rows: QuerySet[Route]) -> QuerySet[Route]:
    """Give each route ``n_steps`` (those not needed left out) and ``n_done``."""
    steps = RouteStep.objects.filter(route=OuterRef("pk")).exclude(state=StepState.SKIPPED)
    return rows.annotate(n_steps=_n(steps, "route"), n_done=_n(steps.filter(state=StepState.DONE), "route"))


def _n(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def offers_on(municipality: int, first: dt.date, last: dt.date) -> QuerySet[Offer]:
    """Return the catalogue that overlaps the days ``[first, last)``, with competences at hand. Queries: two."""
    rows = Offer.objects.filter(municipality=municipality, starts_on__lt=last, ends_on__gt=first)
    return rows.prefetch_related("competences")


# --- Templates --------------------------------------------------------------------------------------------------------
# Routes, not yet over, whose template has a newer version than the one they were made from or last decided about.
IS_BEHIND = Q(version__number__lt=F("version__template__number")) & ~Q(state__in=OVER)


def is_behind(route: Route) -> bool:
    """The same of one route, with its version and template at hand."""
    return bool(
        route.version and route.state not in OVER and route.version.number < route.version.template.number
    )


def with_use(rows: QuerySet[RouteTemplate], routes: QuerySet[Route]) -> QuerySet[RouteTemplate]:
    """Give each template ``n_steps`` of the version in force and ``n_routes``: how many of ``routes`` follow it and are not over."""
    steps = TemplateStep.objects.filter(version__template=OuterRef("pk"), version__number=OuterRef("number"))
    follow = routes.filter(version__template=OuterRef("pk")).exclude(state__in=OVER)
    return rows.annotate(n_steps=_n(steps, "version__template"), n_routes=_n(follow, "version__template"))


def intents_of(version: TemplateVersion | None) -> list[Intent]:
    """Return the steps of a version as plain values, in its order. Queries: one."""
    if version is None:
        return []
    return [
        Intent(
            key=each.key,
            kind=each.kind,
            title=each.title,
            hours=each.hours,
            week=each.week,
            weeks=each.weeks,
            competences=tuple(each.competences),
            evidence=each.evidence,
        )
        for each in version.steps.all()
    ]


def version_in_force(version: TemplateVersion) -> TemplateVersion:
    """Return the version of the same template that holds now. Queries: one."""
    return TemplateVersion.objects.select_related("template").get(
        template=version.template_id, number=version.template.number
    )


def proposed_to(route: Route) -> tuple[TemplateVersion | None, list[Proposed]]:
    """Return the newer version of the template and what it proposes to ``route``; (None, []) where there is none.

    Queries: one for a route that follows its template, five for one that is behind.
    """
    if route.version is None or not is_behind(route):
        return None, []
    newer = version_in_force(route.version)
    states = dict(route.steps.exclude(planned_by="").values_list("planned_by", "state"))
    planned = [key for key, state in states.items() if state == StepState.PLANNED]
    return newer, proposals(intents_of(route.version), intents_of(newer), there=states, planned=planned)


def competences_here(municipality: int | None, day: dt.date) -> QuerySet[Competence]:
    """Return the competences, without their blocks, of the framework in force on ``day``. Queries: one, and the rows."""
    framework = framework_on(municipality, day) if municipality else None
    return Competence.objects.filter(framework=framework).exclude(block=None)
