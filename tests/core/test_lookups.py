import pytest

from masterstvo.core.models import Term
from masterstvo.core.search import matching
from tests.factories.organizations import RegionFactory

pytestmark = pytest.mark.django_db


def test_numbers_that_no_column_holds_are_in_none():
    region = RegionFactory()
    rows = type(region).objects

    assert list(rows.filter(pk__in=[region.pk, 2**63, -(10**400)])) == [region]
    assert list(rows.filter(pk__in=[10**30])) == []
    assert list(rows.filter(pk__in=rows.values("pk"))) == [region]


def test_a_search_of_a_megabyte_finds_nothing_instead_of_breaking():
    assert list(matching(Term.objects.all(), "яъ " * 300_000, "title")) == []
    assert list(matching(Term.objects.all(), "я" * 1_000_000, "title")) == []
