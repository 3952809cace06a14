"""Once a year the officers are told that terms of keeping are over; nothing is removed."""

import datetime as dt

import pytest

from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from masterstvo.people.models import Person
from masterstvo.privacy.actions import propose_yearly
from masterstvo.privacy.models import RetentionProposal
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)


@pytest.fixture
def school():
    school = OrganizationFactory()
    EmploymentFactory(organization=school, ends_on=dt.date(2019, 9, 1), person__last_name="Своеобразова")
    return school


def test_the_head_is_told_once_a_year_and_nobody_is_named(school):
    head = GrantFactory(role=Role.HEAD, municipality=school.municipality).user
    GrantFactory(role=Role.METHODIST, municipality=school.municipality)

    told = [propose_yearly(day=DAY + dt.timedelta(days=days)) for days in (0, 1)]

    assert told == [1, 0]
    assert [notice.user for notice in Notice.objects.all()] == [head]
    assert "Своеобразова" not in Notice.objects.get().text
    assert Person.objects.filter(last_name="Своеобразова").exists()
    assert propose_yearly(day=dt.date(2027, 1, 1)) == 1


def test_where_nothing_is_over_nothing_is_said_and_the_year_is_not_used_up():
    school = OrganizationFactory()
    GrantFactory(role=Role.HEAD, municipality=school.municipality)

    assert propose_yearly(day=DAY) == 0
    assert not RetentionProposal.objects.exists()
    assert not Notice.objects.exists()
