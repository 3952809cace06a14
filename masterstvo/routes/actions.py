"""Everything that changes routes."""

from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.people.models import Person
from masterstvo.routes.models import Route


def add_route(*, person: Person, basis: str, by: Any, **values: Any) -> Route:
    """Add a route. ``values``: state, the four days, companion."""
    return add(Route(person=person, basis=basis, **values), by=by, action="routes.add_route")


def edit_route(route: Route, *, by: Any, reason: str = "", **values: Any) -> Route:
    return change(route, values, by=by, action="routes.edit_route", reason=reason)


def remove_route(route: Route, *, by: Any, reason: str) -> None:
    remove(route, by=by, action="routes.remove_route", reason=reason)
