"""The database itself keeps the log from being changed, whoever comes."""

import pytest
from django.db import DatabaseError, connection, transaction

from masterstvo.core import audit
from masterstvo.core.append_only import DOOR, opened
from masterstvo.core.models import AuditRecord
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(settings):
    """The log as it is outside tests."""
    settings.AUDIT_LOG_IS_OPEN = False
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, 'off', true)", [DOOR])


def logged(**changes):
    audit.record(UserFactory(), "core.edit_term", TermFactory(), changes=changes)
    return AuditRecord.objects.latest("pk")


@pytest.mark.parametrize(
    "attempt",
    [
        lambda row: AuditRecord.objects.filter(pk=row.pk).update(reason="иначе"),
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: AuditRecord.objects.all().delete(),
    ],
)
def test_a_record_is_neither_changed_nor_deleted(closed, attempt):
    row = logged(title=("было", "стало"))

    with pytest.raises(DatabaseError, match="the audit log only grows"), transaction.atomic():
        attempt(row)

    row.refresh_from_db()
    assert (row.changes, row.reason) == ({"title": ["было", "стало"]}, "")


def test_postgresql_does_not_empty_the_table_either(closed):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="the audit log only grows"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {AuditRecord._meta.db_table} CASCADE")


def test_the_door_closes_behind_whoever_went_through(closed):
    row = logged()
    with transaction.atomic(), opened():
        AuditRecord.objects.filter(pk=row.pk).update(reason="по закону")

    with pytest.raises(DatabaseError), transaction.atomic():
        AuditRecord.objects.filter(pk=row.pk).update(reason="ещё раз")

    row.refresh_from_db()
    assert row.reason == "по закону"


def test_redaction_takes_the_values_out_and_says_so(closed):
    row = logged(last_name=("Иванова", "Петрова"), position=("учитель", "директор"))
    officer = UserFactory()

    n_touched = audit.redact(
        AuditRecord.objects.filter(pk=row.pk), fields=["last_name"], by=officer, reason="акт № 3"
    )

    row.refresh_from_db()
    told = AuditRecord.objects.latest("pk")
    assert n_touched == 1
    assert row.changes == {"last_name": ["обезличено", "обезличено"], "position": ["учитель", "директор"]}
    assert (told.by, told.action, told.object_id, told.reason) == (officer, "core.redact", row.pk, "акт № 3")
