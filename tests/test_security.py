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
