"""Who may see and change expert appointments: whoever may see and change the person."""

import rules

from masterstvo.experts.models import ExpertAppointment
from masterstvo.organizations.rules import add_view, edits_own, reads, within
from masterstvo.people.rules import editable_people, visible_people


def visible_appointments(user):
    return ExpertAppointment.objects.filter(person__in=visible_people(user))


def editable_appointments(user):
    return ExpertAppointment.objects.filter(person__in=editable_people(user))


add_view("experts.view_expertappointment", visible_appointments, reads)
rules.add_perm(
    "experts.change_expertappointment", within(editable_appointments, edits_own) | rules.is_superuser
)
