"""Who may see and change people: those who work for the municipality, or for the person's organization; and oneself."""

from functools import reduce
from operator import or_

import rules
from django.db.models import Q

from masterstvo.core.models import Term
from masterstvo.core.vocabularies import kept
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Municipality
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    editable_organizations,
    edits,
    edits_own,
    grants_today,
    has_role,
    municipalities_where,
    organizations_where,
    reads,
    visible_organizations,
    within,
)
from masterstvo.people.models import Attestation, Employment, Person, Vacancy
from masterstvo.people.queries import people_of_municipality


def people_of(user, roles, school_roles):
    """Return the people registered or employed where ``user`` holds one of the roles; a superuser, all."""
    if user.is_superuser:
        return Person.objects.all()
    organizations = organizations_where(user, roles, school_roles)
    return Person.objects.filter(
        Q(municipality__in=municipalities_where(user, roles))
        | Q(pk__in=Employment.objects.filter(organization__in=organizations).order_by().values("person"))
    )


def visible_people(user):
    """Return the people whose cards ``user`` may open, their own included."""
    return people_of(user, READERS, SCHOOL) | Person.objects.filter(user=user)


def editable_people(user):
    """Return the people whose card and facts ``user`` may change: whoever has a fact at hand enters it; nobody whose card is erased."""
    return people_of(user, EDITORS, SCHOOL).filter(erased_on=None)


def organizations_inviting(user):
    """Return the organizations whose staff ``user`` may let in: the authority, not the school.

    Who corrects addresses of a card must not also open its account: behind it stand results that the employer may not read.
    """
    return organizations_where(user, EDITORS)


def visible_employments(user):
    return Employment.objects.filter(person__in=visible_people(user))


def editable_employments(user):
    """Return the jobs ``user`` may change: a school its own ones, not those of its part-timers elsewhere."""
    return Employment.objects.filter(organization__in=editable_organizations(user))


def visible_attestations(user):
    return Attestation.objects.filter(person__in=visible_people(user))


def editable_attestations(user):
    return Attestation.objects.filter(person__in=editable_people(user))


def visible_vacancies(user):
    return Vacancy.objects.filter(organization__in=visible_organizations(user))


def editable_vacancies(user):
    return Vacancy.objects.filter(organization__in=editable_organizations(user))


def visible_words(user):
    """Return the words of the dictionaries: one set for all municipalities, so that their figures can be compared."""
    words = Term.objects.filter(vocabulary__in=kept())
    return words if user.is_superuser or reads(user) else words.none()


def words_from_files(user):
    """Return the words of the vocabularies to which files add: what they mean is decided word by word."""
    from_files = [name for name, each in kept().items() if each.from_files]
    return visible_words(user).filter(vocabulary__in=from_files)


def answers_for_all(user):
    """Tell whether ``user`` answers for every municipality that shares the dictionaries: alone here, or their region. Queries: one."""
    if user.is_superuser:
        return True
    own = municipalities_where(user, EDITORS | {Role.REGION})
    return (
        has_role(EDITORS | {Role.REGION})(user)
        and not Municipality.objects.exclude(pk__in=own.values("pk")).exists()
    )


def keeps(user, vocabulary):
    """Tell whether ``user`` may change the words of ``vocabulary``: a rule binds all, so only whoever answers for all sets it."""
    if vocabulary.is_rule:
        return answers_for_all(user)
    return edits(user) or answers_for_all(user)


@rules.predicate
def keeps_word(user, word=None):
    if word is None:
        return edits(user) or answers_for_all(user)
    return word.vocabulary in kept() and keeps(user, kept()[word.vocabulary])


# --- What the lists and forms of higher apps take --------------------------------------------------------------------
def here(rows, request, *paths):
    """Keep the rows about people of the municipality that the page speaks of. ``paths``: how a row leads to its people."""
    people = people_of_municipality(municipality_key(request.municipality)).values("pk")
    return rows.filter(reduce(or_, (Q(**{f"{path}__in": people}) for path in paths)))


def people_here(request):
    """Return the people of the current municipality whose cards the user may open."""
    return here(visible_people(request.user), request, "pk")


@rules.predicate
def has_only_a_card(user):
    """Tell whether ``user`` is in the program as a teacher alone: without a role, with a card. Queries: one for those without a role, once."""
    if not user.is_authenticated or user.is_superuser or grants_today(user):
        return False
    if not hasattr(user, "_has_card"):
        user._has_card = Person.objects.filter(user=user).exists()
    return user._has_card


# --- Permissions ---------------------------------------------------------------------------------------------------
add_view("people.view_person", visible_people, reads)
rules.add_perm("people.change_person", within(editable_people, edits_own) | rules.is_superuser)
rules.add_perm("people.view_my_card", has_only_a_card)
rules.add_perm("people.create_person", edits_own | rules.is_superuser)
add_view("people.view_employment", visible_employments, reads)
rules.add_perm("people.change_employment", within(editable_employments, edits_own) | rules.is_superuser)
add_view("people.view_attestation", visible_attestations, reads)
rules.add_perm("people.change_attestation", within(editable_attestations, edits_own) | rules.is_superuser)
add_view("people.view_vacancy", visible_vacancies, reads)
rules.add_perm("people.change_vacancy", within(editable_vacancies, edits_own) | rules.is_superuser)
rules.add_perm("people.view_word", reads | rules.is_superuser)
rules.add_perm("people.change_word", keeps_word)
rules.add_perm("people.invite_staff", within(organizations_inviting, edits) | rules.is_superuser)
