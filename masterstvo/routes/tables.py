"""Columns and filters of the list of routes, and the panel on a person's card."""

import datetime as dt
from operator import attrgetter

from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, by_choice, by_term, in_period
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at
from masterstvo.routes.choices import RouteState
from masterstvo.routes.models import Route

LOOKS = {
    RouteState.DRAFT: "draft",
    RouteState.AGREEMENT: "on_agreement",
    RouteState.APPROVED: "approved",
    RouteState.ACTIVE: "going_on",
    RouteState.COMPLETED: "done",
    RouteState.STOPPED: "closed",
}


def _last_day(route):
    return route.ends_on - dt.timedelta(days=1) if route.ends_on else None


BASIS = Column("Основание", attrgetter("basis"), 18, "route_basis")
STATE = Column("Состояние", lambda row: row.get_state_display(), 18, state=lambda row: LOOKS[row.state])
APPROVED = Column("Утверждён", attrgetter("approved_on"), 12)
STARTS = Column("Начало", attrgetter("starts_on"), 12)
ENDS = Column("Окончание", _last_day, 12)
COMPANION = Column("Сопровождающий", attrgetter("companions"), 28)

ROUTES = Table(
    title="Маршруты",
    columns=(
        person_column(),
        workplace_column(),
        BASIS,
        Column("Составлен", attrgetter("drafted_on"), 12),
        APPROVED,
        STARTS,
        ENDS,
        STATE,
        COMPANION,
    ),
    shown=(person_column(), workplace_column(), BASIS, STATE, APPROVED, ENDS, COMPANION),
    filters=(
        person_search("companion"),
        works_at(),
        by_choice("state", "state", RouteState.choices, "Состояние"),
        by_term("basis", "basis", "route_basis", "Основание"),
        *in_period("approved_on"),
    ),
    edit=lambda row: reverse("routes:route_edit", args=[row.pk]),
)


def person_panel(user, person):
    """That a route exists and how far it has come, never the scores behind it."""
    return Panel(
        title="Маршруты",
        columns=(BASIS, STATE, APPROVED, STARTS, ENDS, COMPANION),
        rows=list(Route.objects.filter(person=person).select_related("accompanied_by")),
        empty="Маршрута пока нет.",
    )
