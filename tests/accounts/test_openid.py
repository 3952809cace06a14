"""Sign-in through an outside provider: the whole flow against one on this computer."""

import copy
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from masterstvo.accounts.models import User
from tests.accounts.codes import set_up
from tests.factories.accounts import UserFactory
from tests.openid_provider import CLIENT_ID, CLIENT_PASSWORD, OTHER_KEY, Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    server = Provider()
    settings.OPENID_CLIENT_ID, settings.OPENID_TITLE = CLIENT_ID, "Войти через Госуслуги"
    configured = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    configured["openid_connect"]["APPS"][0] |= {
        "client_id": CLIENT_ID,
        "secret": CLIENT_PASSWORD,
        "settings": {"server_url": server.issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = configured
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", password="река-и-берег-7")


def go_there(client, **query):
    """Leave for the provider and return the address that it sends the browser back to."""
    leaving = client.get(reverse("accounts:outside_begin"), query)
    there = requests.get(leaving.url, allow_redirects=False, timeout=5)
    return there.headers["Location"].removeprefix("http://testserver")


def enter_outside(client, **query):
    return client.get(go_there(client, **query))


def said(client):
    return client.get(reverse("accounts:sign_in")).content.decode()


def test_the_button_is_shown_only_where_there_is_a_provider(client, settings):
    assert "Госуслуги" not in said(client)
    settings.OPENID_CLIENT_ID, settings.OPENID_TITLE = CLIENT_ID, "Войти через Госуслуги"
    assert "Войти через Госуслуги" in said(client)


def test_without_a_provider_its_pages_lead_to_the_usual_sign_in(client):
    for name in ("accounts:outside_begin", "accounts:outside_finish"):
        assert client.get(reverse(name)).url == reverse("accounts:sign_in")


def test_a_proved_address_opens_the_account_that_has_it(client, provider, anna):
    response = enter_outside(client, next="/organizations/")

    assert (response.status_code, response.url) == (302, "/organizations/")
    assert client.session["_auth_user_id"] == str(anna.pk)
    assert provider.asked == [
        "/.well-known/openid-configuration",
        "/authorize",
        "/.well-known/openid-configuration",
        "/token",
        "/keys",
        "/userinfo",
    ]


def test_the_password_and_the_address_stay_as_they_were_and_nothing_of_the_provider_is_kept(
    client, provider, anna
):
    enter_outside(client)

    anna.refresh_from_db()
    assert anna.check_password("река-и-берег-7")
    assert SocialAccount.objects.count() == 0


def test_the_provider_is_told_where_to_return_and_given_no_secret(client, provider):
    asked = parse_qs(urlsplit(client.get(reverse("accounts:outside_begin")).url).query)

    assert asked["redirect_uri"] == ["http://testserver/sign-in/outside/return/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert (asked["client_id"], asked["response_type"]) == ([CLIENT_ID], ["code"])
    assert CLIENT_PASSWORD not in str(asked)


def test_the_second_factor_is_asked_here_as_well(client, provider, anna):
    set_up(anna)

    assert enter_outside(client).url == reverse("accounts:second_factor")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "1", "email": "nobody@example.org", "email_verified": True},
        {"sub": "1", "email": "anna@example.org", "email_verified": False},
        {"sub": "1", "email": "anna@example.org", "email_verified": "false"},
        {"sub": "1", "email": "anna@example.org"},
        {"sub": "1"},
        {"sub": "1", "email": "closed@example.org", "email_verified": True},
    ],
    ids=["unknown", "unproved", "false in words", "not said", "no address", "closed"],
)
def test_no_account_is_made_and_no_unproved_address_opens_one(client, provider, anna, person):
    UserFactory(email="closed@example.org", is_active=False)
    provider.person = person

    assert enter_outside(client).url == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session
    assert "С этим адресом здесь нет учётной записи" in said(client)
    assert User.objects.count() == 2


def spoil(name, value):
    return lambda provider: setattr(provider, name, value)


@pytest.mark.parametrize(
    "bad",
    [
        spoil("signed_by", OTHER_KEY),
        spoil("algorithm", "none"),
        spoil("algorithm", "HS256"),
        spoil("tells", {"claims": {"aud": "another-client"}}),
        spoil("tells", {"claims": {"iss": "http://evil.example"}}),
        spoil("tells", {"claims": {"exp": 1}}),
        spoil("tells", {"claims": {"sub": "2"}}),
        spoil("tells", {"issuer": "http://evil.example"}),
    ],
    ids=["other key", "unsigned", "signed by a word", "other client", "other issuer", "expired", "other person", "other configuration"],
)  # fmt: skip
def test_what_the_provider_did_not_sign_for_us_opens_nothing(client, provider, anna, bad):
    back = go_there(client)
    bad(provider)

    assert client.get(back).url == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session
    assert "Войти через внешнюю учётную запись не удалось" in said(client)


def test_a_code_of_another_browser_opens_nothing(client, provider, anna):
    stolen = go_there(Client())

    assert client.get(stolen).url == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session


def test_a_code_opens_once(client, provider, anna):
    back = go_there(client)
    client.get(back)
    client.logout()

    assert client.get(back).url == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("is_halfway", [False, True])
def test_a_provider_that_does_not_answer_leaves_the_usual_way_open(client, provider, anna, is_halfway):
    address = go_there(client) if is_halfway else reverse("accounts:outside_begin")
    provider.shutdown()
    provider.server_close()

    assert client.get(address).url == reverse("accounts:sign_in")
    assert "Войти через внешнюю учётную запись не удалось" in said(client)


def test_sign_in_leads_to_no_other_site(client, provider, anna):
    assert enter_outside(client, next="https://evil.example/").url == "/"
