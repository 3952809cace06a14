"""Who may see and change completed courses: whoever may see and change the person."""

import rules

from masterstvo.organizations.rules import edits_own, reads, within
from masterstvo.people.rules import editable_people, visible_people
from masterstvo.training.models import Training


def visible_trainings(user):
    return Training.objects.filter(person__in=visible_people(user))


def editable_trainings(user):
    return Training.objects.filter(person__in=editable_people(user))


rules.add_perm("training.view_training", reads | rules.is_superuser)
rules.add_perm("training.change_training", within(editable_trainings, edits_own) | rules.is_superuser)
rules.add_perm("training.view_programme", reads | rules.is_superuser)
rules.add_perm("training.change_programme", edits_own | rules.is_superuser)
