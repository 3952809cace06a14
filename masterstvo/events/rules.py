"""Who may see and change events and participation."""

import rules

from masterstvo.events.models import Event, Participation
from masterstvo.organizations.rules import (
    EDITORS,
    add_view,
    edits,
    edits_own,
    municipalities_where,
    reads,
    visible_municipalities,
    within,
)
from masterstvo.people.rules import editable_people, visible_people


def visible_events(user):
    return Event.objects.filter(municipality__in=visible_municipalities(user))


def editable_events(user):
    return Event.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def events_to_prove(user, document):
    """Return the events that ``document`` may be laid to."""
    return editable_events(user).filter(municipality=document.municipality_id)


def visible_participations(user):
    return Participation.objects.filter(person__in=visible_people(user))


def editable_participations(user):
    """Return the participations ``user`` may change: those of their people, at anybody's event."""
    return Participation.objects.filter(person__in=editable_people(user))


add_view("events.view_event", visible_events, reads)
rules.add_perm("events.change_event", within(editable_events, edits) | rules.is_superuser)
rules.add_perm("events.create_participation", edits_own | rules.is_superuser)
add_view("events.view_participation", visible_participations, reads)
rules.add_perm("events.change_participation", within(editable_participations, edits_own) | rules.is_superuser)
