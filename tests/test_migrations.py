"""Models and migrations agree, and every migration has a name that says what changes."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_migration_is_named_by_a_clock():
    names = [path.name for path in (ROOT / "masterstvo").glob("*/migrations/0*.py")]

    assert [name for name in names if re.search(r"_auto_\d|^\d+_\w*\d{8}", name)] == []
