"""What the tests change: jobs run at once, passwords are cheap, static files need no build, nothing leaves the process."""

import os
import tempfile

os.environ["MASTERSTVO_OPENID_ISSUER"] = (
    "http://127.0.0.1:9"  # its client is loaded; tests give it a provider
)
if "MASTERSTVO_HOME" not in os.environ:  # a process of ours finds it there and needs no second one
    os.environ["MASTERSTVO_HOME"] = tempfile.mkdtemp(prefix="masterstvo-test-")

from config.settings import *  # noqa: F403 -- the home must be set before the settings are read

INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]  # noqa: F405 -- from the settings above
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_DIRS = []
AUDIT_LOG_IS_OPEN = True  # tests with transactions empty all tables; tests/core/test_append_only.py closes it
if "postgresql" in DATABASES["default"]["ENGINE"]:  # noqa: F405 -- from the settings above
    DATABASES["default"]["OPTIONS"]["options"] += " -c masterstvo.audit_is_open=on"  # noqa: F405 -- the same
SECOND_FACTOR = "optional"  # most tests are not about it; those of accounts turn it on
# A test client would read the folder of static files anew: half the time of a page.
WHITENOISE_AUTOREFRESH = True
LIMIT_PARSERS = False  # a process for each plan of the tests would double their time; tests/core/test_sandbox.py turns it on
CHECK_LINKS = False  # nothing leaves the process
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 -- whitenoise warns when it is not there
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
