import re

import pytest
from django.urls import reverse

from masterstvo.accounts import panels
from masterstvo.accounts.panels import DemoSignIn
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "река-и-берег-7"


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", password=PASSWORD)


def enter(client, email, password=PASSWORD, **more):
    return client.post(reverse("accounts:sign_in"), {"username": email, "password": password, **more})


@pytest.mark.parametrize("email", ["anna@example.org", "ANNA@Example.org", " anna@example.org "])
def test_sign_in_does_not_look_at_the_case_of_an_address(client, anna, email):
    response = enter(client, email)

    assert (response.status_code, response.url) == (302, reverse("accounts:my_access"))
    assert client.session["_auth_user_id"] == str(anna.pk)


def refusals(response):
    return [str(error) for error in response.context["form"].non_field_errors()]


def test_sign_in_refuses_a_wrong_password_and_an_unknown_address_in_the_same_words(client, anna):
    UserFactory(email="closed@example.org", password=PASSWORD, is_active=False)
    answers = [
        enter(client, "anna@example.org", "не тот"),
        enter(client, "nobody@example.org"),
        enter(client, "closed@example.org"),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert [refusals(answer) for answer in answers] == [
        ["Адрес или пароль не подошли. Проверьте раскладку и Caps Lock."]
    ] * 3


def test_sign_in_keeps_the_typed_address(client, anna):
    assert 'value="anna@example.org"' in enter(client, "anna@example.org", "не тот").content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/organizations/", "/organizations/"),
        ("https://example.com/x", "/account/"),
        ("//example.com", "/account/"),
    ],
)
def test_sign_in_leads_where_the_reader_was_going_but_never_to_another_site(client, anna, wanted, reached):
    assert enter(client, "anna@example.org", next=wanted).url == reached


def test_sign_in_ends_with_the_browser_unless_asked_to_remember(client, anna):
    enter(client, "anna@example.org")
    forgotten = client.session.get_expire_at_browser_close()
    client.logout()
    enter(client, "anna@example.org", is_remembered="on")

    assert (forgotten, client.session.get_expire_at_browser_close()) == (True, False)


@pytest.mark.parametrize(("is_demo", "times"), [(True, 1), (False, 0)])
def test_sign_in_shows_ready_accounts_only_in_the_fictional_district(
    client, settings, monkeypatch, is_demo, times
):
    settings.IS_DEMO = is_demo
    monkeypatch.setattr(panels, "_demo", [lambda: [DemoSignIn("методист", "demo@example.org", "demo")]])

    assert client.get(reverse("accounts:sign_in")).content.decode().count("demo@example.org") == times


def test_the_support_desk_has_no_door_of_its_own(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/sign-in/?next=/admin/"
    posted = client.post("/admin/login/", {"username": "a@example.org", "password": "догадка"})
    assert posted.url == "/sign-in/?next=/"
    assert client.get("/admin/password_change/").url == reverse("accounts:password_change")


def test_who_is_not_of_the_support_desk_is_refused_there_and_sent_nowhere(client, anna):
    client.force_login(anna)

    assert client.get("/admin/", follow=True).status_code == 403


def test_the_support_desk_sees_no_secrets_and_no_sessions(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page = client.get("/admin/").content.decode()

    assert "/admin/accounts/user/" in page
    assert not re.findall(r"/admin/(?:mfa|usersessions|account|socialaccount)/", page)


def test_sign_out_needs_a_post(client, anna):
    client.force_login(anna)

    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.post(reverse("accounts:sign_out")).url == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session


def change(client, old, new, again):
    answers = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(reverse("accounts:password_change"), answers)


def test_password_change_keeps_the_session(client, anna):
    client.force_login(anna)

    assert change(client, PASSWORD, "чайник-и-апрель-9", "чайник-и-апрель-9").status_code == 302
    anna.refresh_from_db()
    assert anna.check_password("чайник-и-апрель-9")
    assert client.get(reverse("accounts:password_change")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("не тот", "чайник-и-апрель-9", "чайник-и-апрель-9"),
        (PASSWORD, "1234567", "1234567"),
        (PASSWORD, "а" * 9, "б" * 9),
    ],
)
def test_password_change_refuses_with_422(client, anna, old, new, again):
    client.force_login(anna)

    assert change(client, old, new, again).status_code == 422
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_password_change_is_for_those_signed_in(client):
    assert client.get(reverse("accounts:password_change")).status_code == 302
