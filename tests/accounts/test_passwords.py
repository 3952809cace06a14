"""What a password must be, and a new one by letter."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from masterstvo.accounts.passwords import is_common
from tests.accounts.codes import set_up
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "река-и-берег-7", "чайник-и-апрель-9"
ASK, FINISH = reverse("accounts:password_reset"), reverse("accounts:password_reset_finish")


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", full_name="Анна Дёмина", password=PASSWORD)


# --- Strength -------------------------------------------------------------------------------------------------------
COMMON = [
    "Пароль2024!", "пароль123", "ПАРОЛЬ99", "мойпароль1", "йцукенгш", "Йцукен123", "фывапролд", "ячсмитьб", "йфяцычув",
    "йцуйцуйцу", "1qaz2wsx", "1q2w3e4r", "qwe123qwe", "qazwsxedc", "gfhjkm123", "ghbdtn2024", "yfnfif1985",
    "Наташа1985", "1985Наташа", "сережа2010", "Серёжа2010", "учитель1", "школа№15", "директор!", "методист2026",
    "Иркутск2026", "приветпривет", "солнышко1", "любовь777", "спартак1922", "ааааааааа", "аабб1122аа", "natasha1985", "masterstvo1",
]  # fmt: skip
GOOD = ["река-и-берег-7", "чайник-и-апрель-9", "наташа-любит-реку", "Kd8#kd92jf", "uchebny-raion", "тихий трамвай едет", "проверочный-пароль-1"]  # fmt: skip


@pytest.mark.parametrize("password", COMMON)
def test_what_is_tried_first_is_refused(password):
    with pytest.raises(ValidationError, match="подбирают первым"):
        validate_password(password)


@pytest.mark.parametrize("password", GOOD)
def test_words_that_do_not_belong_together_are_good(password):
    validate_password(password)
    assert not is_common(password)


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("ключ-8", "Добавьте ещё одно слово"),
        ("271828182845", "Добавьте слова"),
        ("анна дёмина", "которые с вами не связаны"),
        ("anna@example.org", "которые с вами не связаны"),
    ],
)
def test_a_refusal_says_what_to_do(anna, password, advice):
    with pytest.raises(ValidationError, match=advice):
        validate_password(password, anna)


# --- By letter ------------------------------------------------------------------------------------------------------
@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Ask for a letter and return the answer."""

    def asked(email, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(ASK, {"email": email}, follow=True, **more)

    return asked


def link():
    """Return the path of the link of the last letter."""
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]


def set_new(client, new=NEW):
    return client.post(FINISH, {"new_password1": new, "new_password2": new})


def test_the_letter_s_link_sets_a_new_password(client, anna, ask):
    ask("Anna@example.org")
    opened = client.get(link())
    response = set_new(client)

    assert opened.url == FINISH
    assert response.url == reverse("accounts:sign_in")
    anna.refresh_from_db()
    assert anna.check_password(NEW)


def test_a_new_password_by_letter_signs_nobody_in_and_passes_no_second_factor(client, anna, ask):
    set_up(anna)
    ask(anna.email)
    client.get(link())
    set_new(client)

    assert "_auth_user_id" not in client.session
    entered = client.post(reverse("accounts:sign_in"), {"username": anna.email, "password": NEW})
    assert entered.url == reverse("accounts:second_factor")


def test_a_new_password_by_letter_ends_all_sessions(client, anna, ask):
    other = Client()
    other.post(reverse("accounts:sign_in"), {"username": anna.email, "password": PASSWORD})
    ask(anna.email)
    client.get(link())
    set_new(client)

    assert other.get(reverse("accounts:my_access")).status_code == 302


def test_it_is_set_from_a_session_of_one_s_own_as_well(client, anna, ask):
    client.post(reverse("accounts:sign_in"), {"username": anna.email, "password": PASSWORD})
    ask(anna.email)
    client.get(link())

    assert set_new(client).url == reverse("accounts:sign_in")


def test_the_link_opens_once(client, anna, ask):
    ask(anna.email)
    used = link()
    client.get(used)
    set_new(client)

    assert "больше не действует" in client.get(used).content.decode()
    assert "больше не действует" in set_new(client, "другой-чайник-3").content.decode()


def test_the_link_lives_an_hour(client, anna, ask, settings):
    ask(anna.email)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "больше не действует" in client.get(link()).content.decode()


@pytest.mark.parametrize("key", ["", "x", "MQ.x", "MQ", "....", "%00", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5.a-b", "0JDQkA.a-b"])  # fmt: skip
def test_a_made_up_link_says_what_to_do(client, key):
    assert "Прислать новую ссылку" in client.get(f"{FINISH}?key={key}").content.decode()


def test_a_weak_password_is_refused_and_the_link_still_holds(client, anna, ask):
    ask(anna.email)
    client.get(link())

    assert set_new(client, "пароль123").status_code == 422
    assert set_new(client).status_code == 302


def test_the_answer_is_the_same_for_every_address(client, anna, ask):
    UserFactory(email="closed@example.org", password=PASSWORD, is_active=False)
    UserFactory(email="invited@example.org")
    answers = {
        re.sub(r"\w{64}", "token", ask(email).content.decode())
        for email in ("anna@example.org", "nobody@example.org", "closed@example.org", "invited@example.org")
    }

    assert len(answers) == 1
    assert [letter.to for letter in mail.outbox] == [["anna@example.org"]]


def test_asking_for_nobody_is_as_much_work_as_for_somebody(anna):
    """The letter itself is written by the queue, after the answer."""
    counts = set()
    for number, email in enumerate(("anna@example.org", "nobody@example.org")):
        with CaptureQueriesContext(connection) as queries:
            Client(REMOTE_ADDR=f"203.0.113.{number}").post(ASK, {"email": email})
        counts.add(len(queries))

    assert len(counts) == 1


def test_nothing_personal_stands_in_a_letter(anna, ask):
    ask(anna.email)

    (letter,) = mail.outbox
    told = f"{letter.subject} {letter.body}"
    assert letter.subject == "Мастерство: новый пароль"
    assert not any(word in told for word in ("Анна", "Дёмина", "anna", "example.org"))


def test_where_letters_go_to_a_folder_the_page_tells_which(client, anna, settings, tmp_path):
    assert "папку" not in client.post(ASK, {"email": anna.email}, follow=True).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path

    assert str(tmp_path) in client.post(ASK, {"email": anna.email}, follow=True).content.decode()


def test_whoever_changed_the_password_the_owner_gets_a_letter(
    client, anna, django_capture_on_commit_callbacks
):
    client.force_login(anna)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("accounts:password_change"),
            {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
        )

    assert [letter.subject for letter in mail.outbox] == ["Мастерство: пароль изменён"]


# --- What a refusal tells -------------------------------------------------------------------------------------------
def test_a_refused_sign_in_takes_as_much_work_for_every_account(client, anna, monkeypatch):
    """Hashing is nearly all of the time of a sign-in; where it is left out, the time tells that there is no account."""
    UserFactory(email="closed@example.org", password=PASSWORD, is_active=False)
    UserFactory(email="invited@example.org")
    work = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: work.append(1) or encode(*args))
    counts = set()
    for name in ("anna", "nobody", "closed", "invited"):
        work.clear()
        client.post(reverse("accounts:sign_in"), {"username": f"{name}@example.org", "password": "догадка"})
        counts.add(len(work))

    assert counts == {1}
