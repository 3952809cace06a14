"""Files leave the disk after the commit, and what a kill or the disk held back leaves later."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from masterstvo.core.integrity import find_faults
from masterstvo.core.models import LeavingFile
from masterstvo.core.removal import remove_files, remove_leaving_files
from tests.factories.core import LeavingFileFactory
from tests.factories.documents import DocumentFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def name(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return default_storage.save("paper.pdf", ContentFile(b"%PDF"))


def test_a_file_leaves_after_the_commit_and_not_without_it(name, django_capture_on_commit_callbacks):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 -- what is rolled back
        remove_files([name])
        raise ZeroDivisionError
    assert not LeavingFile.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        remove_files([name, ""])
        assert default_storage.exists(name)

    assert not default_storage.exists(name)
    assert not LeavingFile.objects.exists()


def test_what_was_left_behind_is_named_and_leaves_next_time(name):
    LeavingFileFactory(name=name)
    assert [each.is_remark for each in find_faults() if f"«{name}» удалён из данных" in each.what] == [False]

    assert remove_leaving_files() == 1
    assert not default_storage.exists(name)
    assert find_faults() == []


def test_a_file_that_the_disk_refuses_waits_and_holds_up_no_other(name, monkeypatch, caplog):
    delete = default_storage.delete
    LeavingFileFactory(name="refused.pdf")
    LeavingFileFactory(name=name)

    def refuse(wanted):
        if wanted == "refused.pdf":
            raise PermissionError(13, "Permission denied", wanted)
        delete(wanted)

    monkeypatch.setattr(default_storage, "delete", refuse)

    assert remove_leaving_files() == 1
    assert [each.name for each in LeavingFile.objects.all()] == ["refused.pdf"]
    assert "refused.pdf" not in caplog.text


def test_a_new_file_of_the_same_name_stays(name):
    DocumentFileFactory(file=name)
    LeavingFileFactory(name=name)

    assert remove_leaving_files() == 0
    assert default_storage.exists(name)
    assert not LeavingFile.objects.exists()
