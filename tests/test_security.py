"""What protects every page: headers, cookies, limits, and a production that Django has nothing to say against."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from masterstvo.accounts.forms import SignInForm
from masterstvo.core.logs import NamelessFormatter
from tests.factories.accounts import UserFactory

ROOT = Path(__file__).resolve().parents[1]


def production_variables():
    """Return the variables that README exports for a deployment."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    exported = " ".join(re.findall(r"^export (.+)$", text, re.M))
    return dict(pair.split("=", 1) for pair in exported.split())


def test_a_deployment_as_in_the_readme_has_no_weak_point(tmp_path, monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # left there by a browser of this process
    variables = production_variables()
    assert {"DATABASE_URL", "MASTERSTVO_HOSTS", "MASTERSTVO_ORIGINS", "MASTERSTVO_HTTPS"} <= variables.keys()

    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **os.environ,
            **variables,
            "MASTERSTVO_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr.strip()) == (0, ""), checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    def key():
        command = (
            "import django; django.setup(); from django.conf import settings; print(settings.SECRET_KEY)"
        )
        environment = {
            **os.environ,
            "MASTERSTVO_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        environment.pop("MASTERSTVO_SECRET_KEY", None)
        run = subprocess.run(
            [sys.executable, "-c", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout

    assert key() == key()
    assert len(key()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def started(tmp_path, **variables):
    """Return what a start with these variables says on stderr."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MASTERSTVO_")}
    run = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.SECRET_KEY"],
        cwd=ROOT,
        env={
            **kept,
            "MASTERSTVO_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stderr.strip().splitlines()[-1:] if run.returncode else []


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such mode there")
def test_a_secret_key_that_others_may_read_stops_the_start(tmp_path):
    (tmp_path / "secret_key").write_text("x" * 60)
    (tmp_path / "secret_key").chmod(0o644)

    assert "chmod 600" in started(tmp_path)[0]
    (tmp_path / "secret_key").chmod(0o600)
    assert started(tmp_path) == []


def test_a_secret_that_could_be_guessed_and_an_antivirus_that_is_not_there_stop_the_start(tmp_path):
    assert "MASTERSTVO_SECRET_KEY is shorter than 50" in started(tmp_path, MASTERSTVO_SECRET_KEY="secret")[0]
    assert (
        "MASTERSTVO_SCAN_COMMAND calls 'no-such-scan'"
        in started(tmp_path, MASTERSTVO_SCAN_COMMAND="no-such-scan -v")[0]
    )


def test_each_test_that_the_page_of_security_names_is_there():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))

    assert len(named) > 20
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []


def test_every_line_of_the_list_says_whether_it_holds_and_by_what():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (\d[\d.,– ]+) \| (.+) \| (.*) \| (.*) \| (.*)\|$", text, re.M)

    assert len(lines) > 100
    for number, _, holds, how, test in lines:
        assert holds in ("yes", "part", "no", "—", "operator"), number
        assert how.strip() or test.strip() or holds in ("—", "operator"), (
            f"{number}: say how, or by what test"
        )


@pytest.mark.django_db
def test_headers_tell_no_version_and_let_no_other_site_read(client):
    headers = client.get(reverse("accounts:sign_in"), headers={"origin": "https://evil.example"}).headers

    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(headers)
    assert headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/no-such-page/", reverse("accounts:sign_in"), "/admin/login/"])
def test_every_answer_carries_the_protecting_headers(client, path):
    headers = client.get(path).headers

    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if part.strip()
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_cookies_of_a_deployment_are_closed(client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    user = UserFactory()
    user.set_password("проверочный-пароль-1")
    user.save()
    client.get(reverse("accounts:sign_in"), secure=True)
    client.post(
        reverse("accounts:sign_in"), {"username": user.email, "password": "проверочный-пароль-1"}, secure=True
    )

    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_cookies_of_a_deployment_belong_to_this_host_alone(tmp_path):
    command = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEBUG)"
    )
    variables = {
        "MASTERSTVO_HTTPS": "1",
        "MASTERSTVO_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "False"]


@pytest.mark.django_db
def test_nothing_personal_is_kept_in_the_browser_s_own_storage(client):
    ours = [path for path in (ROOT / "masterstvo").rglob("*.js") if "htmx" not in path.name]

    assert '"historyCacheSize":0' in client.get(reverse("accounts:sign_in")).content.decode()
    assert ours
    assert not [path.name for path in ours if "Storage" in path.read_text(encoding="utf-8")]


@pytest.mark.django_db
def test_a_password_can_be_pasted_shown_and_kept_by_a_manager(client):
    page = client.get(reverse("accounts:sign_in")).content.decode()

    assert 'autocomplete="current-password"' in page
    assert "data-peek" in page
    assert "onpaste" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/static/", "/.git/config", "/files/", "/secret_key", "/static/../config/settings.py"]
)
def test_no_folder_and_no_file_of_the_server_is_listed(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_nothing_keeps_what_a_signed_in_person_was_shown(client):
    assert "no-store" not in client.get("/kit/").headers.get("Cache-Control", "")
    client.force_login(UserFactory())

    assert client.get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_request_larger_than_the_limit_is_refused_before_it_is_read(client, settings):
    settings.LARGEST_REQUEST = 1000
    answer = client.post(reverse("accounts:sign_in"), {"file": SimpleUploadedFile("a.docx", b"x" * 2000)})

    assert answer.status_code == 400


@pytest.mark.django_db
def test_forms_of_too_many_fields_are_refused(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = client.post(reverse("accounts:sign_in"), {f"x{number}": "1" for number in range(11)})

    assert answer.status_code == 400


def test_a_foreign_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert RequestFactory().get("/", headers={"host": "testserver"}).get_host() == "testserver"


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused(client):
    client.handler.enforce_csrf_checks = True

    assert client.post(reverse("accounts:sign_in"), {"username": "a", "password": "b"}).status_code == 403


@pytest.mark.django_db
def test_the_log_of_a_breakdown_and_of_bad_requests_names_nobody(client, caplog, mailoutbox, monkeypatch):
    quoted = (
        "Key (email)=(sekretova@example.org)",
        "Секретова Анна",
    )  # lines of code are in the log, their values not

    def break_down(form):
        try:
            raise ValueError(quoted[0])
        except ValueError as error:
            raise RuntimeError(quoted[1]) from error

    monkeypatch.setattr(SignInForm, "is_valid", break_down)
    client.raise_request_exception = False
    words = {"q": "Секретова", "username": "sekretova@example.org", "password": "secret"}

    broken = client.post(f"{reverse('accounts:sign_in')}?q=Секретова", words)
    missing = client.get("/nothing/here/", {"q": "Секретова"})
    log = "\n".join(NamelessFormatter().format(record) for record in caplog.records).lower()

    assert (broken.status_code, missing.status_code, mailoutbox) == (500, 404, [])
    assert "builtins.runtimeerror" in log
    assert "builtins.valueerror" in log
    assert not re.search("секретова|sekretova|secret|%d0", log)


def test_the_log_is_written_without_names_and_no_error_is_mailed():
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "nameless"
    assert logging.getLogger("django").handlers == []
