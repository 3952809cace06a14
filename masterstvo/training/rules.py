"""Who may see and change completed courses: whoever may see and change the person."""

import rules

from masterstvo.organizations.rules import edits, reads
from masterstvo.people.rules import visible_people
from masterstvo.training.models import Training


def visible_trainings(user):
    return Training.objects.filter(person__in=visible_people(user))


rules.add_perm("training.view_training", reads | rules.is_superuser)
rules.add_perm("training.change_training", edits | rules.is_superuser)
