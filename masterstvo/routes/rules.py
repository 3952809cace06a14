"""Who may see and change routes: whoever may see and change the person."""

import rules

from masterstvo.organizations.rules import edits, reads
from masterstvo.people.rules import visible_people
from masterstvo.routes.models import Route


def visible_routes(user):
    return Route.objects.filter(person__in=visible_people(user))


rules.add_perm("routes.view_route", reads | rules.is_superuser)
rules.add_perm("routes.change_route", edits | rules.is_superuser)
