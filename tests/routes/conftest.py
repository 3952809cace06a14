"""A teacher with an account, and the methodist of the municipality."""

import pytest

from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory


@pytest.fixture
def person():
    person = EmploymentFactory().person
    person.user = UserFactory()
    person.save()
    return person


@pytest.fixture
def methodist(person):
    return GrantFactory(role=Role.METHODIST, municipality=person.municipality).user
