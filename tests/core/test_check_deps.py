import json

import django
import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def pinned(tmp_path):
    def write(*lines):
        path = tmp_path / "requirements.txt"
        path.write_text("\n".join(["# why", *lines]))
        return path

    return write


def weakness(folder, **affected):
    folder.mkdir(exist_ok=True)
    told = {"package": {"name": "Django", "ecosystem": "PyPI"}, **affected}
    (folder / "a.json").write_text(json.dumps({"id": "CVE-1", "summary": "дыра", "affected": [told]}))
    return folder


def test_what_is_pinned_is_installed(capsys):
    call_command("check_deps")

    told = capsys.readouterr().out
    assert "Сходится" in told
    assert "Об уязвимостях ничего не известно" in told


def test_another_version_and_a_missing_package_are_told(pinned):
    with pytest.raises(CommandError) as told:
        call_command("check_deps", pinned=pinned("Django==1.0", "no_such.package==2"))

    assert f"django: закреплена 1.0, установлена {django.__version__}" in str(told.value)
    assert "no-such-package: закреплена 2, установлена никакая" in str(told.value)


@pytest.mark.parametrize(
    ("affected", "is_hit"),
    [
        ({"versions": [django.__version__]}, True),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999"}]}]}, True),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "5.0"}]}]}, False),
        (
            {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "5.0"}]}]},
            False,
        ),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "unreadable"}]}]}, True),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
        ({"versions": ["0"], "package": {"name": "django", "ecosystem": "npm"}}, False),
    ],
)
def test_a_known_weakness_of_an_installed_version_is_told(pinned, tmp_path, affected, is_hit):
    folder = weakness(tmp_path / "osv", **affected)
    options = {"pinned": pinned(f"Django=={django.__version__}"), "advisories": folder}

    if is_hit:
        with pytest.raises(CommandError, match=f"django {django.__version__}: CVE-1 дыра"):
            call_command("check_deps", **options)
    else:
        call_command("check_deps", **options)


@pytest.mark.parametrize("content", ["[", "[]", '{"affected": 1}', None])
def test_a_list_that_cannot_be_read_is_no_all_clear(pinned, tmp_path, content):
    folder = tmp_path / "osv"
    folder.mkdir()
    if content is not None:
        (folder / "a.json").write_text(content)

    with pytest.raises(CommandError):
        call_command("check_deps", pinned=pinned(), advisories=folder)
