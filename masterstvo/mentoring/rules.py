"""Who may see and change mentorships: whoever may see and change one of the two people."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import add_view, edits_own, reads, within
from masterstvo.people.models import Person
from masterstvo.people.rules import editable_people, people_of, visible_people


def _of(people):
    return Mentorship.objects.filter(Q(mentor__in=people) | Q(mentee__in=people))


def visible_mentorships(user):
    return _of(visible_people(user))


def editable_mentorships(user):
    return _of(editable_people(user))


def mentees_of(user):
    """Return the people whose mentor ``user`` is today, but not those whose employer ``user`` is.

    A head enters the pairs of the school, so a pair with oneself would open to the employer what the employer may not read.
    """
    pairs = Mentorship.objects.on(timezone.localdate()).filter(mentor__user=user)
    employed = people_of(user, {Role.HEAD}, {Role.ORGANIZATION})
    return Person.objects.filter(pk__in=pairs.values("mentee")).exclude(pk__in=employed.values("pk"))


add_view("mentoring.view_mentorship", visible_mentorships, reads)
rules.add_perm("mentoring.change_mentorship", within(editable_mentorships, edits_own) | rules.is_superuser)
