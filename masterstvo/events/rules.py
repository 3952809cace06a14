"""Who may see and change events and participation."""

import rules

from masterstvo.events.models import Event, Participation
from masterstvo.organizations.rules import edits, reads, visible_municipalities
from masterstvo.people.rules import visible_people


def visible_events(user):
    return Event.objects.filter(municipality__in=visible_municipalities(user))


def visible_participations(user):
    return Participation.objects.filter(person__in=visible_people(user))


rules.add_perm("events.view_event", reads | rules.is_superuser)
rules.add_perm("events.change_event", edits | rules.is_superuser)
