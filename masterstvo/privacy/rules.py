"""Who may see what is held about people and who read it: the person, and the officer responsible for personal data.

The officer is the head of the municipality's authority: there is no other role that answers for the data by law.
"""

import rules

from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import has_role, within
from masterstvo.people.models import CardReading, Export
from masterstvo.people.rules import people_of

OFFICERS = frozenset({Role.HEAD})

is_officer = has_role(OFFICERS)


@rules.predicate
def has_card(user):
    return hasattr(user, "person")


def people_answered_for(user):
    """Return the people for whose data ``user`` answers."""
    return people_of(user, OFFICERS, frozenset())


def watched_readings(user):
    """Return the readings of cards of those people."""
    return CardReading.objects.filter(person__in=people_answered_for(user))


def watched_exports(user):
    """Return the exports in which one of those people was."""
    inside = Export.people.through.objects.filter(person__in=people_answered_for(user))
    return Export.objects.filter(pk__in=inside.values("export"))


rules.add_perm("privacy.view_my_data", rules.is_authenticated & has_card)
rules.add_perm("privacy.view_person_data", within(people_answered_for, is_officer) | rules.is_superuser)
rules.add_perm("privacy.view_cardreading", is_officer | rules.is_superuser)
rules.add_perm("privacy.view_export", is_officer | rules.is_superuser)
