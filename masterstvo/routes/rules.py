"""Who may see and change routes: whoever may see and change the person."""

import rules

from masterstvo.organizations.rules import add_view, edits_own, reads, within
from masterstvo.people.rules import editable_people, visible_people
from masterstvo.routes.models import Route


def visible_routes(user):
    return Route.objects.filter(person__in=visible_people(user))


def editable_routes(user):
    return Route.objects.filter(person__in=editable_people(user))


add_view("routes.view_route", visible_routes, reads)
rules.add_perm("routes.change_route", within(editable_routes, edits_own) | rules.is_superuser)
