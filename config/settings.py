"""Settings of every deployment; what differs between them comes from the environment (.env.example)."""

import os
import secrets
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Core -----------------------------------------------------------------------------------------------------------
HOME = Path(env.text("MASTERSTVO_HOME", str(BASE_DIR / "var"))).resolve()
DEBUG = env.truth("MASTERSTVO_DEBUG", False)


def _secret_key():
    """Return the key from the environment, or keep one beside the database: sessions survive a restart."""
    path = HOME / "secret_key"
    if path.exists() and os.name == "posix" and path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(
            f"Others may read {path}: run chmod 600, or make a new key by removing it."
        )
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.secret("MASTERSTVO_SECRET_KEY") or _secret_key()
IS_DEMO = env.truth("MASTERSTVO_DEMO", False)
ALLOWED_HOSTS = env.words("MASTERSTVO_HOSTS", "127.0.0.1,localhost,[::1]")
SITE = env.text("MASTERSTVO_SITE", "").rstrip(
    "/"
)  # the beginning of addresses in letters that no request asks for
CSRF_TRUSTED_ORIGINS = env.words("MASTERSTVO_ORIGINS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
LARGEST_REQUEST = 110 * 1024 * 1024  # files included; pages refuse smaller ones in words of their own
FILE_UPLOAD_HANDLERS = [
    "masterstvo.core.uploads.LimitedRequest",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
SCAN_COMMAND = env.command("MASTERSTVO_SCAN_COMMAND")  # asked about each uploaded file, see core/scanning.py
SCAN_SECONDS = 60
CHECK_LINKS = env.truth("MASTERSTVO_CHECK_LINKS", True)  # see core/outside.py
LIMIT_PARSERS = True  # strangers' files are parsed in a process of their own, see core/sandbox.py

# The client of an outside sign-in lengthens every start by a tenth; those without one do not wait for it.
OPENID_ISSUER = env.text("MASTERSTVO_OPENID_ISSUER", "")
OPENID_CLIENT_ID = env.text("MASTERSTVO_OPENID_CLIENT_ID", "")
OPENID_TITLE = env.text("MASTERSTVO_OPENID_TITLE", "Войти через учётную запись организации")
OPENID_APPS = ["allauth.socialaccount.providers.openid_connect"] if OPENID_ISSUER else []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "csp",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *OPENID_APPS,
    "masterstvo.core",
    "masterstvo.search",
    "masterstvo.accounts",
    "masterstvo.organizations",
    "masterstvo.people",
    "masterstvo.inbox",
    "masterstvo.indicators",
    "masterstvo.documents",
    "masterstvo.plans",
    "masterstvo.assessments",
    "masterstvo.experts",
    "masterstvo.training",
    "masterstvo.events",
    "masterstvo.mentoring",
    "masterstvo.communities",
    "masterstvo.practices",
    "masterstvo.contests",
    "masterstvo.diagnostics",
    "masterstvo.routes",
    "masterstvo.quality",
    "masterstvo.awards",
    "masterstvo.ratings",
    "masterstvo.reports",
    "masterstvo.imports",
    "masterstvo.journal",
    "masterstvo.privacy",
    "masterstvo.agenda",
    "masterstvo.demo",
]

MIDDLEWARE = [
    "masterstvo.core.middleware.request_number",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "masterstvo.core.middleware.permissions_policy",
    "masterstvo.core.middleware.kept_nowhere",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "masterstvo.accounts.middleware.second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "masterstvo.organizations.middleware.acting_user",
    "masterstvo.organizations.middleware.current_municipality",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "masterstvo.core.context.shell",
            ],
            "builtins": ["masterstvo.core.templatetags.ui"],
        },
    },
]

# --- Databases and storage ------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", sqlite_path=HOME / "masterstvo.sqlite3")}
MEDIA_ROOT = HOME / "files"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
ASSETS_ROOT = HOME / "assets"  # fonts and icons that build_assets makes
ASSETS_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [ASSETS_ROOT]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
AUDIT_LOG_IS_OPEN = False  # only tests, which empty their tables, leave it open
WHITENOISE_MAX_AGE = 31536000
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- People and sessions --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "masterstvo.accounts.backends.UserBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"masterstvo.accounts.passwords.{name}"}
    for name in ("LongEnough", "UnlikeOwner", "NotOnlyDigits", "NotCommon")
]
PASSWORD_RESET_TIMEOUT = 3600  # the life of a link in a letter
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_COOKIE_AGE = 14 * 24 * 3600
second_factor = "optional" if IS_DEMO else "required"
SECOND_FACTOR = env.one_of("MASTERSTVO_SECOND_FACTOR", second_factor, ("required", "optional"))

# django-allauth does the work below our pages of sign-in, see ADR 0014
ACCOUNT_ADAPTER = "masterstvo.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "masterstvo.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Мастерство"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
SOCIALACCOUNT_ADAPTER = "masterstvo.accounts.adapters.OutsideAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "outside",
                "name": OPENID_TITLE,
                "client_id": OPENID_CLIENT_ID,
                "secret": env.text("MASTERSTVO_OPENID_SECRET", ""),
                "settings": {"server_url": OPENID_ISSUER},
            }
        ],
    }
}

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
TIME_ZONE = env.text("MASTERSTVO_TIME_ZONE", "Asia/Irkutsk")
USE_I18N = True
USE_TZ = True

# --- Security: a deployment behind TLS says so and gets everything else -----------------------------------------------
HTTPS = env.truth("MASTERSTVO_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# How many servers of ours stand before this one: limits by address need to know whose address it is
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("MASTERSTVO_PROXIES", 1 if HTTPS else 0)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-sessionid", "__Host-csrftoken") if HTTPS else ("sessionid", "csrftoken")
)  # no neighbour on another subdomain can set a cookie of this name
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Mail, jobs, logs -----------------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("MASTERSTVO_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = env.text("MASTERSTVO_FROM_EMAIL", "masterstvo@localhost")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "nameless": {
            "()": "masterstvo.core.logs.NamelessFormatter",
            "format": "{levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "nameless"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own would mail whole requests to ADMINS, names and all; errors stay in the log.
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
}
