"""Who may see and change routes: whoever may see and change the person."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.diagnostics.rules import METHODISTS
from masterstvo.organizations.models import Grant
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import add_view, edits_own, reads, within
from masterstvo.people.rules import editable_people, people_of, visible_people
from masterstvo.routes.choices import RouteState
from masterstvo.routes.models import Route


def visible_routes(user):
    return Route.objects.filter(person__in=visible_people(user))


def editable_routes(user):
    return Route.objects.filter(person__in=editable_people(user))


def methodists_here(request):
    """Return the methodists of the current municipality: one of them may be the methodist of a route."""
    grants = Grant.objects.on(timezone.localdate()).filter(
        role__in=METHODISTS, municipality=municipality_key(request.municipality)
    )
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))


def people_on_routes_of(user):
    """Return the people whose route, not yet over, names ``user`` as its methodist.

    Being named is not enough: a school that could name its own head would open the results to the employer.
    """
    going_on = Route.objects.exclude(state__in=[RouteState.COMPLETED, RouteState.STOPPED]).filter(
        Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()), accompanied_by=user.pk
    )
    return people_of(user, METHODISTS, frozenset()).filter(pk__in=going_on.values("person"))


add_view("routes.view_route", visible_routes, reads)
rules.add_perm("routes.change_route", within(editable_routes, edits_own) | rules.is_superuser)
