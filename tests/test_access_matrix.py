"""Every page × every actor against tests/access_matrix.toml, and what no answer may tell."""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from masterstvo.core.models import AuditRecord
from masterstvo.organizations.queries import SESSION_KEY
from masterstvo.people.actions import READ_CARD
from tests import access
from tests.access import ACTORS, PAGES, STATUS, YES

ADDRESSES = access.addresses()
EVERY = pytest.mark.parametrize(("row", "name", "wanted"), ADDRESSES, ids=[row for row, _, _ in ADDRESSES])
MODELS = [model for config in apps.get_app_configs() if config.name.startswith("masterstvo.") for model in config.get_models()]  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world once; each test works on it and leaves it as it was."""
    from django.conf import settings

    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            yield access.build()
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            settings.MEDIA_ROOT = kept


@pytest.fixture
def clients(world, db):
    """Return {actor: client}, everybody looking at district A where they may."""
    found = {}
    for actor, user in world.users.items():
        found[actor] = client = Client(raise_request_exception=True)
        if user is not None:
            if hasattr(user, "_grants_today"):
                del user._grants_today
            client.force_login(user)
            session = client.session
            session[SESSION_KEY] = world.municipality.pk
            session.save()
    return found


def url_of(world, name, wanted):
    return reverse(name, kwargs={each: world.arguments[name][each] for each in wanted})


def agrees(response, answer, page):
    if answer == access.SIGN_IN:
        return response.status_code == 302 and response["Location"].startswith(reverse("accounts:sign_in"))
    if answer != YES:
        return response.status_code == STATUS[answer]
    is_moved = response.status_code == 302 and not response["Location"].startswith("/sign-in/?next=")
    return response.status_code == 200 or (page.may_move or page.is_post) and is_moved


# --- The table ------------------------------------------------------------------------------------------------------
def test_every_page_has_a_row_and_every_row_a_page():
    rows = {row for row, _, _ in ADDRESSES}

    assert sorted(rows - set(PAGES)) == []  # give the new page a row in tests/access_matrix.toml
    assert sorted(set(PAGES) - rows) == []  # a row without a page


def test_rights_name_only_known_actors():
    named = {actor for right in access.TABLE["rights"].values() for key in ("yes", "no") for actor in right.get(key, [])}  # fmt: skip

    assert named - {"*"} == set(ACTORS)
    assert {page.right for page in PAGES.values()} <= set(access.RIGHTS)


@EVERY
def test_a_page_opens_to_those_named_in_the_table(world, clients, row, name, wanted):
    page, url = PAGES[row], url_of(world, name, wanted)
    found = {}
    for actor, client in clients.items():
        response = client.get(url)
        response.close()
        answer = page.answers[actor]
        if page.is_post:
            is_right = response.status_code == 405 or (answer != YES and agrees(response, answer, page))
        else:
            is_right = agrees(response, answer, page)
        if not is_right:
            found[actor] = f"{answer} → {response.status_code} {response.headers.get('Location', '')}"

    assert found == {}


def everything():
    """Return what a refused request must leave as it was."""
    written = AuditRecord.objects.exclude(action=READ_CARD).count()
    return {model._meta.label: model._default_manager.count() for model in MODELS} | {
        "core.AuditRecord": written
    }


HARMFUL = {
    "reason": "проверка",
    "state": "done",
    "actual_result": "подменено",
    "token": "0",
    "decision": "accept",
    "order_number": "1",
    "order_on": "01.02.2026",
    "last_day": "01.02.2026",
    "text": "подменено",
    "name": "Подменённое имя",
    "clean": "1",
}


@EVERY
def test_a_refused_post_changes_nothing(world, clients, row, name, wanted):
    page, url = PAGES[row], url_of(world, name, wanted)
    query = {"edit": world.evidence["activity"].pk} if row == "plans:activity_list plan_id" else {}
    before, found = everything(), {}
    for actor, client in clients.items():
        answer = page.writing[actor]
        if answer == YES:
            continue
        response = client.post(url, HARMFUL, query_params=query)
        if response.status_code != 405 and not agrees(response, answer, page):
            found[actor] = f"{answer} → {response.status_code}"

    assert found == {}
    assert everything() == before


@pytest.mark.parametrize("row", [row for row, _, _ in ADDRESSES if row.endswith("_delete")])
def test_the_same_post_changes_something_for_those_who_may(world, clients, row):
    """Without this the test above could pass by asking nothing harmful."""
    wanted = next(wanted for each, _, wanted in ADDRESSES if each == row)
    before = everything()

    clients["methodist"].post(url_of(world, row, wanted), HARMFUL)

    assert everything() != before
