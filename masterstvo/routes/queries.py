"""Reads about routes: what one may be made of and what the builder chose, where it stands, what the ledger of hours takes from them."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from masterstvo.diagnostics.choices import Severity
from masterstvo.diagnostics.models import Competence, Deficit
from masterstvo.diagnostics.queries.framework import competences_in, framework_on
from masterstvo.inbox.panels import Due
from masterstvo.people import load
from masterstvo.people.models import Person
from masterstvo.people.panels import NAME
from masterstvo.routes import building
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.merging import Intent, Proposed, proposals
from masterstvo.routes.models import Offer, Route, RouteStep, RouteTemplate, TemplateStep, TemplateVersion

GAPS = {Severity.SLIGHT: 1, Severity.MEDIUM: 2, Severity.SEVERE: 3}
OVER = (RouteState.COMPLETED, RouteState.STOPPED)
GOING_ON = (RouteState.APPROVED, RouteState.ACTIVE)
RUNNING = (RouteState.AGREEMENT, *GOING_ON)
MARK = 12  # characters that tell one person's steps from others


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


def problem_of(waiting: Mapping[Person, list[Deficit]], offers: list[Offer], wish: Wish) -> building.Problem:
    """Return what the builder solves for one or many. ``offers``: with their competences at hand. Queries: one, and one a source of load."""
    people = [each.pk for each in waiting]
    taken = taken_seats((each.pk for each in offers), leaving_out=people)
    planned = load.planned_hours(people, leaving_out=["drafts"])
    return building.Problem(
        travellers=tuple(
            building.Traveller(
                key=str(person.pk),
                deficits=tuple(map(_as_deficit, deficits)),
                hours=wish.hours,
                free_hours=wish.weekly_hours,
                starts_on=wish.starts_on,
                ends_on=wish.ends_on,
                planned=planned.get(person.pk, {}),
            )
            for person, deficits in waiting.items()
        ),
        options=tuple(_option(each, taken.get(each.pk, 0)) for each in offers),
    )


def _as_deficit(deficit: Deficit) -> building.Deficit:
    return building.Deficit(
        competence=str(deficit.competence_id),
        title=deficit.competence.title,
        level=0,
        target=GAPS[Severity(deficit.severity)],
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
    return propose_many({person: deficits}, offers, wish).of(person, advised=True)


# --- Many at once -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Seats:
    """How many of the free seats of an offer the proposed routes take."""

    offer: Offer
    taken: int
    free: int


@dataclass(frozen=True)
class Missing:
    """A competence without any offer, and how many people wait for one."""

    competence: str
    title: str
    n_people: int


@dataclass(frozen=True)
class SchoolProposal:
    """What the builder found for several people who share seats; reasons and advice are worked out for whom one asks."""

    problem: building.Problem
    solution: building.Solution
    waiting: Mapping[Person, list[Deficit]]
    offers: dict[str, Offer]

    def route(self, person: Person) -> building.Route:
        return self.solution.route[str(person.pk)]

    def mark(self, person: Person) -> str:
        """Return what tells this person's steps from any others, so that nothing is kept but what was looked at."""
        return hashlib.sha256(repr(self.route(person).steps).encode()).hexdigest()[:MARK]

    def uncovered(self, person: Person) -> list[Deficit]:
        covered = self.route(person).covered
        return [each for each in self.waiting[person] if str(each.competence_id) not in covered]

    def advice(self, person: Person) -> tuple[building.Advice, ...]:
        return building.advise(self.problem, self.solution, str(person.pk))

    def of(self, person: Person, *, advised: bool = False) -> Proposal:
        """Return the proposal of one person with the reasons of its steps."""
        return Proposal(
            self.problem,
            self.route(person),
            building.explain(self.problem, self.solution, str(person.pk)),
            self.advice(person) if advised else (),
            self.offers,
            self.waiting[person],
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        rows = (each for deficits in self.waiting.values() for each in deficits)
        return {str(each.competence_id): each.competence.title for each in rows}

    def missing(self) -> list[Missing]:
        """Return the competences that nothing in the catalogue of these days serves, the most wanted first."""
        served = {gain.competence for each in self.problem.options for gain in each.gains}
        wanted = Counter(str(each.competence_id) for rows in self.waiting.values() for each in rows)
        return [Missing(key, self.titles[key], n) for key, n in wanted.most_common() if key not in served]

    def seats(self) -> list[Seats]:
        """Return the offers with limited seats that are proposed to somebody."""
        taken = Counter(key for route in self.solution.routes for key in route.options)
        return [
            Seats(self.offers[each.key], taken[each.key], each.seats)
            for each in self.problem.options
            if each.seats is not None and taken[each.key]
        ]


def propose_many(waiting: Mapping[Person, list[Deficit]], offers: list[Offer], wish: Wish) -> SchoolProposal:
    """Build routes for all of ``waiting`` together: seats are shared fairly (ADR 0023). Queries: as ``problem_of``."""
    problem = problem_of(waiting, offers, wish)
    return SchoolProposal(problem, building.build(problem), waiting, {str(each.pk): each for each in offers})


def waiting_deficits(
    people: QuerySet[Person], competence: Competence | None = None
) -> dict[Person, list[Deficit]]:
    """Return the open deficits that no route takes care of yet, by person. Queries: one.

    ``competence``: only people with a deficit in it, but then with all their deficits.
    """
    going_on = Route.objects.filter(state__in=(RouteState.DRAFT, *RUNNING))
    cared_for = Route.deficits.through.objects.filter(route__in=going_on)
    rows = Deficit.objects.filter(person__in=people, closed_on=None).exclude(
        pk__in=cared_for.values("deficit")
    )
    if competence:
        rows = rows.filter(person__in=rows.filter(competence=competence).values("person"))
    found: dict[Person, list[Deficit]] = defaultdict(list)
    ordered = rows.select_related("person", "competence").order_by(
        *(f"person__{each}" for each in NAME), "person", "opened_on", "pk"
    )
    for each in ordered:
        found[each.person].append(each)
    return dict(found)


def measured_people(people: QuerySet[Person]) -> QuerySet[Person]:
    """Keep those who were ever measured and give each ``last_measured_on``: what it showed is not told."""
    measured = people.annotate(last_measured_on=Max("diagnostics__measured_on"))
    return measured.filter(last_measured_on__isnull=False).order_by(*NAME, "pk")


def idle_drafts(user: Any, people: QuerySet[Person]) -> QuerySet[Route]:
    """Return the empty drafts by which ``user`` accompanies people in whom no deficit is open."""
    drafts = Route.objects.filter(
        accompanied_by=user.pk, state=RouteState.DRAFT, steps=None, person__in=people
    )
    idle = drafts.exclude(person__in=Deficit.objects.filter(closed_on=None).values("person"))
    return idle.order_by(*(f"person__{each}" for each in NAME), "pk")


# --- Where a route stands ---------------------------------------------------------------------------------------------
def with_progress(rows: QuerySet[Route]) -> QuerySet[Route]:
    """Give each route ``n_steps`` (those not needed left out) and ``n_done``."""
    steps = RouteStep.objects.filter(route=OuterRef("pk")).exclude(state=StepState.SKIPPED)
    return rows.annotate(n_steps=_n(steps, "route"), n_done=_n(steps.filter(state=StepState.DONE), "route"))


def _n(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def with_waits(rows: QuerySet[Route], user: Any) -> QuerySet[Route]:
    """Give each route ``waits_for_me``: it waits for the agreement of ``user``, its methodist."""
    mine = Q(state=RouteState.AGREEMENT, accompanied_by=user.pk, agreed_by_companion_on=None)
    return rows.annotate(waits_for_me=Case(When(mine, then=Value(True)), default=Value(False)))


def in_progress(rows: QuerySet[Route]) -> QuerySet[Route]:
    """Keep the routes with steps that are not approved yet: drafts to send, and what waits for somebody."""
    has_steps = Exists(RouteStep.objects.filter(route=OuterRef("pk")))
    return rows.filter(Q(state=RouteState.AGREEMENT) | Q(has_steps, state=RouteState.DRAFT))


@dataclass(frozen=True)
class Standing:
    """How many routes of a school are in one state, and how many of their steps are done."""

    state: RouteState
    n_routes: int
    n_steps: int
    n_done: int


def standings(rows: QuerySet[Route]) -> list[Standing]:
    """Return where routes stand, state by state in the order of their life. Queries: one."""
    steps = Q(steps__isnull=False) & ~Q(steps__state=StepState.SKIPPED)
    told = (
        rows.order_by()
        .values("state")
        .annotate(
            n_routes=Count("pk", distinct=True),
            n_steps=Count("steps", filter=steps),
            n_done=Count("steps", filter=Q(steps__state=StepState.DONE)),
        )
    )
    found = {each["state"]: each for each in told}
    return [
        Standing(state, found[state]["n_routes"], found[state]["n_steps"], found[state]["n_done"])
        for state in RouteState
        if state in found
    ]


def offers_on(municipality: int, first: dt.date, last: dt.date) -> QuerySet[Offer]:
    """Return the catalogue that overlaps the days ``[first, last)``, with competences at hand. Queries: two."""
    rows = Offer.objects.filter(municipality=municipality, starts_on__lt=last, ends_on__gt=first)
    return rows.prefetch_related("competences")


def due_steps(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the steps that teachers still have to take, for reminders. Queries: one."""
    a_day = dt.timedelta(days=1)
    steps = RouteStep.objects.filter(
        state=StepState.PLANNED,
        route__state__in=GOING_ON,
        ends_on__range=(first + a_day, last + a_day),
        route__person__user__is_active=True,
    )
    for step in steps.select_related("route").annotate(user_id=F("route__person__user")):
        yield Due(
            step.user_id,
            f"step:{step.pk}",
            f"шаг маршрута «{step.title}»",
            step.route.get_absolute_url(),
            step.last_day,
        )


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
    return competences_in(framework_on(municipality, day) if municipality else None)


def strengths_here(municipality: int | None, day: dt.date) -> list[tuple[str, str]]:
    """Return (key, title) of these competences, for what a mentor is strong in. Queries: one, and the rows."""
    return list(competences_here(municipality, day).values_list("key", "title"))
