"""Backups: what comes back is what went in, on both databases; what is no backup is refused in words."""

import datetime as dt
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, connections

from masterstvo.accounts.models import Attempt
from masterstvo.core.backup import restore_backup, restoring, write_backup
from masterstvo.core.backup.archive import BackupRefused, stored_fields, stored_models
from masterstvo.core.integrity import find_faults
from masterstvo.core.models import AuditRecord
from masterstvo.demo.actions.load import load_demo
from masterstvo.organizations.models import Municipality, Region
from tests.clock import at_noon_of
from tests.factories.accounts import AttemptFactory, UserSessionFactory
from tests.factories.documents import DocumentFactory, DocumentFileFactory
from tests.factories.organizations import MunicipalityFactory, RegionFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"


def everything():
    """Return {table: rows} of the whole database."""
    return {
        model._meta.label: list(
            model._base_manager.order_by("pk").values_list(*(f.attname for f in stored_fields(model)))
        )
        for model in stored_models()
    }


def with_file(content=b"%PDF-1.4 order", **fields):
    """A document's file; ``fields`` of the document, but ``sha256``."""
    sha256 = fields.pop("sha256", hashlib.sha256(content).hexdigest())
    return DocumentFileFactory(
        document=DocumentFactory(**fields), file=ContentFile(content, "приказ.pdf"), sha256=sha256
    )


def files():
    root = Path(settings.MEDIA_ROOT)
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def empty_database():
    with connection.cursor() as cursor:
        for model in stored_models():
            if not getattr(model, "is_shipped", False) and model._meta.app_label not in (
                "contenttypes",
                "auth",
            ):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


@pytest.mark.django_db
def test_the_whole_demo_comes_back_as_it_was(tmp_path):
    with at_noon_of(dt.date(2026, 11, 20)):
        load_demo(today=dt.date(2026, 11, 20))
    with_file()
    rows, held = everything(), files()
    manifest = write_backup(tmp_path / "copy.zip")
    empty_database()
    for name in held:
        (Path(settings.MEDIA_ROOT) / name).unlink()

    restore_backup(tmp_path / "copy.zip")

    assert everything() == rows
    assert files() == held
    assert manifest.n_rows == sum(map(len, rows.values())) > 3000
    assert find_faults() == []


@pytest.mark.django_db
def test_who_is_signed_in_and_who_guesses_is_neither_kept_nor_left(tmp_path):
    UserSessionFactory()
    AttemptFactory()
    manifest = write_backup(tmp_path / "copy.zip")

    restore_backup(tmp_path / "copy.zip", replace=True)

    assert {"accounts.attempt", "usersessions.usersession"} & {
        table.model for table in manifest.tables
    } == set()
    assert (UserSession.objects.count(), Attempt.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_new_rows_take_keys_that_were_never_given_out(tmp_path):
    kept, gone = RegionFactory(), RegionFactory()
    last = gone.pk
    gone.delete()
    write_backup(tmp_path / "copy.zip")

    restore_backup(tmp_path / "copy.zip", replace=True)

    assert Region.objects.get() == kept
    assert RegionFactory().pk > last


@pytest.mark.django_db
def test_a_filled_database_is_replaced_only_when_told(tmp_path):
    first = with_file(b"first")
    write_backup(tmp_path / "copy.zip")
    second = with_file(b"second")

    with pytest.raises(BackupRefused, match="--replace"):
        restore_backup(tmp_path / "copy.zip")
    assert set(files()) == {first.file.name, second.file.name}

    restore_backup(tmp_path / "copy.zip", replace=True)
    assert files() == {first.file.name: b"first"}


def rewritten(path, change):
    """Write the backup anew with ``change(name, content)`` for every member; None leaves it out."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def in_manifest(**values):
    def change(name, content):
        return json.dumps(json.loads(content) | values) if name == "manifest.json" else content

    return change


DAMAGE = {
    "a row was changed": lambda name, content: content.replace(b"\xd0", b"\xd1") if "region" in name else content,
    "a table is missing": lambda name, content: None if "organizations.region" in name else content,
    "a file was changed": lambda name, content: b"forged" if name.startswith("files/") else content,
    "a file is missing": lambda name, content: None if name.startswith("files/") else content,
    "no manifest": lambda name, content: None if name == "manifest.json" else content,
    "another product": in_manifest(product="other"),
    "another format": in_manifest(format=2),
    "another migration state": in_manifest(migrations=[["core", "0001_initial"]]),
    "another table": in_manifest(tables=[]),
    "a name that leads outside": in_manifest(files=[{"name": "../x", "size": 1, "sha256": ""}]),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_or_foreign_backup_is_refused_and_changes_nothing(tmp_path, damage):
    with_file()
    write_backup(tmp_path / "copy.zip")
    changed = rewritten(tmp_path / "copy.zip", damage)
    rows, held = everything(), files()

    with pytest.raises(BackupRefused) as refusal:
        restore_backup(changed, replace=True)

    assert str(refusal.value).endswith(".")
    assert (everything(), files()) == (rows, held)


@pytest.mark.django_db
def test_what_is_no_backup_is_refused(tmp_path):
    foreign = tmp_path / "plan.docx"
    for content in (b"", b"PK\x03\x04", b"hello", random.Random(1).randbytes(5000)):
        foreign.write_bytes(content)
        with pytest.raises(BackupRefused, match="не резервная копия"):
            restore_backup(foreign)
        with pytest.raises(BackupRefused, match="выберите другое имя"):
            write_backup(foreign)
    with pytest.raises(BackupRefused, match="нет"):
        restore_backup(tmp_path / "absent.zip")
    with pytest.raises(BackupRefused, match="проверьте папку"):
        write_backup(tmp_path / "absent" / "copy.zip")


@pytest.mark.django_db
def test_a_truncated_backup_is_refused_at_every_length(tmp_path):
    with_file()
    whole = tmp_path / "copy.zip"
    write_backup(whole)
    content = whole.read_bytes()
    for share in range(20):
        whole.write_bytes(content[: len(content) * share // 20])
        with pytest.raises(BackupRefused):
            restore_backup(whole, replace=True)


@pytest.mark.django_db
def test_rows_that_the_database_refuses_leave_rows_and_files_as_they_were(tmp_path, monkeypatch):
    with_file(b"old")
    write_backup(tmp_path / "copy.zip")
    rows, held = everything(), files()

    def fail(**_):
        raise IntegrityError("no such region")

    monkeypatch.setattr(connections["default"], "check_constraints", fail)
    with pytest.raises(BackupRefused, match="прежние данные на месте"):
        restore_backup(tmp_path / "copy.zip", replace=True)
    monkeypatch.undo()

    assert (everything(), files()) == (rows, held)


@pytest.mark.django_db
def test_files_go_back_when_moving_them_fails_halfway(tmp_path, monkeypatch):
    kept = with_file(b"one")
    with_file(b"two", number="2")
    write_backup(tmp_path / "copy.zip")
    Path(kept.file.path).write_bytes(b"changed meanwhile")
    held = files()
    noted = []

    def fail(unpacked, name):
        if noted:
            raise OSError("the disk is full")
        noted.append(name)
        original(unpacked, name)

    original = restoring._note
    monkeypatch.setattr(restoring, "_note", fail)
    with pytest.raises(BackupRefused):
        restore_backup(tmp_path / "copy.zip", replace=True)

    assert files() == held


@pytest.mark.django_db
def test_a_backup_is_readable_by_its_owner_only(tmp_path):
    write_backup(tmp_path / "copy.zip")

    assert (tmp_path / "copy.zip").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_verify_finds_what_does_not_hold():
    lost, changed = with_file(sha256="0" * 64), with_file(b"x", sha256="1" * 64, kind="no-such-word")
    Path(lost.file.path).unlink()
    (Path(settings.MEDIA_ROOT) / "stray.bin").write_bytes(b"?")

    said = [(fault.is_remark, fault.what) for fault in find_faults()]

    assert said[-1] == (True, "Файл «stray.bin» ни к чему не относится: его можно удалить.")
    assert (False, f"Файл документа {lost.pk}: файла «{lost.file.name}» нет на диске.") in said
    assert (False, f"Файл документа {changed.pk}: файл «{changed.file.name}» изменён после загрузки.") in said
    assert [what for _, what in said if "no-such-word" in what] == [
        "Документы, «вид»: слова «no-such-word» нет в словаре «document_kind»."
    ]
    assert len(said) == 4


@pytest.mark.django_db(transaction=True)
def test_verify_finds_a_key_that_leads_nowhere():
    municipality = MunicipalityFactory()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE organizations_municipality DISABLE TRIGGER ALL")
            cursor.execute("ALTER TABLE organizations_region DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM organizations_region")
    try:
        assert any("1 ссылок в никуда" in fault.what for fault in find_faults())
    finally:
        Municipality.objects.filter(pk=municipality.pk).delete()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE organizations_municipality ENABLE TRIGGER ALL")
                cursor.execute("ALTER TABLE organizations_region ENABLE TRIGGER ALL")


def masterstvo(home, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "masterstvo", *map(str, arguments)],
        cwd=ROOT,
        env={
            **os.environ,
            "MASTERSTVO_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.once
@pytest.mark.usefixtures("django_db_setup")
def test_a_backup_of_sqlite_is_restored_by_the_commands(tmp_path, kept_database):
    home, other, copy = tmp_path / "home", tmp_path / "other", tmp_path / "copy.zip"
    sqlite = {"DATABASE_URL": ""}
    home.mkdir()
    shutil.copy(kept_database.path, home / "masterstvo.sqlite3")  # the other home is migrated from nothing
    assert masterstvo(home, "municipality", "add", "lesnoy", "Лесной район", **sqlite).returncode == 0
    assert masterstvo(home, "backup", copy, **sqlite).returncode == 0

    restored = masterstvo(other, "restore", copy, **sqlite)
    again = masterstvo(other, "restore", copy, **sqlite)
    verified = masterstvo(other, "verify", **sqlite)

    assert (restored.returncode, restored.stderr) == (0, "")
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
    assert (verified.returncode, verified.stdout) == (0, "Всё сходится.\n")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a backup made on SQLite goes to PostgreSQL")
def test_a_backup_made_on_sqlite_is_restored_on_postgresql(tmp_path):
    copy = tmp_path / "copy.zip"
    sqlite = {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings_test"}
    assert masterstvo(tmp_path / "home", "demo", **sqlite).returncode == 0
    assert masterstvo(tmp_path / "home", "backup", copy, **sqlite).returncode == 0

    manifest = restore_backup(copy, replace=True)

    assert manifest.database == "sqlite"
    assert sum(map(len, everything().values())) == manifest.n_rows
    assert AuditRecord.objects.exists()
    RegionFactory()
    assert find_faults() == []
