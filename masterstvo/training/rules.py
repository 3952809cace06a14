"""Who may see and change courses and requests: whoever may see and change the person; sessions belong to a municipality."""

import rules
from django.db.models import Q

from masterstvo.organizations.rules import (
    EDITORS,
    add_view,
    edits,
    edits_own,
    municipalities_where,
    reads,
    visible_municipalities,
    within,
)
from masterstvo.people.queries import people_of_municipality
from masterstvo.people.rules import editable_people, people_of, visible_people
from masterstvo.training.choices import LIVE, WAITING, RequestState
from masterstvo.training.models import Programme, Provider, Session, Training, TrainingRequest


def visible_trainings(user):
    return Training.objects.filter(person__in=visible_people(user))


def editable_trainings(user):
    return Training.objects.filter(person__in=editable_people(user))


def trainings_to_prove(user, document):
    """Return the completions that ``document`` may be laid to: of the people whom ``user`` answers for."""
    people = people_of_municipality(document.municipality_id)
    rows = editable_trainings(user).filter(person__in=people.values("pk"))
    return rows.select_related("person", "programme")


def visible_programmes(user):
    """Return the programmes: they name no person, so whoever reads may see all of them."""
    return Programme.objects.all() if reads(user) or user.is_superuser else Programme.objects.none()


def editable_programmes(user):
    """Return the programmes ``user`` may correct: the authority's all; a programme has no owner of its own."""
    return Programme.objects.all() if edits(user) or user.is_superuser else Programme.objects.none()


def visible_providers(user):
    return Provider.objects.all() if reads(user) or user.is_superuser else Provider.objects.none()


def editable_providers(user):
    return Provider.objects.all() if edits(user) or user.is_superuser else Provider.objects.none()


def visible_sessions(user):
    return Session.objects.filter(municipality__in=visible_municipalities(user))


def editable_sessions(user):
    return Session.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def visible_requests(user):
    return TrainingRequest.objects.filter(person__in=visible_people(user))


def agreeable_requests(user):
    """Return the requests that ``user`` may agree to or refuse: of the people of one's school or municipality."""
    return TrainingRequest.objects.filter(person__in=editable_people(user))


def approvable_requests(user):
    """Return the requests about which ``user`` may say the last word: the authority, not the school."""
    people = people_of(user, EDITORS, frozenset()).filter(erased_on=None)
    return TrainingRequest.objects.filter(person__in=people)


def waiting_for(user):
    """Return the requests that ``user`` is the next to decide: the authority of what schools agree to, a school of its own people's."""
    if user.has_perm("training.approve_trainingrequest"):
        return approvable_requests(user).filter(state=RequestState.BY_SCHOOL)
    return agreeable_requests(user).filter(state=RequestState.ASKED)


def refusable_requests(user):
    """Return the requests that ``user`` may refuse: the authority's all, a school's own until the authority has decided."""
    waiting = agreeable_requests(user).filter(state__in=WAITING)
    return TrainingRequest.objects.filter(
        Q(pk__in=waiting.values("pk"))
        | Q(pk__in=approvable_requests(user).filter(state__in=LIVE).values("pk"))
    )


add_view("training.view_training", visible_trainings, reads)
rules.add_perm("training.change_training", within(editable_trainings, edits_own) | rules.is_superuser)
add_view("training.view_programme", visible_programmes, reads)
rules.add_perm("training.change_programme", within(editable_programmes, edits_own) | rules.is_superuser)
add_view("training.view_provider", visible_providers, reads)
rules.add_perm("training.change_provider", within(editable_providers, edits) | rules.is_superuser)
add_view("training.view_session", visible_sessions, reads)
rules.add_perm("training.change_session", within(editable_sessions, edits) | rules.is_superuser)
rules.add_perm("training.apply_session", edits_own | rules.is_superuser)
add_view("training.view_trainingrequest", visible_requests, reads)
rules.add_perm("training.approve_trainingrequest", edits | rules.is_superuser)
rules.add_perm("training.view_my_courses", rules.is_authenticated)
