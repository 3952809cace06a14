"""Who may see what is held about people and who read it: the person, and the officer responsible for personal data.

The officer is the head of the municipality's authority: there is no other role that answers for the data by law.
"""

import rules
from django.core.exceptions import PermissionDenied

from masterstvo.organizations.choices import Role
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import edits_own, has_role, municipalities_where, within
from masterstvo.people.models import CardReading, Export, Person
from masterstvo.people.rules import editable_people, people_of
from masterstvo.privacy.models import Consent, Erasure

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


def erasable_people(user):
    """Return the people whom ``user`` may erase: the municipality that keeps the card decides, not each where the person worked."""
    return Person.objects.filter(municipality__in=municipalities_where(user, OFFICERS))


def visible_erasures(user):
    """Return the erasures by the municipalities for which ``user`` answers."""
    rows = Erasure.objects.filter(municipality__in=municipalities_where(user, OFFICERS))
    return rows.select_related("person", "by", "municipality")


def answered_here(request):
    """Return the current municipality for whoever answers for its data. Raises: PermissionDenied."""
    found = municipalities_where(request.user, OFFICERS).filter(pk=municipality_key(request.municipality))
    here = found.first()
    if here is None:
        raise PermissionDenied
    return here


def visible_consents(user):
    """Return the consents of the people whose card ``user`` may change: whoever collects them."""
    return Consent.objects.filter(person__in=editable_people(user))


rules.add_perm("privacy.view_my_data", rules.is_authenticated & has_card)
rules.add_perm("privacy.view_person_data", within(people_answered_for, is_officer) | rules.is_superuser)
rules.add_perm("privacy.view_cardreading", is_officer | rules.is_superuser)
rules.add_perm("privacy.view_export", is_officer | rules.is_superuser)
rules.add_perm("privacy.view_consent", edits_own | rules.is_superuser)
rules.add_perm("privacy.change_consent", within(visible_consents, edits_own) | rules.is_superuser)
rules.add_perm("privacy.collect_consent", edits_own | rules.is_superuser)
rules.add_perm("privacy.erase_person", within(erasable_people, is_officer) | rules.is_superuser)
rules.add_perm("privacy.view_erasure", within(visible_erasures, is_officer) | rules.is_superuser)
rules.add_perm("privacy.view_retention", is_officer | rules.is_superuser)
rules.add_perm("privacy.change_retention", is_officer | rules.is_superuser)
