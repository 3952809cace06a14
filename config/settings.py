"""Settings of every deployment; what differs between them comes from the environment (.env.example)."""

import secrets
import sys
from pathlib import Path

from csp.constants import NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Core -----------------------------------------------------------------------------------------------------------
HOME = Path(env.text("MASTERSTVO_HOME", str(BASE_DIR / "var"))).resolve()
DEBUG = env.truth("MASTERSTVO_DEBUG", False)


def _secret_key():
    """Return the key from the environment, or keep one beside the database: sessions survive a restart."""
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.text("MASTERSTVO_SECRET_KEY", "") or _secret_key()
IS_DEMO = env.truth("MASTERSTVO_DEMO", False)
ALLOWED_HOSTS = env.words("MASTERSTVO_HOSTS", "127.0.0.1,localhost,[::1]")
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
LIMIT_PARSERS = True  # strangers' files are parsed in a process of their own, see core/sandbox.py

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
    "masterstvo.core",
    "masterstvo.accounts",
    "masterstvo.organizations",
    "masterstvo.people",
    "masterstvo.indicators",
    "masterstvo.documents",
    "masterstvo.plans",
    "masterstvo.experts",
    "masterstvo.training",
    "masterstvo.events",
    "masterstvo.mentoring",
    "masterstvo.contests",
    "masterstvo.diagnostics",
    "masterstvo.routes",
    "masterstvo.quality",
    "masterstvo.reports",
    "masterstvo.imports",
    "masterstvo.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "masterstvo.core.middleware.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
WHITENOISE_MAX_AGE = 31536000
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- People and sessions --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_COOKIE_AGE = 14 * 24 * 3600

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
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
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
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
