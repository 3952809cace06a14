"""Writes over many routes at once: each is an action of its own, so what is refused takes nothing else along (ADR 0027)."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from masterstvo.core.errors import DomainError
from masterstvo.people.models import Person
from masterstvo.routes.actions.agreement import agree_route, approve_route, send_route
from masterstvo.routes.actions.following import draft_from_template
from masterstvo.routes.actions.route import WrongState, draft_route, stop_route, take_on
from masterstvo.routes.choices import RouteState
from masterstvo.routes.models import Route, RouteTemplate
from masterstvo.routes.queries.building import SchoolProposal, Wish

NO_DEFICITS = "Открытых дефицитов нет"


class Changed(DomainError):
    pass


@dataclass(frozen=True)
class Outcome:
    """What became of many rows. ``refused``: {key of a row: why}."""

    done: list[Route] = field(default_factory=list)
    refused: dict[int, DomainError] = field(default_factory=dict)


def _one_by_one(rows: Iterable[Any], act: Callable[[Any], Route]) -> Outcome:
    outcome = Outcome()
    for row in rows:
        try:
            outcome.done.append(act(row))
        except DomainError as refusal:
            outcome.refused[row.pk] = refusal
    return outcome


# --- A school -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_on_many(people: Iterable[Person], *, by: Any) -> list[Route]:
    """Begin to accompany several people; whoever is accompanied already, by another press of the button, stays as they are."""
    people = list(Person.objects.select_for_update().filter(pk__in=[each.pk for each in people]))
    going_on = Route.objects.exclude(state__in=[RouteState.COMPLETED, RouteState.STOPPED])
    own = set(going_on.filter(accompanied_by=by, person__in=people).values_list("person", flat=True))
    return [take_on(person, by=by) for person in people if person.pk not in own]


@transaction.atomic
def let_go_many(drafts: Iterable[Route], *, by: Any) -> list[Route]:
    """End accompanying those in whom no deficit is open: their results close again."""
    return [stop_route(draft, reason=NO_DEFICITS, by=by) for draft in drafts]


def draft_many(
    chosen: Mapping[Person, str],
    proposal: SchoolProposal,
    *,
    wish: Wish,
    by: Any,
    goal: str = "",
    reason: str = "",
) -> Outcome:
    """Keep the proposals of those ``chosen`` as drafts, each in a transaction of its own.

    ``chosen``: {person: the mark of the steps that were looked at}; ``reason``: one for all whose weeks get too full.
    """

    def keep(person: Person) -> Route:
        if proposal.mark(person) != chosen[person]:
            raise Changed(
                "Пока вы смотрели, места или нагрузка изменились: проверьте новые шаги и отметьте снова."
            )
        return draft_route(person, proposal.of(person), wish=wish, by=by, goal=goal, reason=reason)

    return _one_by_one(chosen, keep)


# --- A template -------------------------------------------------------------------------------------------------------
def draft_many_from_template(template: RouteTemplate, *, people: Iterable[Person], **told: Any) -> Outcome:
    """Draft a route of the template for each of ``people``. ``told``: what ``draft_from_template`` takes besides."""
    return _one_by_one(people, lambda person: draft_from_template(template, person=person, **told))


# --- Agreement ----------------------------------------------------------------------------------------------------------
def send_many(routes: Iterable[Route], *, by: Any) -> Outcome:
    return _one_by_one(routes, lambda route: send_route(route, by=by))


def agree_many(routes: Iterable[Route], *, by: Any) -> Outcome:
    """Note that ``by`` agrees to the routes that ``by`` leads."""

    def agree(route: Route) -> Route:
        if route.accompanied_by_id != by.pk:
            raise WrongState("Согласие отмечает методист, который ведёт этот маршрут.")
        if route.agreed_by_companion_on:
            raise WrongState("Ваше согласие уже отмечено.")
        return agree_route(route, by=by)

    return _one_by_one(routes, agree)


def approve_many(routes: Iterable[Route], *, act: str, approved_on: dt.date, by: Any) -> Outcome:
    return _one_by_one(routes, lambda route: approve_route(route, act=act, approved_on=approved_on, by=by))
