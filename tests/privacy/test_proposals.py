"""Once a year the officers are told that terms of keeping are over; nothing is removed."""

import datetime as dt

import pytest

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


def proposed(capture, day=DAY):
    with capture(execute=True):
        return propose_yearly(day=day)


def test_the_head_is_told_once_a_year_and_nobody_is_named(
    school, mailoutbox, django_capture_on_commit_callbacks
):
    head = GrantFactory(role=Role.HEAD, municipality=school.municipality).user
    GrantFactory(role=Role.METHODIST, municipality=school.municipality)

    told = [proposed(django_capture_on_commit_callbacks, DAY + dt.timedelta(days=days)) for days in (0, 1)]

    assert told == [1, 0]
    assert [letter.to for letter in mailoutbox] == [[head.email]]
    assert "Своеобразова" not in mailoutbox[0].subject + mailoutbox[0].body
    assert Person.objects.filter(last_name="Своеобразова").exists()
    assert proposed(django_capture_on_commit_callbacks, dt.date(2027, 1, 1)) == 1


def test_where_nothing_is_over_nothing_is_said_and_the_year_is_not_used_up(
    mailoutbox, django_capture_on_commit_callbacks
):
    school = OrganizationFactory()
    GrantFactory(role=Role.HEAD, municipality=school.municipality)

    assert proposed(django_capture_on_commit_callbacks) == 0
    assert not RetentionProposal.objects.exists()
    assert not mailoutbox
