"""Writers killed in the middle leave nothing half-written; many writers at once lose nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def told(tmp_path_factory, kept_database, django_db_setup, django_db_blocker):
    """What tests/killing.py has seen in a new database of the kind that these tests run on."""
    home, name = tmp_path_factory.mktemp("home"), f"killing_{os.getpid()}"
    environment = {
        **os.environ,
        "MASTERSTVO_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    is_postgresql = connection.vendor == "postgresql"
    if kept_database:
        shutil.copy(kept_database.path, home / "masterstvo.sqlite3")
    if is_postgresql:
        environment["DATABASE_URL"] = os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
        _on_postgresql(django_db_blocker, f"CREATE DATABASE {name}")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.killing"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    finally:
        if is_postgresql:
            _on_postgresql(django_db_blocker, f"DROP DATABASE {name} WITH (FORCE)")
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def _on_postgresql(blocker, statement):
    with blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("work", ["import", "plan", "approval"])
def test_a_killed_writer_leaves_nothing_and_the_same_file_works_afterwards(told, work):
    assert told[work]["kills"] >= 4
    assert told[work]["half_written"] == []
    assert told[work]["faults"] == []
    assert told[work]["written"]


def test_a_killed_erasure_leaves_all_and_what_was_erased_leaves_the_disk_at_the_next_start(told):
    seen = told["erasure"]

    assert seen["kills"] >= 6
    assert (seen["half_written"], seen["faults"]) == ([], [])
    assert (seen["written"], seen["erased"]) == (True, 1)
    assert seen["left"] == 2  # killed between the commit and the removal of files
    assert len(seen["named"]) == 2
    assert seen["left_after_a_start"] == 0


def test_a_killed_backup_is_never_seen_and_the_next_one_restores(told):
    assert told["backup"]["kills"] >= 5
    assert told["backup"]["half_written"] == []
    assert told["backup"]["same"]
    assert told["backup"]["left"] == []


def test_results_entered_at_once_are_all_kept_and_one_wins_a_contested_row(told):
    seen = told["results_at_once"]

    assert seen["different"] == ["done"]
    assert seen["same"] == ["done", *["stale"] * (len(seen["same"]) - 1)]
    assert seen["lost"] == []
    assert seen["records"] == (51 if connection.vendor == "postgresql" else 9)


def test_imports_at_once_lose_nothing_and_write_nothing_twice(told):
    seen = told["imports_at_once"]

    assert not [end for end in seen["different"] + seen["same"] if end.startswith("BROKEN")]
    assert seen["different"] == ["done"]
    assert seen["twice"] == 0
    assert seen["added"] == (17 if connection.vendor == "postgresql" else 5) * 20


def test_teachers_who_finish_at_once_lose_nothing_and_get_each_deficit_once(told):
    seen, n_teachers = told["answers_at_once"], 20 if connection.vendor == "postgresql" else 4

    assert seen["ends"] == ["done"] * (2 * n_teachers - 1)
    assert seen["two_windows"] == ["done", "Этот лист уже закончен."]
    assert seen["lost"] == []
    assert seen["measured"] == 2 * n_teachers
    assert seen["opened"] == [1] * n_teachers
    assert seen["records"] == n_teachers


def test_two_methodists_on_one_route_are_both_answered(told):
    seen, n_routes = told["steps_at_once"], 8 if connection.vendor == "postgresql" else 2

    assert seen["approved"] == ["done"] * n_routes + ["Утверждают маршрут, который согласовали."] * n_routes
    assert seen["different"] == ["done"] * 2 * n_routes
    assert seen["ready"] == n_routes
    assert [end[:24] for end in seen["same"]] == ["done"] * n_routes + ["Этот шаг уже отметили. Ч"] * n_routes
    assert seen["records"] == 3 * n_routes


def test_of_more_askers_than_seats_as_many_get_one_as_there_are_seats(told):
    seen, n_seats = told["seats_at_once"], 7 if connection.vendor == "postgresql" else 2

    assert (seen["taken"], seen["people"], seen["records"]) == (n_seats, n_seats, n_seats)
    assert seen["ends"]["done"] == n_seats
    assert not [end for end in seen["ends"] if end.startswith("BROKEN")]


def test_all_holds_together_afterwards(told):
    assert told["faults"] == []
