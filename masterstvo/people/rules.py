"""Who may see and change people: those who work for the municipality, or for the person's organization; and oneself."""

import rules
from django.db.models import Q

from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    edits,
    has_role,
    municipalities_where,
    organizations_where,
    reads,
)
from masterstvo.people.models import Person, Vacancy


def people_of(user, roles, school_roles):
    """Return the people registered or employed where ``user`` holds one of the roles; a superuser, all."""
    if user.is_superuser:
        return Person.objects.all()
    organizations = organizations_where(user, roles, school_roles)
    return Person.objects.filter(
        Q(municipality__in=municipalities_where(user, roles))
        | Q(pk__in=Person.objects.filter(employments__organization__in=organizations).values("pk"))
    )


def visible_people(user):
    """Return the people whose cards ``user`` may open, their own included."""
    return people_of(user, READERS, SCHOOL) | Person.objects.filter(user=user)


def visible_vacancies(user):
    return Vacancy.objects.filter(organization__in=organizations_where(user, READERS, SCHOOL))


@rules.predicate
def edits_person(user, person):
    if person is None:
        return has_role(EDITORS | SCHOOL)(user)
    return people_of(user, EDITORS, SCHOOL).filter(pk=person.pk).exists()


@rules.predicate
def is_oneself(user, person):
    return person is not None and person.user_id == user.pk


rules.add_perm("people.view_person", reads | is_oneself | rules.is_superuser)
rules.add_perm("people.change_person", edits_person | rules.is_superuser)
rules.add_perm("people.create_person", edits_person | rules.is_superuser)
rules.add_perm("people.view_vacancy", reads | rules.is_superuser)
rules.add_perm("people.change_vacancy", edits | rules.is_superuser)
