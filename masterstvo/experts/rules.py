"""Who may see and change the register of experts.

Appointments: whoever may see the person; above the level of a school the organizer alone changes them. What an expert declared, and how kindly an expert marks: those who appoint.
"""

import rules
from django.db.models import Q

from masterstvo.experts.choices import OF_SCHOOL
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.organizations.rules import EDITORS, add_view, edits, edits_own, reads, within
from masterstvo.people.models import Person
from masterstvo.people.rules import editable_people, people_of, visible_people


def visible_appointments(user):
    return ExpertAppointment.objects.filter(person__in=visible_people(user))


def editable_appointments(user):
    """Return what ``user`` may correct: the organizer all, a school only whom it called to its own expert work, without a district's order."""
    own = Q(person__in=editable_people(user).values("pk"), level=OF_SCHOOL, document=None)
    return ExpertAppointment.objects.filter(Q(person__in=appointed_people(user).values("pk")) | own)


def appointed_people(user):
    """Return the people whom ``user`` may appoint for a whole district: the organizer, never the school."""
    return people_of(user, EDITORS, ())


def declaring_people(user):
    """Return the people for whom ``user`` may write down a recusal: oneself, and those whom one appoints."""
    return appointed_people(user).filter(erased_on=None) | Person.objects.filter(user=user)


def visible_recusals(user):
    """Return what ``user`` may read of family and interests: one's own, and of those whom one appoints."""
    return Recusal.objects.filter(expert__in=declaring_people(user).values("pk"))


add_view("experts.view_expertappointment", visible_appointments, reads)
rules.add_perm(
    "experts.change_expertappointment", within(editable_appointments, edits_own) | rules.is_superuser
)
rules.add_perm("experts.view_expert", within(visible_people, reads) | rules.is_superuser)
rules.add_perm("experts.draft_order", edits | rules.is_superuser)
rules.add_perm("experts.view_leaning", within(appointed_people, edits) | rules.is_superuser)
rules.add_perm("experts.declare_recusal", within(declaring_people, rules.is_authenticated))
add_view("experts.view_recusal", visible_recusals, rules.is_authenticated)
rules.add_perm(
    "experts.change_recusal", within(visible_recusals, rules.is_authenticated) | rules.is_superuser
)
