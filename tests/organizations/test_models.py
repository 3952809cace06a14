import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from masterstvo.organizations.models import OrganizationStatus
from tests.factories.organizations import GrantFactory, OrganizationFactory, OrganizationStatusFactory

pytestmark = pytest.mark.django_db


def test_an_interval_holds_from_its_first_day_until_the_day_before_its_end():
    OrganizationStatusFactory(starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 1, 1))

    held = [
        OrganizationStatus.objects.on(day).count()
        for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    ]

    assert held == [0, 1, 1, 0]


def test_an_interval_that_ends_before_it_starts_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationStatusFactory(starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2024, 1, 1))


def test_two_organizations_of_a_municipality_cannot_share_a_code():
    first = OrganizationFactory(code="001")

    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationFactory(municipality=first.municipality, code="001")


def test_a_grant_has_exactly_one_scope():
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantFactory(organization=OrganizationFactory())
