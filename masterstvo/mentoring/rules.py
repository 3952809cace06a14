"""Who may see and change mentorships: whoever may see and change one of the two people."""

import rules
from django.db.models import Q

from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.rules import add_view, edits_own, reads, within
from masterstvo.people.rules import editable_people, visible_people


def _of(people):
    return Mentorship.objects.filter(Q(mentor__in=people) | Q(mentee__in=people))


def visible_mentorships(user):
    return _of(visible_people(user))


def editable_mentorships(user):
    return _of(editable_people(user))


add_view("mentoring.view_mentorship", visible_mentorships, reads)
rules.add_perm("mentoring.change_mentorship", within(editable_mentorships, edits_own) | rules.is_superuser)
