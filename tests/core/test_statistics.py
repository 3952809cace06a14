import pytest
from django.db import connection

from masterstvo.core.models import Term
from masterstvo.core.statistics import analyze, refresh_statistics
from tests.factories.core import TermFactory

pytestmark = pytest.mark.django_db


def known_rows():
    asked = (
        "SELECT reltuples FROM pg_class WHERE relname = %s"
        if connection.vendor == "postgresql"
        else "SELECT CAST(stat AS INTEGER) FROM sqlite_stat1 WHERE tbl = %s"  # «500 1»: rows, and how many alike
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [Term._meta.db_table])
        return cursor.fetchone()[0]


def test_a_large_write_is_known_to_the_planner_after_its_commit(django_capture_on_commit_callbacks):
    analyze()
    before = known_rows()

    with django_capture_on_commit_callbacks(execute=True):
        TermFactory.create_batch(3)
        refresh_statistics(500)

    assert known_rows() == Term.objects.count() != before


def test_a_small_write_asks_for_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        refresh_statistics(3)

    assert asked == []
