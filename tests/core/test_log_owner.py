"""docs/security.md gives the log an owner of its own: its SQL does what the page says, and the program goes on working."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import binaries, cluster

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(
    binaries() is None, reason="no PostgreSQL: the SQL of docs/security.md was not tried"
)


def documented():
    """Return the pieces of SQL of the chapter «The log»: giving the log away and taking it back."""
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    return re.findall(r"```sql\n(.*?)```", page.split("## The log")[1].split("\n## ")[0], flags=re.DOTALL)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    """A server as in the page: the program's role owns its database and is no superuser. Yields (run, connect)."""
    psycopg = pytest.importorskip("psycopg")
    home = tmp_path_factory.mktemp("home")
    with cluster(superuser="postgres") as url:

        def connect(role, database="masterstvo"):
            return psycopg.connect(url.replace("postgres@/postgres", f"{role}@/{database}"), autocommit=True)

        def run(*arguments):
            environment = {
                **os.environ,
                "MASTERSTVO_HOME": str(home),
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DATABASE_URL": url.replace("postgres@/postgres", "masterstvo@/masterstvo"),
            }
            command = [sys.executable, "-m", "masterstvo", *arguments]
            return subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )

        with connect("postgres", "postgres") as desk:
            desk.execute("CREATE ROLE masterstvo LOGIN")
            desk.execute("CREATE DATABASE masterstvo OWNER masterstvo")
        added = run("municipality", "add", "lesnoy", "Лесной район")  # migrates first
        assert added.returncode == 0, added.stderr
        yield run, connect


def said_to_program(connect, statement):
    import psycopg

    with connect("masterstvo") as program:
        program.execute(
            "SET masterstvo.audit_is_open = 'on'"
        )  # who has its password opens the door of the triggers too
        try:
            program.execute(statement)
        except psycopg.errors.InsufficientPrivilege as refusal:
            return str(refusal)
    return ""


@pytest.mark.once
def test_the_documented_sql_holds_the_programs_role_and_lets_it_work(deployment):
    run, connect = deployment
    give, take_back = documented()
    changes = [
        "UPDATE core_auditrecord SET reason = 'иначе'",
        "DELETE FROM core_auditrecord WHERE id < 0",
        "TRUNCATE core_auditrecord",
        "ALTER TABLE core_auditrecord DISABLE TRIGGER ALL",
        "DROP TABLE core_auditrecord",
        "DROP FUNCTION refuse_audit_change() CASCADE",
    ]
    assert (
        said_to_program(connect, changes[0]) == ""
    )  # without the recipe the door of the triggers is open to it

    with connect("postgres") as desk:
        desk.execute(give)

    for change in changes:
        assert re.match("permission denied|must be owner", said_to_program(connect, change)), change
    with connect("postgres") as desk:
        (before,) = desk.execute("SELECT count(*) FROM core_auditrecord").fetchone()
    added = run("municipality", "add", "rechnoy", "Речной район")
    assert added.returncode == 0, added.stderr
    with connect("postgres") as desk:
        (after,) = desk.execute("SELECT count(*) FROM core_auditrecord").fetchone()
        assert after > before
        desk.execute(take_back)
    assert said_to_program(connect, changes[1]) == ""
