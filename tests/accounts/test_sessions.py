"""«Мой доступ»: where one is signed in, and signing out there."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from masterstvo.accounts.queries import address_in_short, device_in_words
from tests.factories.accounts import UserFactory, UserSessionFactory

pytestmark = pytest.mark.django_db
PASSWORD = "река-и-берег-7"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", password=PASSWORD)


def enter(user, agent=WINDOWS, address="203.0.113.7"):
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post(reverse("accounts:sign_in"), {"username": user.email, "password": PASSWORD})
    return client


def is_in(client):
    return client.get(reverse("accounts:my_access")).status_code == 200


def listed(client):
    shown = client.get(reverse("accounts:my_access")).context["sessions"]
    return [(each["device"], each["address"], each["is_current"]) for each in shown]


def test_the_page_lists_where_one_is_signed_in_the_latest_first(anna):
    enter(anna, PHONE, "2001:db8:aa:1::5")
    here = enter(anna)

    assert listed(here) == [
        ("Chrome, Windows", "203.0.113.*", True),
        ("Safari, iOS", "2001:0db8:00aa:*", False),
    ]


def test_only_one_s_own_sessions_are_listed(anna):
    enter(UserFactory(email="boris@example.org", password=PASSWORD), PHONE)

    assert listed(enter(anna)) == [("Chrome, Windows", "203.0.113.*", True)]


def test_a_session_that_ended_is_not_listed(anna):
    enter(anna, PHONE).post(reverse("accounts:sign_out"))
    gone = enter(anna, PHONE)
    Session.objects.filter(session_key=gone.session.session_key).delete()

    assert len(listed(enter(anna))) == 1


def test_sign_out_ends_the_session_on_the_server(anna):
    client = enter(anna)
    kept = dict(client.cookies)
    client.post(reverse("accounts:sign_out"))
    client.cookies.update(kept)

    assert not is_in(client)
    assert UserSession.objects.count() == 0


def test_one_signs_out_there_and_stays_here(anna):
    there, here = enter(anna, PHONE), enter(anna)
    session = UserSession.objects.get(session_key=there.session.session_key)

    assert here.post(reverse("accounts:session_end", args=[session.pk])).url == reverse("accounts:my_access")
    assert (is_in(there), is_in(here)) == (False, True)


def test_one_signs_out_here(anna):
    there, here = enter(anna, PHONE), enter(anna)
    session = UserSession.objects.get(session_key=here.session.session_key)

    assert here.post(reverse("accounts:session_end", args=[session.pk])).url == reverse("accounts:sign_in")
    assert (is_in(there), is_in(here)) == (True, False)


def test_one_signs_out_everywhere(anna):
    there, here = enter(anna, PHONE), enter(anna)
    other = enter(UserFactory(email="boris@example.org", password=PASSWORD))

    response = here.post(reverse("accounts:session_end_all"), follow=True)

    assert "Вы вышли на всех устройствах" in response.content.decode()
    assert (is_in(there), is_in(here), is_in(other)) == (False, False, True)


def test_somebody_else_s_session_does_not_exist(anna):
    session = UserSessionFactory()

    assert enter(anna).post(reverse("accounts:session_end", args=[session.pk])).status_code == 404


def test_a_new_password_ends_the_other_sessions(anna):
    there, here = enter(anna, PHONE), enter(anna)
    new = {"new_password1": "чайник-и-апрель-9", "new_password2": "чайник-и-апрель-9"}

    here.post(reverse("accounts:password_change"), {"old_password": PASSWORD, **new})

    assert listed(here) == [("Chrome, Windows", "203.0.113.*", True)]
    assert (is_in(there), is_in(here)) == (False, True)


def test_a_sign_in_gives_the_session_a_new_key(client, anna):
    client.get(reverse("accounts:sign_in"))
    session = client.session
    session["planted"] = "by somebody who wants to know the key"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    client.post(reverse("accounts:sign_in"), {"username": anna.email, "password": PASSWORD})

    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_the_page_do_not_grow(anna, django_assert_num_queries, count):
    for _ in range(count - 1):
        enter(anna, PHONE)
    here = enter(anna)
    is_in(here)

    with django_assert_num_queries(12):  # with the sheets of the apps above
        assert len(listed(here)) == count


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome, Windows"),
        (f"{WINDOWS} Edg/130.0", "Edge, Windows"),
        (WINDOWS.replace("Chrome", "Chrome/124 YaBrowser"), "Яндекс.Браузер, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile", "Chrome, Android"),
        (PHONE, "Safari, iOS"),
        ("curl/8.0", "неизвестное устройство"),
        ("", "неизвестное устройство"),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert device_in_words(agent) == words


@pytest.mark.parametrize(
    ("address", "short"),
    [("203.0.113.7", "203.0.113.*"), ("2001:db8::1", "2001:0db8:0000:*"), ("unknown", "")],
)
def test_an_address_is_shortened(address, short):
    assert address_in_short(address) == short
