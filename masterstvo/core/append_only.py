"""The audit log only grows: the database itself refuses to change or delete its rows.

Triggers hold whoever comes – our code, the admin, a console. The one door is ``opened()``, for erasing personal values on a legal
ground and for restoring a backup; what goes through it is written down by its callers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection

from masterstvo.core.models import AuditRecord

DOOR = "masterstvo.audit_is_open"
REFUSAL = "the audit log only grows"
_is_open: ContextVar[bool] = ContextVar("audit_is_open", default=False)


@contextmanager
def opened() -> Iterator[None]:
    """Let the log be changed inside, in the transaction that is under way."""
    token = _is_open.set(True)
    before = _set_door("on")
    try:
        yield
        _set_door(before)  # after an error the transaction takes its own settings back
    finally:
        _is_open.reset(token)


def _set_door(value: str) -> str:
    """Set the session's own variable that the triggers of PostgreSQL ask; return what it was."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [DOOR])
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config(%s, %s, true)", [DOOR, value])
    return before


def teach_sqlite(*, connection, **_):
    """Let the triggers of SQLite ask whether the door is open; a console without this function is refused as well."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "audit_is_open", 0, lambda: int(_is_open.get() or settings.AUDIT_LOG_IS_OPEN)
        )


def install(*, using: str = "default", **_) -> None:
    """Put the triggers in their place; rebuilding a table on SQLite loses them, so each migration does it again."""
    table = AuditRecord._meta.db_table
    if connection.vendor == "sqlite":
        statements = [
            f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb} BEFORE {verb} ON {table} WHEN NOT audit_is_open() "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for verb in ("update", "delete")
        ]
    else:
        statements = [
            f"CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF current_setting('{DOOR}', true) IS DISTINCT FROM 'on' THEN RAISE EXCEPTION '{REFUSAL}' "
            f"USING ERRCODE = 'insufficient_privilege'; END IF; "
            f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
            f"CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
