"""Who waits for a route, and what the builder chose for one or for many."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max, QuerySet

from masterstvo.diagnostics.choices import Severity
from masterstvo.diagnostics.models import Competence, Deficit
from masterstvo.people import load
from masterstvo.people.models import Person
from masterstvo.people.panels import NAME
from masterstvo.routes import building
from masterstvo.routes.choices import RouteState
from masterstvo.routes.models import Route
from masterstvo.routes.queries.mentor import barred_mentors
from masterstvo.routes.queries.offer import Offered, barred_offers, taken_seats
from masterstvo.routes.queries.route import RUNNING

GAPS = {Severity.SLIGHT: 1, Severity.MEDIUM: 2, Severity.SEVERE: 3}

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
    offers: dict[str, Offered]
    deficits: list[Deficit]


def problem_of(
    waiting: Mapping[Person, list[Deficit]], offers: list[Offered], wish: Wish
) -> building.Problem:
    """Return what the builder solves for one or many. Queries: one, one a source of load, and those of ``barred_offers`` and ``barred_mentors``."""
    people = [each.pk for each in waiting]
    taken, barred = taken_seats(offers, leaving_out=people), barred_offers(people, offers)
    wanted = {
        person.pk: frozenset(each.competence.key for each in deficits) for person, deficits in waiting.items()
    }
    mentors = barred_mentors(wanted, offers)
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
                barred=frozenset(barred.get(person.pk, set()) | mentors.get(person.pk, set())),
            )
            for person, deficits in waiting.items()
        ),
        options=tuple(_option(each, taken.get(each.key, 0)) for each in offers),
    )


def _as_deficit(deficit: Deficit) -> building.Deficit:
    return building.Deficit(
        competence=str(deficit.competence_id),
        title=deficit.competence.title,
        level=0,
        target=GAPS[Severity(deficit.severity)],
    )


def _option(offer: Offered, taken: int) -> building.Option:
    return building.Option(
        key=offer.key,
        kind=offer.kind,
        title=offer.title,
        hours=offer.hours,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        gains=tuple(building.Level(str(key), levels) for key, levels in offer.gains.items()),
        is_dated=offer.is_dated,
        weeks=offer.weeks,
        programme=offer.programme,
        seats=None if offer.seats is None else max(0, offer.seats - taken),
        is_distance=offer.is_distance,
        is_off_the_job=offer.is_off_the_job,
    )


def propose(person: Person, deficits: list[Deficit], offers: list[Offered], wish: Wish) -> Proposal:
    """Build a route and say why each step is there and what to relax where nothing fits. Queries: two."""
    return propose_many({person: deficits}, offers, wish).of(person, advised=True)


@dataclass(frozen=True)
class Seats:
    """How many of the free seats of an offer the proposed routes take."""

    offer: Offered
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
    offers: dict[str, Offered]

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


def propose_many(
    waiting: Mapping[Person, list[Deficit]], offers: list[Offered], wish: Wish
) -> SchoolProposal:
    """Build routes for all of ``waiting`` together: seats are shared fairly (ADR 0023). Queries: as ``problem_of``."""
    problem = problem_of(waiting, offers, wish)
    return SchoolProposal(problem, building.build(problem), waiting, {each.key: each for each in offers})


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
