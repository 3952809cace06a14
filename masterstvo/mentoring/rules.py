"""Who may see and change mentoring: whoever may see and change one of the two people, and the two themselves."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.mentoring.models import MenteeNeed, MentorProfile, Mentorship
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
    pairs = Mentorship.objects.at_work(timezone.localdate()).filter(mentor__user=user)
    employed = people_of(user, {Role.HEAD}, {Role.ORGANIZATION})
    return Person.objects.filter(pk__in=pairs.values("mentee")).exclude(pk__in=employed.values("pk"))


# --- The bases ------------------------------------------------------------------------------------------------------
def visible_profiles(user):
    return MentorProfile.objects.filter(person__in=visible_people(user).values("pk"))


def editable_profiles(user):
    """Return what ``user`` may correct in the base of mentors: of the people whose card one changes, and one's own."""
    return MentorProfile.objects.filter(
        Q(person__in=editable_people(user).values("pk")) | Q(person__user=user.pk)
    )


def visible_needs(user):
    return MenteeNeed.objects.filter(person__in=visible_people(user).values("pk"))


def editable_needs(user):
    return MenteeNeed.objects.filter(
        Q(person__in=editable_people(user).values("pk")) | Q(person__user=user.pk)
    )


add_view("mentoring.view_mentorprofile", visible_profiles, reads)
rules.add_perm(
    "mentoring.change_mentorprofile", within(editable_profiles, rules.is_authenticated) | rules.is_superuser
)
add_view("mentoring.view_menteeneed", visible_needs, reads)
rules.add_perm(
    "mentoring.change_menteeneed", within(editable_needs, rules.is_authenticated) | rules.is_superuser
)
add_view("mentoring.view_mentorship", visible_mentorships, reads)
rules.add_perm("mentoring.change_mentorship", within(editable_mentorships, edits_own) | rules.is_superuser)
