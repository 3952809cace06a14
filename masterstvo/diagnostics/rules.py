"""Who may see and change measurements, and who may see what they showed.

Results bear on pay and attestation, so the employer sees only that a measurement took place.
"""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.diagnostics.models import Diagnostic
from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import add_view, has_role, reads, within
from masterstvo.people.rules import people_of, visible_people

METHODISTS = frozenset({Role.METHODIST})


def visible_diagnostics(user):
    """Return the measurements of which ``user`` may know that they took place."""
    return Diagnostic.objects.filter(person__in=visible_people(user))


def open_diagnostics(user):
    """Return the measurements whose results ``user`` may read: as the methodist, as the person, as the person's mentor now."""
    today = timezone.localdate()
    mentored = Q(person__mentorships_as_mentee__mentor__user=user) & Q(
        person__mentorships_as_mentee__starts_on__lte=today
    )
    not_over = Q(person__mentorships_as_mentee__ends_on=None) | Q(
        person__mentorships_as_mentee__ends_on__gt=today
    )
    return Diagnostic.objects.filter(
        Q(person__in=measurable_people(user))
        | Q(person__user=user)
        | Q(pk__in=Diagnostic.objects.filter(mentored & not_over).values("pk"))
    )


def measurable_people(user):
    """Return the people whose measurements ``user`` may enter."""
    return people_of(user, METHODISTS, frozenset())


def editable_diagnostics(user):
    return Diagnostic.objects.filter(person__in=measurable_people(user))


add_view("diagnostics.view_diagnostic", visible_diagnostics, reads)
rules.add_perm(
    "diagnostics.change_diagnostic", within(editable_diagnostics, has_role(METHODISTS)) | rules.is_superuser
)
