"""Who may see and change completed courses: whoever may see and change the person."""

import rules

from masterstvo.organizations.rules import add_view, edits, edits_own, reads, within
from masterstvo.people.rules import editable_people, visible_people
from masterstvo.training.models import Programme, Training


def visible_trainings(user):
    return Training.objects.filter(person__in=visible_people(user))


def editable_trainings(user):
    return Training.objects.filter(person__in=editable_people(user))


def visible_programmes(user):
    """Return the programmes: they name no person, so whoever reads may see all of them."""
    return Programme.objects.all() if reads(user) or user.is_superuser else Programme.objects.none()


def editable_programmes(user):
    """Return the programmes ``user`` may correct: the authority's all; a programme has no owner of its own."""
    return Programme.objects.all() if edits(user) or user.is_superuser else Programme.objects.none()


add_view("training.view_training", visible_trainings, reads)
rules.add_perm("training.change_training", within(editable_trainings, edits_own) | rules.is_superuser)
add_view("training.view_programme", visible_programmes, reads)
rules.add_perm("training.change_programme", within(editable_programmes, edits_own) | rules.is_superuser)
