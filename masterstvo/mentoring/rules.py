"""Who may see and change mentorships: whoever may see and change the person."""

import rules
from django.db.models import Q

from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.rules import edits, reads
from masterstvo.people.rules import visible_people


def visible_mentorships(user):
    return Mentorship.objects.filter(Q(mentor__in=visible_people(user)) | Q(mentee__in=visible_people(user)))


rules.add_perm("mentoring.view_mentorship", reads | rules.is_superuser)
rules.add_perm("mentoring.change_mentorship", edits | rules.is_superuser)
