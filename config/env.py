"""Typed readers of environment variables that fail at start with the name and the cure."""

import os
import shlex
import shutil
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def text(name, default=None):
    """Return the variable, or ``default``. Raises: ImproperlyConfigured when neither is there."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}; see .env.example for what it means.")
    return value


def truth(name, default):
    """Return the variable as a boolean: 1/0, true/false, yes/no."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.lower() not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return words[value.lower()]


def number(name, default):
    """Return the variable as a whole number from 0."""
    value = os.environ.get(name, "")
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.")
    return int(value) if value else default


def one_of(name, default, known):
    """Return the variable, one of the ``known`` words."""
    value = os.environ.get(name) or default
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of: {', '.join(known)}.")
    return value


def secret(name):
    """Return a secret, or "" when it is not set. Raises: ImproperlyConfigured when it could be guessed."""
    value = os.environ.get(name, "")
    if value and len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{name} is shorter than {SHORTEST_SECRET} characters; make a random one.")
    return value


def command(name):
    """Return the words of a command, or [] when it is not set. Raises: ImproperlyConfigured when its program is not there."""
    words = shlex.split(os.environ.get(name, ""))
    if words and shutil.which(words[0]) is None:
        raise ImproperlyConfigured(
            f"{name} calls {words[0]!r}, which is not there; install it or write its path."
        )
    return words


def words(name, default=""):
    """Return a comma-separated variable as a list without empty items."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name, *, sqlite_path):
    """Return Django's settings of one database from a URL, or SQLite at ``sqlite_path`` when it is not set.

    Shape: postgresql://user:password@host:port/name, or sqlite:///path.
    """
    url = os.environ.get(name, "")
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or query.get("host", "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # A page asks long questions of few rows: compiling one costs seconds, answering it milliseconds.
            "OPTIONS": {"options": "-c jit=off"},
        }
    if url and parts.scheme != "sqlite":
        raise ImproperlyConfigured(f"{name} starts with {parts.scheme!r}; use postgresql:// or sqlite:///.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path) if url else str(sqlite_path),
        "OPTIONS": {
            # A writer takes its lock at once, so that two writers wait for each other instead of failing halfway.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY",
        },
    }
