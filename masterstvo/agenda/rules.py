"""Who may look at which calendar. What stands in it is narrowed by the scopes of the apps that fill it."""

import rules

from masterstvo.agenda.models import Feed
from masterstvo.organizations.rules import visible_municipalities, visible_organizations
from masterstvo.people.choices import Whose


def own_feeds(user):
    return Feed.objects.filter(user=user.pk).select_related("organization", "municipality")


def may_look(user, whose, place):
    """Tell whether the calendar of this school or municipality is open to ``user``; one's own always is. Queries: one at most."""
    if whose == Whose.MINE:
        return True
    scope = visible_organizations if whose == Whose.SCHOOL else visible_municipalities
    return scope(user).filter(pk=place).exists()


rules.add_perm("agenda.view_agenda", rules.is_authenticated)
rules.add_perm("agenda.change_feed", rules.is_authenticated)
rules.add_perm("agenda.read_feed", rules.always_true)
