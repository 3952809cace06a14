"""Inviting the staff of a school from the registry."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import grants_today
from masterstvo.people.queries import staff_access
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    """A school with one person of each sort."""
    school = OrganizationFactory()
    for name, email in (("Новая", "new@example.org"), ("Безадресная", ""), ("Занятая", "TAKEN@example.org")):
        EmploymentFactory(organization=school, person__last_name=name, person__email=email)
    EmploymentFactory(organization=school, person__last_name="Вошедшая", person__user=UserFactory())
    EmploymentFactory(organization=school, person__last_name="Двойная", person__email="New@example.org")
    UserFactory(email="taken@example.org")
    return school


def test_people_are_told_apart_by_what_an_invitation_can_do(school):
    access = staff_access(school, day=timezone.localdate())

    assert [person.last_name for person in access.without_email] == ["Безадресная"]
    assert [person.last_name for person in access.have] == ["Вошедшая"]
    assert len(access.invited) == 1
    assert len(access.taken) == 2


def test_one_button_invites_all_and_ties_accounts_to_cards(
    school, as_actor, django_capture_on_commit_callbacks
):
    client = as_actor("methodist", school.municipality)
    url = reverse("people:staff_invite", args=[school.pk])

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url).status_code == 302

    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    person = next(
        each for each in staff_access(school, day=timezone.localdate()).have if each.last_name != "Вошедшая"
    )
    assert person.user.email == "new@example.org"
    assert grants_today(person.user) == []
    assert client.post(url).status_code == 422  # nobody is left


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("head", 200), ("school", 403), ("observer", 403), ("stranger", 404)],
)
def test_the_authority_invites_not_the_school(school, as_actor, actor, status):
    client = as_actor(actor, school.municipality, school)

    assert client.get(reverse("people:staff_invite", args=[school.pk])).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_asks_the_same_for_any_number(sign_in, django_assert_num_queries, count):
    school = OrganizationFactory()
    for number in range(count):
        EmploymentFactory(organization=school, person__email=f"p{number}@example.org")
    client = sign_in(municipality=school.municipality, role=Role.METHODIST)
    with django_assert_num_queries(9):
        client.get(reverse("people:staff_invite", args=[school.pk]))
