"""What every test may use: the cast of people who open pages."""

import datetime as dt
import gc
import os

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from masterstvo.demo.actions.load import load_demo
from masterstvo.organizations.choices import Role
from masterstvo.organizations.queries import SESSION_KEY
from tests import access, migrated
from tests.browser import assets, chromium, open_as, open_page  # noqa: F401 -- fixtures of browser tests
from tests.clock import at_noon_of
from tests.factories.accounts import UserFactory
from tests.factories.organizations import GrantFactory


@pytest.fixture(scope="session")
def kept_database(pytestconfig, django_test_environment):
    """Pour a database that an earlier run migrated into the one of this run; PostgreSQL is migrated from nothing."""
    if connection.vendor != "sqlite" or not hasattr(pytestconfig, "cache"):
        return None
    kept = migrated.Kept(pytestconfig.cache.mkdir("migrated") / f"{migrated.key()}.sqlite3", connection)
    kept.pour_when_made()
    return kept


@pytest.fixture(scope="session")
def django_db_setup(kept_database, django_db_setup, django_db_blocker):
    if kept_database:
        with django_db_blocker.unblock():
            kept_database.keep()


@pytest.fixture(scope="module")
def open_for_a_module(django_db_setup, django_db_blocker, tmp_path_factory):
    """Let what a fixture builds stand for all tests of a module; each of them leaves it as it was."""
    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # The end of each test closes its connection, and with it the transaction; SQLite in memory stays open anyway.
        patch.setattr(connection, "close", lambda: None)
        yield
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = kept


@pytest.fixture(scope="module")
def world(open_for_a_module):
    """The world of tests/access.py."""
    return access.build()


@pytest.fixture(scope="module")
def district(open_for_a_module):
    """The main municipality of the demo, loaded on 20 November 2026."""
    day = dt.date(2026, 11, 20)
    with at_noon_of(day):
        return load_demo(today=day)


@pytest.fixture(scope="module")
def cookies(world):
    """Return {actor: the cookie of a session}, looking at district A where the actor may; signing in costs more than a page."""
    found = {}
    for actor, user in world.users.items():
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.session
            session[SESSION_KEY] = world.municipality.pk
            session.save()
            found[actor] = session.session_key
    return found


@pytest.fixture
def browser_of(cookies, db):
    """Return a client of one actor of that world, looking at its own district."""
    return lambda actor: access.browser_as(actor, cookies)


@pytest.fixture
def clients(world, cookies, db):
    """Return {actor: client} of that world, everybody looking at district A where they may."""
    for user in world.users.values():
        if hasattr(user, "_grants_today"):
            del user._grants_today
    return {actor: access.browser_as(actor, cookies) for actor in world.users}


@pytest.fixture
def sign_in(client):
    """Sign a user in and return the client; without arguments, a methodist of a new municipality."""

    def signed_in(user=None, *, municipality=None, role=Role.METHODIST):
        if user is None:
            user = GrantFactory(role=role, **({"municipality": municipality} if municipality else {})).user
        client.force_login(user)
        client.user = user
        return client

    return signed_in


@pytest.fixture
def as_actor(client):
    """Sign in as one of the cast for ``municipality`` and return the client.

    Actors: methodist, head, observer (of it), stranger (a methodist elsewhere), school (head of ``organization``),
    expired (was a methodist), nobody (not signed in), plain (a user without any role).
    """

    def sign(actor, municipality, organization=None):
        if actor == "nobody":
            return client
        if actor in ("methodist", "head", "observer"):
            role = {"methodist": Role.METHODIST, "head": Role.HEAD, "observer": Role.OBSERVER}[actor]
            user = GrantFactory(municipality=municipality, role=role).user
        elif actor == "expired":
            user = GrantFactory(municipality=municipality, ends_on=dt.date(2021, 1, 1)).user
        elif actor == "stranger":
            user = GrantFactory().user
        elif actor == "school":
            user = GrantFactory(of_organization=True, organization=organization).user
        elif actor == "plain":
            user = UserFactory()
        else:
            raise ValueError(actor)
        client.force_login(user)
        return client

    return sign


def pytest_collection_finish():
    """Let the collector of garbage pass by what stays to the end, and come less often: it is a tenth of a page's time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL leave out what says the same as on SQLite, where all of it runs: what touches no database, ``once``, and what a page says.

    Every page is opened and every form sent there by tests/test_bad_pages.py; what they ask of the database stands in queries and actions.
    """
    if not os.environ.get("DATABASE_URL"):
        return
    uses = {"db", "transactional_db", "client", "live_server", "django_db_setup"}
    left = {
        item
        for item in items
        if item.get_closest_marker("once")
        or "views" in item.nodeid.split("::")[0]
        or not (item.get_closest_marker("django_db") or uses & set(item.fixturenames))
    }
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]
